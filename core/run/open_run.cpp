// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/open_run.h"

#include "core/base/try.h"
#include "core/run/plan/variants.h"
#include "core/run/stages/batch_scorer.h"
#include "core/run/stages/stages.h"
#include "core/run/store/stored_engines.h"

namespace pwb::run {
namespace fs = std::filesystem;

using base::Result;
using base::Status;
using result::EngineResult;
using result::EngineState;
using result::RunResult;

namespace {

/// Answers of a run that is opened for reading.
Status takeAnswers(const RunStore& store, RunResult& document, const ScoreOptions& options) {
    std::map<base::EngineId, compare::OutputDistance> distances;
    PWB_TRY(auto skipped, store.skipped());
    document.data.skipped = static_cast<std::int64_t>(skipped.size());
    for (EngineResult& engine : document.engines) {
        PWB_TRY(auto batches, store.batches(engine.id));
        if (batches.empty()) continue;
        Answers answers(*document.manifest, document.isDetection());
        for (const StoredBatch& batch : batches) {
            if (!answers.fits(batch)) return store.damaged("answers to other samples");
            answers.take(batch);
        }
        answers.show(engine);
        warnOfNonFinite(answers.nonFinite(), engine);
        distances[engine.id] = answers.distance();
        engine.accuracyPartial = answers.answered() + document.data.skipped < document.data.samples;
        if (engine.state != EngineState::Failed)
            engine.state = engine.accuracyPartial
                               ? EngineState::Cancelled
                               : (engine.measurement ? EngineState::Ready : EngineState::Evaluated);
    }
    // A finished run that was not to be measured has nothing more to come.
    for (EngineResult& engine : document.engines)
        if (document.finished && engine.state == EngineState::Evaluated) engine.state = EngineState::Ready;
    scoreEngines(document, distances, options);
    return {};
}

}  // namespace

Result<std::shared_ptr<const RunResult>> openRun(const fs::path& runFolder) {
    PWB_TRY(auto store, RunStore::openForReading(runFolder));
    PWB_TRY(auto manifest, store.samples());
    const RunFacts facts(store);
    PWB_TRY(const auto plan, facts.plan());
    RunResult document;
    std::error_code ignored;
    document.name = fs::absolute(runFolder, ignored).lexically_normal().filename().string();
    document.runFolder = runFolder;
    PWB_CHECK(facts.readInto(document));
    document.requirements = plan.requirements;
    manifest.root = plan.data;
    document.manifest = std::make_shared<const dataset::Manifest>(std::move(manifest));
    document.engines = plannedEngines(plan, document.model.task);
    PWB_CHECK(showStoredEngines(facts, document));
    try {
        PWB_CHECK(takeAnswers(store, document, {plan.seed, plan.threshold}));
        PWB_TRY(document.layers, facts.layers());
        compareAndDecide(document);
    } catch (const std::exception& error) {  // answers that do not fit the samples, say
        return store.damaged(error.what());
    }
    return std::make_shared<const RunResult>(std::move(document));
}

Result<RunPlan> planOf(const fs::path& runFolder) {
    PWB_TRY(auto store, RunStore::openForReading(runFolder));
    PWB_TRY(auto plan, RunFacts(store).plan());
    plan.runFolder = runFolder;
    return plan;
}

decide::Decision redecide(const result::RunResult& document, const decide::Requirements& requirements) {
    return decide::decide(document.evidence(requirements), requirements);
}

}  // namespace pwb::run
