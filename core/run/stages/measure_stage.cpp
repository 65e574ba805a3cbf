// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/statistics.h"
#include "core/base/try.h"
#include "core/dataset/tensor_set.h"
#include "core/measure/measure.h"
#include "core/run/inputs/model_tensors.h"
#include "core/run/stages/stages.h"
#include "core/run/store/run_facts.h"
#include "core/runtime/child.h"
#include "core/runtime/session.h"

namespace pwb::run {
namespace {

using base::median;
using result::EngineResult;
using result::EngineState;
using Clock = std::chrono::steady_clock;

/// Reads samples one by one, each giving its times or nothing where it cannot be read.
using ReadSample = std::function<std::optional<dataset::LoadTimes>(const dataset::Sample&)>;

ReadSample imageReading(const RunInputs& inputs) {
    const dataset::Preprocess& preprocess = inputs.preprocess;
    std::vector<float> pixels(static_cast<std::size_t>(preprocess.width) *
                              static_cast<std::size_t>(preprocess.height) *
                              static_cast<std::size_t>(preprocess.channels));
    return [&preprocess, pixels](const dataset::Sample& sample) mutable -> std::optional<dataset::LoadTimes> {
        const auto times = dataset::timeImage(sample.path, preprocess, pixels.data());
        return times ? std::optional(*times) : std::nullopt;
    };
}

/// Reading and converting is all that a tensor needs.
ReadSample tensorReading(const RunInputs& inputs) {
    const auto& set = inputs.data.tensors;
    const auto reader = std::make_shared<dataset::TensorReader>(set);
    std::vector<base::Tensor> tensors;
    for (const auto& input : set->inputs) tensors.push_back(base::Tensor::make(input.type, input.shape));
    return [reader, tensors](const dataset::Sample& sample) mutable -> std::optional<dataset::LoadTimes> {
        const auto start = Clock::now();
        for (std::size_t i = 0; i < tensors.size(); ++i)
            if (!reader->read(i, sample.row, tensors[i].bytes.data())) return std::nullopt;
        return dataset::LoadTimes{std::chrono::duration<double, std::milli>(Clock::now() - start).count(), 0};
    };
}

/// Turns one sample's outputs into an answer; false where there are none to time it on.
using Postprocess = std::function<bool()>;

Postprocess topFive(std::size_t classes) {
    std::vector<float> logits(std::max<std::size_t>(2, classes));
    for (std::size_t i = 0; i < logits.size(); ++i) logits[i] = static_cast<float>(i % 17) * 0.37F;
    return [logits] { return evaluate::predict(logits, false).valid(); };
}

/// Boxes and their suppression take as long as the picture makes them: on outputs of a real sample.
Postprocess decoding(const StageContext& context, const measure::Subject& subject) {
    dataset::Loader::Options one;
    one.batch = static_cast<int>(std::max<std::int64_t>(1, fixedBatch(context.inputs.model)));
    dataset::Loader loader(context.inputs.data, context.inputs.preprocess, one, context.stop);
    auto batch = loader.next();
    runtime::SessionOptions options;
    options.provider = context.plan.provider;
    auto session = runtime::Session::create(subject.engine, options);
    if (!batch || !session) return [] { return false; };
    const auto outputs =
        session->run(modelInputs(std::move(batch->inputs), context.inputs.model), context.stop);
    if (!outputs) return [] { return false; };
    return [&decoder = *context.inputs.decoder, outputs = *outputs,
            placements = std::vector(1, batch->placements.front())] {
        return decoder.decode(outputs, placements).has_value();
    };
}

/// Decode, preprocess and postprocess of single samples, one after the other on a quiet machine.
std::optional<measure::EndToEnd> timeSamples(const StageContext& context, const Postprocess& postprocess) {
    const auto& samples = context.inputs.data.samples;
    const bool tensors = context.inputs.data.tensors != nullptr;
    const ReadSample read = tensors ? tensorReading(context.inputs) : imageReading(context.inputs);
    constexpr std::size_t kSamples = 100;
    std::vector<double> decode, prepare, answer;
    // What is read on from where it is: samples passed over would count as the next one's time.
    const bool inOrder = tensors || context.inputs.data.kind == dataset::SourceKind::Video;
    const std::size_t stride = inOrder ? 1 : std::max<std::size_t>(1, samples.size() / kSamples);
    for (std::size_t i = 0; i < samples.size() && decode.size() < kSamples; i += stride) {
        if (context.stop.stop_requested()) return std::nullopt;
        const auto times = read(samples[i]);
        if (!times) continue;
        decode.push_back(times->decodeMs);
        prepare.push_back(times->preprocessMs);
        const auto start = Clock::now();
        if (!postprocess()) return std::nullopt;
        answer.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
    }
    if (decode.empty()) return std::nullopt;
    return measure::EndToEnd{median(decode), median(prepare), median(answer),
                             static_cast<int>(decode.size())};
}

}  // namespace

base::Status measureStage(const StageContext& context) {
    const result::RunResult before = context.board.copy();
    std::vector<base::EngineId> ids;
    std::vector<measure::Subject> subjects;
    for (const EngineResult& engine : before.engines)
        if (engine.built && (engine.accuracy || engine.detections) && !engine.isReference() &&
            !engine.measurement && engine.state != EngineState::Failed) {
            ids.push_back(engine.id);
            subjects.push_back({engine.id.key(), engine.built->file,
                                runtime::inferencePrecision(engine.id.precision, engine.effective.id,
                                                            context.plan.provider)});
        }
    if (subjects.empty()) return {};
    context.board.update([&](result::RunResult& document) {
        for (const base::EngineId& id : ids) document.engine(id)->state = EngineState::Measuring;
    });

    if (!before.endToEnd) {
        const auto classes =
            static_cast<std::size_t>(std::max<std::int64_t>(2, before.model.outputClasses()));
        const auto endToEnd = timeSamples(
            context, context.inputs.decoder ? decoding(context, subjects.front()) : topFive(classes));
        if (endToEnd) {
            PWB_CHECK(RunFacts(*context.store).saveEndToEnd(*endToEnd));
            context.board.update([&](result::RunResult& document) { document.endToEnd = endToEnd; });
        }
    }

    measure::MeasureOptions options;
    options.batches = context.plan.batches;
    options.streams = context.plan.streams;
    options.threads = context.plan.threads;
    options.provider = context.plan.provider;
    options.runs = context.plan.runs;
    options.minimumRuns = std::min(options.minimumRuns, options.runs);
    options.workerProgram = runtime::workerProgram();
    options.sampleShape = sampleShape(context.inputs);
    base::Status stored;
    const auto finished = [&](std::size_t i, const measure::Outcome& outcome) {
        const base::EngineId& id = ids[i];
        if (!outcome) {
            recordFailure(context, id, outcome.error());
            return;
        }
        if (auto status = RunFacts(*context.store).saveMeasurement(id, *outcome); !status) stored = status;
        context.board.update([&](result::RunResult& document) {
            EngineResult& engine = *document.engine(id);
            engine.measurement = *outcome;
            engine.state = EngineState::Ready;
            compareAndDecide(document);
        });
        context.board.tell(id, Stage::Done, 1, 1);
    };
    const auto progress = [&](std::size_t i, double done, double total) {
        context.board.tell(ids[i], Stage::Measuring, done, total);
    };
    (void)measure::measureAll(subjects, options, finished, progress, context.stop);
    if (context.stop.stop_requested()) return base::cancelled();
    return stored;
}

}  // namespace pwb::run
