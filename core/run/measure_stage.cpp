// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/measure/measure.h"
#include "core/run/serialize.h"
#include "core/run/stages.h"

namespace pwb::run {
namespace {

using report::EngineResult;
using report::EngineState;
using Clock = std::chrono::steady_clock;

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Decode, preprocess and postprocess of single samples, one after the other on a quiet machine.
std::optional<measure::EndToEnd> timeSamples(const StageContext& context, std::size_t classes) {
    const auto& samples = context.inputs.data.samples;
    const dataset::Preprocess& preprocess = context.inputs.preprocess;
    std::vector<float> pixels(static_cast<std::size_t>(preprocess.width) *
                              static_cast<std::size_t>(preprocess.height) *
                              static_cast<std::size_t>(preprocess.channels));
    std::vector<float> logits(classes);
    for (std::size_t i = 0; i < logits.size(); ++i) logits[i] = static_cast<float>(i % 17) * 0.37F;
    constexpr std::size_t kSamples = 100;
    std::vector<double> decode, prepare, postprocess;
    const std::size_t stride = std::max<std::size_t>(1, samples.size() / kSamples);
    for (std::size_t i = 0; i < samples.size() && decode.size() < kSamples; i += stride) {
        if (context.stop.stop_requested()) return std::nullopt;
        const auto times = dataset::timeImage(samples[i].path, preprocess, pixels.data());
        if (!times) continue;
        decode.push_back(times->decodeMs);
        prepare.push_back(times->preprocessMs);
        const auto start = Clock::now();
        const evaluate::Prediction prediction = evaluate::predict(logits, false);
        postprocess.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count() +
                              (prediction.valid() ? 0 : 1e9));
    }
    if (decode.empty()) return std::nullopt;
    return measure::EndToEnd{median(decode), median(prepare), median(postprocess),
                             static_cast<int>(decode.size())};
}

std::vector<std::int64_t> sampleShape(const dataset::Preprocess& preprocess) {
    if (preprocess.layout == dataset::Layout::Nchw)
        return {preprocess.channels, preprocess.height, preprocess.width};
    return {preprocess.height, preprocess.width, preprocess.channels};
}

void setState(report::ReportDocument& document, const std::string& id, EngineState state) {
    for (EngineResult& engine : document.engines)
        if (engine.id() == id) engine.state = state;
}

}  // namespace

base::Status measureStage(const StageContext& context) {
    const report::ReportDocument before = context.board.copy();
    std::vector<measure::Subject> subjects;
    for (const EngineResult& engine : before.engines)
        if (engine.built && engine.accuracy && !engine.measurement && engine.state != EngineState::Failed)
            subjects.push_back({engine.id(), engine.built->file});
    if (subjects.empty()) return {};
    context.board.update([&](report::ReportDocument& document) {
        for (const auto& subject : subjects) setState(document, subject.id, EngineState::Measuring);
    });

    if (!before.endToEnd) {
        const auto classes =
            static_cast<std::size_t>(std::max<std::int64_t>(2, before.model.outputClasses()));
        const auto endToEnd = timeSamples(context, classes);
        if (endToEnd) {
            if (auto status = context.store->put("end_to_end", nlohmann::json(*endToEnd).dump()); !status)
                return status;
            context.board.update([&](report::ReportDocument& document) { document.endToEnd = endToEnd; });
        }
    }

    measure::MeasureOptions options;
    options.batches = context.plan.batches;
    options.streams = context.plan.streams;
    options.threads = context.plan.threads;
    options.provider = context.plan.provider;
    options.runs = context.plan.runs;
    options.minimumRuns = std::min(options.minimumRuns, options.runs);
    options.workerProgram = workerProgram();
    options.sampleShape = sampleShape(context.inputs.preprocess);
    base::Status stored;
    const auto finished = [&](std::size_t i, const measure::Outcome& outcome) {
        const std::string& id = subjects[i].id;
        if (!outcome) {
            recordFailure(context, id, outcome.error());
            return;
        }
        if (const auto status = context.store->putPart(id, "measurement", nlohmann::json(*outcome).dump());
            !status)
            stored = status;
        context.board.update([&](report::ReportDocument& document) {
            for (EngineResult& engine : document.engines) {
                if (engine.id() != id) continue;
                engine.measurement = *outcome;
                engine.state = EngineState::Ready;
            }
            concludeRun(document);
        });
        context.board.tell(id, Stage::Done, 1, 1);
    };
    const auto progress = [&](std::size_t i, double done, double total) {
        context.board.tell(subjects[i].id, Stage::Measuring, done, total);
    };
    (void)measure::measureAll(subjects, options, finished, progress, context.stop);
    if (context.stop.stop_requested()) return base::cancelled();
    return stored;
}

}  // namespace pwb::run
