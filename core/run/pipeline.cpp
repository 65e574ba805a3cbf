// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/pipeline.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/base/words.h"
#include "core/report/writers.h"
#include "core/run/inputs/identity.h"
#include "core/run/plan/serialize.h"
#include "core/run/run_start.h"
#include "core/run/stages/layers_stage.h"
#include "core/run/stages/stages.h"
#include "core/run/store/reopen.h"
#include "core/run/store/run_folder.h"

namespace pwb::run {
namespace fs = std::filesystem;
namespace {

using base::Result;
using base::Status;
using result::EngineResult;
using result::EngineState;
using result::RunResult;

/// Takes what an earlier process left in the store into the document; nothing where the store is new.
Status takeUp(RunStore& store, const RunPlan& plan, const RunInputs& inputs, RunResult& document) {
    try {
        const auto fact = [&](const char* key) {
            const auto value = store.get(key);
            return value && *value ? nlohmann::json::parse(**value) : nlohmann::json();
        };
        PWB_TRY(const auto before, store.get("identity"));
        if (!before) return {};
        const std::string differs = firstDifference(nlohmann::json::parse(*before), identityOf(plan, inputs));
        if (!differs.empty())
            return base::badInput(plan.runFolder.string(), "run.resume_mismatch", {{"what", differs}});
        PWB_CHECK(takeParts(store, document, true));
        if (const auto started = fact("started_at"); started.is_string()) document.startedAt = started;
        if (const auto seconds = fact("seconds"); seconds.is_number()) document.seconds = seconds;
        if (const auto end = fact("end_to_end"); end.is_object())
            document.endToEnd = end.get<measure::EndToEnd>();
    } catch (const nlohmann::json::exception& error) {
        return base::badInput(RunStore::fileIn(plan.runFolder).string(), "run.store_damaged",
                              {{"detail", error.what()}});
    }
    for (EngineResult& engine : document.engines) {
        // What failed is tried again; the note must not outlive a success.
        PWB_CHECK(store.dropPart(engine.id, "error"));
        // The FP16 emulation lives in memory only; it is made again with its engine.
        if (engine.id.precision == base::Precision::Fp16 && engine.built) {
            engine.built.reset();
            engine.state = EngineState::Waiting;
        }
    }
    return {};
}

Status runStages(const StageContext& context) {
    PWB_CHECK(buildStage(context));
    PWB_CHECK(mixedStage(context));
    PWB_CHECK(evaluateStage(context));
    context.board.update([](RunResult& document) { concludeRun(document); });
    if (context.plan.measure) PWB_CHECK(measureStage(context));
    if (!context.plan.layers && !context.plan.maxDrop) return {};
    const Status profiled = layersStage(context, context.plan.sensitivity);
    if (!profiled && base::isCancelled(profiled.error())) return profiled;
    // The run is good without it.
    if (!profiled)
        context.board.update(
            [&](RunResult& document) { document.data.warnings.push_back(profiled.error().message); });
    return {};
}

}  // namespace

std::string_view stageId(Stage stage) {
    switch (stage) {
        case Stage::Waiting:
            return "waiting";
        case Stage::Reading:
            return "reading";
        case Stage::Preparing:
            return "preparing";
        case Stage::Calibrating:
            return "calibrating";
        case Stage::Quantizing:
            return "quantizing";
        case Stage::Verifying:
            return "verifying";
        case Stage::Searching:
            return "searching";
        case Stage::Evaluating:
            return "evaluating";
        case Stage::Measuring:
            return "measuring";
        case Stage::Profiling:
            return "profiling";
        case Stage::Done:
            return "done";
        case Stage::Failed:
            return "failed";
        case Stage::Cancelled:
            return "cancelled";
    }
    return "";
}

Result<std::shared_ptr<const RunResult>> execute(const RunPlan& wanted, bool resume, const Observer& observer,
                                                 std::stop_token stop) {
    PWB_TRY(const auto opened, openFolder(wanted, true, resume, stop));
    const RunPlan& plan = opened.plan;
    const RunInputs& inputs = opened.inputs;
    RunResult document = startDocument(plan, inputs, opened.environment);
    if (!resume) {
        PWB_TRY(const auto kept, keepPrevious(plan.runFolder));
        if (kept) document.data.warnings.push_back(*kept);
        PWB_CHECK(base::ensureWritableFolder(plan.runFolder / "engines"));
    }
    PWB_TRY(auto store, RunStore::openForWriting(plan.runFolder));
    PWB_CHECK(takeUp(store, plan, inputs, document));
    PWB_CHECK(storeStart(store, plan, inputs, document));

    Board board(observer, std::move(document));
    board.expectMeasuring(plan.measure);
    board.update([](RunResult&) {});
    const StageContext context{plan, inputs, board, &store, stop};
    const Status status = runStages(context);
    if (!status && base::isCancelled(status.error()))
        board.update([](RunResult& now) {
            for (EngineResult& engine : now.engines)
                if (engine.state != EngineState::Ready && engine.state != EngineState::Failed)
                    engine.state = EngineState::Cancelled;
        });
    (void)storeFact(store, "seconds", board.copy().seconds);
    if (!status) return tl::make_unexpected(status.error());

    board.update([](RunResult& now) {
        concludeRun(now);
        for (EngineResult& engine : now.engines) {
            engine.evaluationModel.reset();
            if (engine.state == EngineState::Evaluated) engine.state = EngineState::Ready;
        }
        now.finished = true;
    });
    auto done = std::make_shared<const RunResult>(board.copy());
    for (const EngineResult& engine : done->engines)
        if (engine.state == EngineState::Ready) board.tell(engine.id, Stage::Done, 1, 1);
    const auto ready = [](const EngineResult& engine) { return engine.state == EngineState::Ready; };
    if (!done->engines.empty() && std::none_of(done->engines.begin(), done->engines.end(), ready) &&
        done->engines.front().error)
        return tl::make_unexpected(*done->engines.front().error);
    PWB_CHECK(report::writeAll(*done, base::Words::of(plan.language), plan.runFolder));
    PWB_CHECK(storeFact(store, "finished", true));
    return done;
}

Result<std::vector<EngineResult>> buildEngines(const RunPlan& wanted, const Observer& observer,
                                               std::stop_token stop) {
    RunPlan engines = wanted;
    engines.plainInt8 = false;  // a reference is for reports, and nobody should deploy it
    PWB_TRY(const auto opened, openFolder(engines, false, false, stop));
    Board board(observer, startDocument(opened.plan, opened.inputs, opened.environment));
    board.expectMeasuring(false);
    const StageContext context{opened.plan, opened.inputs, board, nullptr, stop};
    Status status = buildStage(context);
    if (status) status = mixedStage(context);
    if (!status) return tl::make_unexpected(status.error());
    for (const EngineResult& engine : board.copy().engines)
        if (engine.state == EngineState::Built) board.tell(engine.id, Stage::Done, 1, 1);
    return board.copy().engines;
}

}  // namespace pwb::run
