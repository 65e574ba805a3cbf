// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/store/reopen.h"

#include <algorithm>

#include "core/base/try.h"
#include "core/run/pipeline.h"
#include "core/run/plan/serialize.h"
#include "core/run/plan/variants.h"
#include "core/run/stages/batch_scorer.h"
#include "core/run/stages/layers_stage.h"
#include "core/run/stages/stages.h"

namespace pwb::run {
namespace fs = std::filesystem;

using base::Result;
using base::Status;
using result::EngineResult;
using result::EngineState;
using result::RunResult;

Status takeParts(const RunStore& store, RunResult& document, bool forResume) {
    PWB_TRY(auto parts, store.parts());
    if (!forResume)
        std::erase_if(document.engines,
                      [&](const EngineResult& engine) { return parts[engine.id.key()].contains("left_out"); });
    for (EngineResult& engine : document.engines) {
        auto& own = parts[engine.id.key()];
        const auto has = [&](const char* part) { return own.contains(part); };
        if (has("built")) {
            auto built = nlohmann::json::parse(own["built"]).get<quantize::BuiltEngine>();
            std::error_code code;
            const bool there =
                fs::is_regular_file(built.file, code) && quantize::engineBytes(built.file) == built.fileBytes;
            if (!forResume || there) {
                engine.built = std::move(built);
                engine.state = EngineState::Built;
                if (has("effective"))
                    engine.effective =
                        nlohmann::json::parse(own["effective"]).get<runtime::EffectivePrecision>();
            }
        }
        engine.emulated = has("emulated");
        if (has("measurement"))
            engine.measurement = nlohmann::json::parse(own["measurement"]).get<measure::EngineMeasurement>();
        if (has("error") && !forResume) {
            engine.error = nlohmann::json::parse(own["error"]).get<base::Error>();
            engine.state = EngineState::Failed;
        }
    }
    return {};
}

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
            if (!answers.fits(batch))
                return base::badInput(RunStore::fileIn(document.runFolder).string(), "run.store_damaged",
                                      {{"detail", "answers to other samples"}});
            answers.take(batch);
        }
        answers.show(engine);
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
    try {
        RunResult document;
        const auto fact = [&](const char* key) {
            const auto value = store.get(key);
            return value && *value ? nlohmann::json::parse(**value) : nlohmann::json();
        };
        const auto plan = fact("plan").get<RunPlan>();
        document.name = fs::absolute(runFolder).lexically_normal().filename().string();
        document.runFolder = runFolder;
        document.startedAt = fact("started_at");
        document.seconds = fact("seconds").is_number() ? fact("seconds").get<double>() : 0;
        document.finished = fact("finished") == true;
        document.model = fact("model").get<model::ModelInfo>();
        document.data = fact("data").get<result::DataSummary>();
        document.environment = fact("environment").get<runtime::Environment>();
        document.requirements = plan.requirements;
        if (const auto end = fact("end_to_end"); end.is_object())
            document.endToEnd = end.get<measure::EndToEnd>();
        manifest.root = plan.data;
        document.manifest = std::make_shared<const dataset::Manifest>(std::move(manifest));
        document.engines = plannedEngines(plan, document.model.task);
        PWB_CHECK(takeParts(store, document, false));
        PWB_CHECK(takeAnswers(store, document, {plan.seed, plan.threshold}));
        document.layers = storedLayers(store);
        concludeRun(document);
        return std::make_shared<const RunResult>(std::move(document));
    } catch (const std::exception& error) {  // JSON that does not fit, or an index out of range
        return base::badInput(RunStore::fileIn(runFolder).string(), "run.store_damaged",
                              {{"detail", error.what()}});
    }
}

}  // namespace pwb::run
