// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/rebuild.h"

#include <algorithm>

#include "core/base/try.h"
#include "core/run/inputs/identity.h"
#include "core/run/opening/finished_run.h"
#include "core/run/stages/int8_options.h"
#include "core/run/stages/steps.h"
#include "core/run/store/run_facts.h"
#include "core/run/store/set_aside.h"

namespace pwb::run {
namespace {

using base::Result;
using base::Status;
using result::EngineResult;
using result::RunResult;

const base::EngineId kRebuilt = base::Precision::Int8;

/// The document without what is to be made anew.
RunResult withoutInt8(const RunResult& document) {
    RunResult start = document;
    start.finished = false;
    if (EngineResult* engine = start.engine(kRebuilt)) {
        *engine = {};
        engine->id = kRebuilt;
    }
    std::erase_if(start.comparisons,
                  [](const compare::Comparison& comparison) { return comparison.candidate == kRebuilt; });
    return start;
}

/// Makes INT8 as the run made it; `profiled`: whether its layers were.
Status remake(const StageContext& context, bool profiled) {
    PWB_CHECK(takeSteps(context, {Step::Build, Step::MaxDrop, Step::Evaluate, Step::Decide}));
    if (context.plan.measure) PWB_CHECK(takeSteps(context, {Step::Measure}));
    if (profiled) PWB_CHECK(takeSteps(context, {Step::Layers}));
    const RunResult now = context.board.copy();
    const EngineResult* int8 = now.engine(kRebuilt);
    if (int8 && int8->error) return tl::make_unexpected(*int8->error);
    RunFacts facts(*context.store);
    PWB_CHECK(facts.savePlan(context.plan));
    return facts.saveIdentity(identityOf(context.plan, context.inputs));
}

}  // namespace

Result<std::shared_ptr<const RunResult>> rebuildInt8(const std::filesystem::path& runFolder,
                                                     const std::vector<std::string>& keepFloat,
                                                     const Observer& observer, std::stop_token stop) {
    PWB_TRY(auto run, FinishedRun::open(runFolder, true));
    const EngineResult* int8 = run.document->engine(kRebuilt);
    if (!int8) return base::badInput(runFolder.string(), "run.no_int8");
    run.plan.keepFloat = keepFloat;
    PWB_CHECK(checkInt8Wishes(run.plan, run.inputs));
    PWB_TRY(auto aside,
            SetAside::take(run.store, kRebuilt, int8->built ? int8->built->file : std::filesystem::path()));

    Board board(observer, withoutInt8(*run.document));
    board.expectMeasuring(run.plan.measure);
    board.update([](RunResult&) {});
    const StageContext context{run.plan, run.inputs, board, &run.store, stop};
    if (const Status made = remake(context, run.document->layers != nullptr); !made) {
        PWB_CHECK(aside.putBack());
        return tl::make_unexpected(made.error());
    }
    aside.forget();
    return concludeChange(context, run.document->finished);
}

}  // namespace pwb::run
