// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <mutex>
#include <thread>

#include "core/run/serialize.h"
#include "core/run/stages.h"

namespace pwb::run {
namespace {

using report::EngineResult;
using report::EngineState;

base::Result<quantize::BuiltEngine> tryBuildOne(const StageContext& context, base::Precision precision) {
    quantize::BuildContext build;
    build.model = context.plan.model;
    build.outputFolder = context.plan.runFolder / "engines";
    build.provider = context.plan.provider;
    build.threads = context.plan.threads;
    const std::string id(base::precisionId(precision));
    const auto telling = [&](Stage stage) {
        return [&board = context.board, id, stage](double done, double total) {
            board.tell(id, stage, done, total);
        };
    };
    switch (precision) {
        case base::Precision::Fp32:
            return quantize::buildFp32(build, telling(Stage::Preparing), context.stop);
        case base::Precision::Fp16:
            return quantize::buildFp16(build, telling(Stage::Preparing), context.stop);
        case base::Precision::Int8:
            break;
    }
    quantize::Int8Options options;
    options.calibrator = context.plan.calibrator;
    const auto skipped = std::make_shared<std::vector<dataset::SkippedSample>>();
    auto built = quantize::buildInt8(build, options, calibrationSource(context.inputs, context.stop, skipped),
                                     telling(Stage::Calibrating), context.stop);
    if (built && !skipped->empty())
        built->warnings.push_back(
            {"run.calibration_unreadable",
             {{"count", std::to_string(skipped->size())}, {"first", skipped->front().error.file}}});
    return built;
}

/// A library's exception (out of memory, say) fails this engine, not the program.
base::Result<quantize::BuiltEngine> buildOne(const StageContext& context, base::Precision precision) {
    try {
        return tryBuildOne(context, precision);
    } catch (const std::exception& error) {
        return base::engineFailure(context.plan.model.string(), "run.unexpected", {{"detail", error.what()}});
    }
}

}  // namespace

void recordFailure(const StageContext& context, const std::string& engine, const base::Error& error) {
    const bool stopped = base::isCancelled(error);
    if (context.store && !stopped)
        // A failing store is told by the next write that matters; losing this note only costs a rebuild.
        (void)context.store->putPart(engine, "error", nlohmann::json(error).dump());
    context.board.update([&](report::ReportDocument& document) {
        for (EngineResult& result : document.engines) {
            if (result.id() != engine) continue;
            result.state = stopped ? EngineState::Cancelled : EngineState::Failed;
            if (!stopped) result.error = error;
        }
    });
    context.board.tell(engine, stopped ? Stage::Cancelled : Stage::Failed, 0, 0);
}

base::Status buildStage(const StageContext& context) {
    const report::ReportDocument before = context.board.copy();
    std::mutex storeMutex;
    base::Status outcome;
    const auto work = [&](const EngineResult& wanted) {
        const std::string id = wanted.id();
        context.board.update([&](report::ReportDocument& document) {
            for (EngineResult& engine : document.engines)
                if (engine.id() == id) engine.state = EngineState::Building;
        });
        context.board.tell(id, Stage::Preparing, 0, 1);
        auto built = buildOne(context, wanted.precision);
        if (!built) {
            const std::scoped_lock lock(storeMutex);
            recordFailure(context, id, built.error());
            return;
        }
        const auto effective = runtime::resolveEffective(wanted.precision, built->fallback,
                                                         context.plan.provider, before.environment.cpu);
        if (context.store) {
            const std::scoped_lock lock(storeMutex);
            base::Status stored = context.store->putPart(id, "built", nlohmann::json(*built).dump());
            if (stored) stored = context.store->putPart(id, "effective", nlohmann::json(effective).dump());
            if (stored && !built->emulationModel.empty())
                stored = context.store->putPart(id, "emulated", "true");
            if (!stored) {
                outcome = stored;
                return;
            }
        }
        context.board.update([&](report::ReportDocument& document) {
            for (EngineResult& engine : document.engines) {
                if (engine.id() != id) continue;
                engine.state = EngineState::Built;
                engine.emulated = !built->emulationModel.empty();
                // Apart from the rest, so that the many copies of the document share it.
                if (engine.emulated)
                    engine.evaluationModel =
                        std::make_shared<const std::string>(std::move(built->emulationModel));
                engine.built = std::move(*built);
                engine.effective = effective;
            }
        });
        context.board.tell(id, Stage::Verifying, 1, 1);
    };

    std::vector<std::jthread> threads;
    for (const EngineResult& engine : before.engines)
        if (!engine.built && engine.state != EngineState::Failed)
            threads.emplace_back([&work, &engine] { work(engine); });
    threads.clear();  // joins
    if (outcome && context.stop.stop_requested()) return base::cancelled();
    return outcome;
}

}  // namespace pwb::run
