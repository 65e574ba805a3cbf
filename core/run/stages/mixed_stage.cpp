// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/format.h"
#include "core/base/number.h"
#include "core/base/try.h"
#include "core/run/plan/serialize.h"
#include "core/run/stages/int8_options.h"
#include "core/run/stages/layers_stage.h"
#include "core/run/stages/trial_metric.h"

namespace pwb::run {
namespace {

using base::Result;
using quantize::BuiltEngine;
using result::EngineResult;

const base::EngineId kEngine = base::Precision::Int8;

class MixedPrecision {
public:
    MixedPrecision(const StageContext& context, const BuiltEngine& plain)
        : m_context(context),
          m_plain(plain),
          m_metric(context.inputs, context.plan.batch, context.plan.provider, context.stop) {}

    /// The engine with what the search says, or nothing where the model has no INT8 form of ours.
    Result<std::optional<BuiltEngine>> run(quantize::MixedSearch& search) {
        if (!m_metric.hasLabels())
            return base::fail(base::ErrorKind::Usage, m_context.plan.data.string(), "run.max_drop_labels");
        std::vector<std::string> leftFloat;
        for (const quantize::KeptLayer& kept : m_plain.kept) leftFloat.push_back(kept.layer);
        PWB_TRY(auto study, openStudy(m_context, leftFloat, Stage::Searching));
        if (!study.canQuantize()) return std::nullopt;
        PWB_CHECK(profileEngines(m_context, study, timedEngines()));

        PWB_TRY(const auto baseline, m_metric.of(baselineModel()));
        quantize::SearchOptions options;
        options.maxDropPoints = *m_context.plan.maxDrop;
        options.baseline = baseline;
        options.metric = [this](const std::string& bytes) { return m_metric.of(bytes); };
        const auto telling = [&](double done, double total) {
            m_context.board.tell(kEngine, Stage::Searching, done, total);
        };
        PWB_TRY(auto outcome, study.search(options, telling, m_context.stop));
        search = outcome.search;
        return rebuilt(outcome);
    }

private:
    /// FP32 tells what a layer costs in float, INT8 what it costs now.
    [[nodiscard]] std::vector<EngineResult> timedEngines() const {
        std::vector<EngineResult> engines;
        const result::RunResult document = m_context.board.copy();
        for (const base::EngineId& id : {base::EngineId(base::Precision::Fp32), kEngine})
            if (const EngineResult* engine = document.engine(id); engine && engine->built)
                engines.push_back(*engine);
        return engines;
    }

    [[nodiscard]] std::filesystem::path baselineModel() const {
        const result::RunResult document = m_context.board.copy();
        const EngineResult* fp32 = document.engine(base::Precision::Fp32);
        return fp32 && fp32->built ? fp32->built->file : m_context.plan.model;
    }

    Result<std::optional<BuiltEngine>> rebuilt(const quantize::SearchOutcome& outcome) {
        BuiltEngine built = m_plain;
        if (!outcome.kept.empty()) {
            quantize::Int8Options options = int8Options(m_context.plan, m_context.inputs, m_context.stop);
            options.keepFloat.clear();
            for (const auto* kept : {&m_plain.kept, &outcome.kept})
                for (const quantize::KeptLayer& layer : *kept) options.keepFloat.push_back(layer.layer);
            options.checkSpeed = false;  // what is slower in INT8 is among them already
            const auto skipped = std::make_shared<std::vector<dataset::SkippedSample>>();
            auto made = quantize::buildInt8(
                buildContext(m_context.plan), options,
                calibrationSource(m_context.inputs, m_context.plan.calibrationBatch, m_context.stop, skipped),
                {}, m_context.stop);
            if (!made) return tl::make_unexpected(made.error());
            built.file = made->file;
            built.fileBytes = made->fileBytes;
            built.executed = made->executed;
            built.buildSeconds += made->buildSeconds;
            built.kept.insert(built.kept.end(), outcome.kept.begin(), outcome.kept.end());
        }
        if (auto said = summary(outcome)) built.warnings.push_back(std::move(*said));
        return built;
    }

    /// What the search came to; nothing where plain INT8 was good enough.
    static std::optional<base::Message> summary(const quantize::SearchOutcome& outcome) {
        const quantize::MixedSearch& search = outcome.search;
        if (search.steps.empty() && search.met) return std::nullopt;
        const auto points = [&](double metric) { return base::number(100 * (search.baseline - metric), 2); };
        return base::Message{search.met ? "quantize.max_drop_met" : "quantize.max_drop_missed",
                             {{"count", std::to_string(outcome.kept.size())},
                              {"plain", points(search.plain)},
                              {"reached", points(search.reached)},
                              {"asked", base::number(search.maxDropPoints, 2)}}};
    }

    const StageContext& m_context;
    const BuiltEngine& m_plain;
    TrialMetric m_metric;
};

/// Whether an engine is the one that a stored search came to. It is not where the file was lost and built
/// anew by plan; the search then repeats itself from its trials.
bool isResultOf(const BuiltEngine& built, const std::string& stored) {
    const auto search = nlohmann::json::parse(stored, nullptr, false);
    if (!search.is_object()) return false;
    if (search.value("met", false) && search.value("steps", nlohmann::json::array()).empty()) return true;
    return std::any_of(built.warnings.begin(), built.warnings.end(), [](const base::Message& warning) {
        return warning.code == "quantize.max_drop_met" || warning.code == "quantize.max_drop_missed";
    });
}

}  // namespace

base::Status mixedStage(const StageContext& context) {
    if (!context.plan.maxDrop) return {};
    const result::RunResult before = context.board.copy();
    const EngineResult* int8 = before.engine(kEngine);
    if (!int8 || !int8->built || int8->built->fallback || int8->state == result::EngineState::Failed)
        return {};
    if (context.store) {
        PWB_TRY(const auto done, context.store->get("mixed"));
        if (done && isResultOf(*int8->built, *done)) return {};
    }
    context.board.tell(kEngine, Stage::Searching, 0, 1);
    quantize::MixedSearch search;
    auto built = MixedPrecision(context, *int8->built).run(search);
    if (!built) {
        if (base::isCancelled(built.error()) || context.stop.stop_requested()) return base::cancelled();
        recordFailure(context, kEngine, built.error());
        return {};
    }
    if (!*built) return {};
    if (context.store) {
        base::Status stored = context.store->putPart(kEngine, "built", nlohmann::json(**built).dump());
        if (stored) stored = context.store->put("mixed", nlohmann::json(search).dump());
        if (!stored) return stored;
    }
    context.board.update([&](result::RunResult& document) {
        if (EngineResult* engine = document.engine(kEngine)) engine->built = std::move(**built);
        auto layers = document.layers ? *document.layers : quantize::LayerReport();
        layers.search = search;
        document.layers = std::make_shared<const quantize::LayerReport>(std::move(layers));
    });
    context.board.tell(kEngine, Stage::Searching, 1, 1);
    return {};
}

}  // namespace pwb::run
