// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/number.h"
#include "core/base/try.h"
#include "core/run/stages/engine_profiles.h"
#include "core/run/stages/stages.h"
#include "core/run/stages/trial_metric.h"
#include "core/run/store/run_facts.h"

namespace pwb::run {
namespace {

using base::Result;
using quantize::BuiltEngine;
using result::EngineResult;

const base::EngineId kEngine = base::Precision::Int8;

class MaxDropSearch {
public:
    MaxDropSearch(const StageContext& context, const BuiltEngine& plain)
        : m_context(context),
          m_plain(plain),
          m_metric(context.inputs, context.plan.batch, context.plan.provider, context.stop) {}

    /// The engine with what the search says, or nothing where the model has no INT8 form of ours.
    Result<std::optional<BuiltEngine>> run(quantize::MixedSearch& search) {
        if (!m_metric.hasLabels())
            return base::fail(base::ErrorKind::Usage, m_context.plan.data.string(), "run.max_drop_labels");
        std::vector<std::string> leftFloat;
        for (const quantize::KeptLayer& kept : m_plain.kept) leftFloat.push_back(kept.layer);
        const auto telling = [&](double done, double total) {
            m_context.board.tell(kEngine, Stage::Searching, done, total);
        };
        PWB_TRY(const auto study, m_context.int8->study(m_context, telling));
        if (!study->canQuantize()) return std::nullopt;
        study->setFloat(leftFloat);

        quantize::SearchOptions options;
        options.maxDropPoints = *m_context.plan.maxDrop;
        PWB_TRY(options.baseline, m_metric.of(baselineModel()));
        options.metric = [this](const std::string& bytes) { return m_metric.of(bytes); };
        PWB_TRY(const auto plain, study->int8Metric(options.metric, m_context.stop));
        // What a layer costs is only asked where one has to be given up.
        if (!options.isMet(plain)) PWB_CHECK(profileEngines(m_context, *study, timedEngines()));
        PWB_TRY(auto outcome, study->search(options, telling, m_context.stop));
        search = outcome.search;
        return rebuilt(outcome, *study);
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

    Result<std::optional<BuiltEngine>> rebuilt(const quantize::SearchOutcome& outcome,
                                               quantize::LayerStudy& study) {
        BuiltEngine built = m_plain;
        if (!outcome.kept.empty()) {
            std::vector<std::string> keepFloat;
            for (const auto* kept : {&m_plain.kept, &outcome.kept})
                for (const quantize::KeptLayer& layer : *kept) keepFloat.push_back(layer.layer);
            PWB_TRY(const auto session, m_context.int8->session(m_context, {}));
            PWB_TRY(const auto made, session->buildWith(keepFloat, m_context.stop));
            study.forgetEngine(kEngine.key());
            built.file = made.file;
            built.fileBytes = made.fileBytes;
            built.executed = made.executed;
            built.buildSeconds += made.buildSeconds;
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
bool isResultOf(const BuiltEngine& built, const quantize::MixedSearch& search) {
    if (search.met && search.steps.empty()) return true;
    return std::any_of(built.warnings.begin(), built.warnings.end(), [](const base::Message& warning) {
        return warning.code == "quantize.max_drop_met" || warning.code == "quantize.max_drop_missed";
    });
}

}  // namespace

base::Status maxDropStage(const StageContext& context) {
    if (!context.plan.maxDrop) return {};
    const result::RunResult before = context.board.copy();
    const EngineResult* int8 = before.engine(kEngine);
    if (!int8 || !int8->built || int8->built->fallback || int8->state == result::EngineState::Failed)
        return {};
    if (context.store) {
        PWB_TRY(const auto done, RunFacts(*context.store).search());
        if (done && isResultOf(*int8->built, *done)) return {};
    }
    context.board.tell(kEngine, Stage::Searching, 0, 1);
    quantize::MixedSearch search;
    auto built = MaxDropSearch(context, *int8->built).run(search);
    context.int8->trim();
    if (!built) {
        if (base::isCancelled(built.error()) || context.stop.stop_requested()) return base::cancelled();
        recordFailure(context, kEngine, built.error());
        return {};
    }
    if (!*built) return {};
    if (context.store) {
        RunFacts facts(*context.store);
        PWB_CHECK(facts.saveBuilt(kEngine, **built));
        PWB_CHECK(facts.saveSearch(search));
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
