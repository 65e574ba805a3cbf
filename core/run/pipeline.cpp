// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/pipeline.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/base/words.h"
#include "core/report/writers.h"
#include "core/run/identity.h"
#include "core/run/layers_stage.h"
#include "core/run/reopen.h"
#include "core/run/run_folder.h"
#include "core/run/run_start.h"
#include "core/run/serialize.h"
#include "core/run/stages.h"

namespace pwb::run {
namespace fs = std::filesystem;
namespace {

using base::Result;
using base::Status;
using report::EngineResult;
using report::EngineState;
using report::ReportDocument;

/// Takes what an earlier process left in the store into the document; nothing where the store is new.
Status takeUp(RunStore& store, const RunPlan& plan, const RunInputs& inputs, ReportDocument& document) {
    try {
        const auto fact = [&](const char* key) {
            const auto value = store.get(key);
            return value && *value ? nlohmann::json::parse(**value) : nlohmann::json();
        };
        const auto before = store.get("identity");
        if (!before) return tl::make_unexpected(before.error());
        if (!*before) return {};
        const std::string differs =
            firstDifference(nlohmann::json::parse(**before), identityOf(plan, inputs));
        if (!differs.empty())
            return base::badInput(plan.runFolder.string(), "run.resume_mismatch", {{"what", differs}});
        if (auto status = takeParts(store, document, true); !status) return status;
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
        if (auto status = store.dropPart(engine.id(), "error"); !status) return status;
        // The FP16 emulation lives in memory only; it is made again with its engine.
        if (engine.precision == base::Precision::Fp16 && engine.built) {
            engine.built.reset();
            engine.state = EngineState::Waiting;
        }
    }
    return {};
}

Status runStages(const StageContext& context) {
    if (auto status = buildStage(context); !status) return status;
    if (auto status = mixedStage(context); !status) return status;
    if (auto status = evaluateStage(context); !status) return status;
    context.board.update([](ReportDocument& document) { concludeRun(document); });
    if (context.plan.measure)
        if (auto status = measureStage(context); !status) return status;
    if (!context.plan.layers && !context.plan.maxDrop) return {};
    const Status profiled = layersStage(context, context.plan.sensitivity);
    if (!profiled && base::isCancelled(profiled.error())) return profiled;
    // The run is good without it.
    if (!profiled)
        context.board.update(
            [&](ReportDocument& document) { document.data.warnings.push_back(profiled.error().message); });
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

Result<std::shared_ptr<const ReportDocument>> execute(const RunPlan& wanted, bool resume,
                                                      const Observer& observer, std::stop_token stop) {
    const auto opened = openFolder(wanted, true, resume, stop);
    if (!opened) return tl::make_unexpected(opened.error());
    const RunPlan& plan = opened->plan;
    const RunInputs& inputs = opened->inputs;
    ReportDocument document = startDocument(plan, inputs, opened->environment);
    if (!resume) {
        const auto kept = keepPrevious(plan.runFolder);
        if (!kept) return tl::make_unexpected(kept.error());
        if (*kept) document.data.warnings.push_back(**kept);
        if (auto status = base::ensureWritableFolder(plan.runFolder / "engines"); !status)
            return tl::make_unexpected(status.error());
    }
    auto store = RunStore::openForWriting(plan.runFolder);
    if (!store) return tl::make_unexpected(store.error());
    if (auto status = takeUp(*store, plan, inputs, document); !status)
        return tl::make_unexpected(status.error());
    if (auto status = storeStart(*store, plan, inputs, document); !status)
        return tl::make_unexpected(status.error());

    Board board(observer, std::move(document));
    board.expectMeasuring(plan.measure);
    board.update([](ReportDocument&) {});
    const StageContext context{plan, inputs, board, &*store, stop};
    const Status status = runStages(context);
    if (!status && base::isCancelled(status.error()))
        board.update([](ReportDocument& now) {
            for (EngineResult& engine : now.engines)
                if (engine.state != EngineState::Ready && engine.state != EngineState::Failed)
                    engine.state = EngineState::Cancelled;
        });
    (void)storeFact(*store, "seconds", board.copy().seconds);
    if (!status) return tl::make_unexpected(status.error());

    board.update([](ReportDocument& now) {
        concludeRun(now);
        for (EngineResult& engine : now.engines) {
            engine.evaluationModel.reset();
            if (engine.state == EngineState::Evaluated) engine.state = EngineState::Ready;
        }
        now.finished = true;
    });
    auto done = std::make_shared<const ReportDocument>(board.copy());
    for (const EngineResult& engine : done->engines)
        if (engine.state == EngineState::Ready) board.tell(engine.id(), Stage::Done, 1, 1);
    const auto ready = [](const EngineResult& engine) { return engine.state == EngineState::Ready; };
    if (!done->engines.empty() && std::none_of(done->engines.begin(), done->engines.end(), ready) &&
        done->engines.front().error)
        return tl::make_unexpected(*done->engines.front().error);
    if (auto written = report::writeAll(*done, base::Words::of(plan.language), plan.runFolder); !written)
        return tl::make_unexpected(written.error());
    if (auto finished = storeFact(*store, "finished", true); !finished)
        return tl::make_unexpected(finished.error());
    return done;
}

Result<std::vector<EngineResult>> buildEngines(const RunPlan& wanted, const Observer& observer,
                                               std::stop_token stop) {
    RunPlan engines = wanted;
    engines.plainInt8 = false;  // a reference is for reports, and nobody should deploy it
    const auto opened = openFolder(engines, false, false, stop);
    if (!opened) return tl::make_unexpected(opened.error());
    Board board(observer, startDocument(opened->plan, opened->inputs, opened->environment));
    board.expectMeasuring(false);
    const StageContext context{opened->plan, opened->inputs, board, nullptr, stop};
    Status status = buildStage(context);
    if (status) status = mixedStage(context);
    if (!status) return tl::make_unexpected(status.error());
    for (const EngineResult& engine : board.copy().engines)
        if (engine.state == EngineState::Built) board.tell(engine.id(), Stage::Done, 1, 1);
    return board.copy().engines;
}

}  // namespace pwb::run
