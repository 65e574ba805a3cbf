// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/execute.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/base/words.h"
#include "core/report/writers.h"
#include "core/run/inputs/identity.h"
#include "core/run/opening/run_start.h"
#include "core/run/stages/steps.h"
#include "core/run/store/run_folder.h"
#include "core/run/store/stored_engines.h"

namespace pwb::run {
namespace {

using base::Result;
using base::Status;
using result::EngineResult;
using result::EngineState;
using result::RunResult;

/// Takes what an earlier process left in the store into the document; nothing where the store is new.
Status resumeFrom(RunFacts& facts, const RunPlan& plan, const RunInputs& inputs, RunResult& document) {
    PWB_TRY(const auto differs, facts.differenceFrom(identityOf(plan, inputs)));
    if (!differs.empty())
        return base::badInput(plan.runFolder.string(), "run.resume_mismatch", {{"what", differs}});
    PWB_CHECK(resumeStoredEngines(facts, document));
    return facts.readProgressInto(document);
}

Status runPlan(const StageContext& context) {
    const RunPlan& plan = context.plan;
    const bool profiles = plan.layers || plan.maxDrop;
    PWB_CHECK(takeSteps(context, {Step::Build, Step::MaxDrop}));
    if (!profiles) context.int8->drop();  // nothing needs its memory any more
    PWB_CHECK(takeSteps(context, {Step::Evaluate, Step::Decide}));
    if (plan.measure) PWB_CHECK(takeSteps(context, {Step::Measure}));
    if (!profiles) return {};
    const Status profiled = takeSteps(context, {plan.sensitivity ? Step::Sensitivity : Step::Layers});
    if (!profiled && base::isCancelled(profiled.error())) return profiled;
    // The run is good without it.
    if (!profiled)
        context.board.update(
            [&](RunResult& document) { document.data.warnings.push_back(profiled.error().message); });
    return {};
}

void markCancelled(RunResult& document) {
    for (EngineResult& engine : document.engines)
        if (engine.state != EngineState::Ready && engine.state != EngineState::Failed)
            engine.state = EngineState::Cancelled;
}

void markFinished(RunResult& document) {
    compareAndDecide(document);
    for (EngineResult& engine : document.engines) {
        engine.evaluationModel.reset();
        if (engine.state == EngineState::Evaluated) engine.state = EngineState::Ready;
    }
    document.finished = true;
}

}  // namespace

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
    RunFacts facts(store);
    PWB_CHECK(resumeFrom(facts, plan, inputs, document));
    PWB_CHECK(storeStart(store, plan, inputs, document));

    Board board(observer, std::move(document));
    board.expectMeasuring(plan.measure);
    board.update([](RunResult&) {});
    const Status status = runPlan({plan, inputs, board, &store, stop});
    if (!status && base::isCancelled(status.error())) board.update(markCancelled);
    (void)facts.saveSeconds(board.copy().seconds);
    if (!status) return tl::make_unexpected(status.error());

    board.update(markFinished);
    auto done = std::make_shared<const RunResult>(board.copy());
    for (const EngineResult& engine : done->engines)
        if (engine.state == EngineState::Ready) board.tell(engine.id, Stage::Done, 1, 1);
    const auto ready = [](const EngineResult& engine) { return engine.state == EngineState::Ready; };
    if (!done->engines.empty() && std::none_of(done->engines.begin(), done->engines.end(), ready) &&
        done->engines.front().error)
        return tl::make_unexpected(*done->engines.front().error);
    PWB_CHECK(report::writeAll(*done, base::Words::of(plan.language), plan.runFolder));
    PWB_CHECK(facts.saveFinished(true));
    return done;
}

Result<std::vector<EngineResult>> buildEngines(const RunPlan& wanted, const Observer& observer,
                                               std::stop_token stop) {
    RunPlan engines = wanted;
    engines.plainInt8 = false;  // a reference is for reports, and nobody should deploy it
    PWB_TRY(const auto opened, openFolder(engines, false, false, stop));
    Board board(observer, startDocument(opened.plan, opened.inputs, opened.environment));
    board.expectMeasuring(false);
    PWB_CHECK(takeSteps({opened.plan, opened.inputs, board, nullptr, stop}, {Step::Build, Step::MaxDrop}));
    for (const EngineResult& engine : board.copy().engines)
        if (engine.state == EngineState::Built) board.tell(engine.id, Stage::Done, 1, 1);
    return board.copy().engines;
}

}  // namespace pwb::run
