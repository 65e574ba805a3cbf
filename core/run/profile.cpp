// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/profile.h"

#include <algorithm>

#include "core/base/try.h"
#include "core/run/opening/finished_run.h"
#include "core/run/opening/run_start.h"
#include "core/run/stages/steps.h"
#include "core/run/store/run_facts.h"

namespace pwb::run {
namespace {

using base::Result;
using result::RunResult;

bool anyBuilt(const RunResult& document) {
    return std::any_of(document.engines.begin(), document.engines.end(),
                       [](const auto& engine) { return engine.built.has_value(); });
}

Step profileStep(bool withSensitivity) {
    return withSensitivity ? Step::Sensitivity : Step::Layers;
}

}  // namespace

Result<std::shared_ptr<const RunResult>> profileLayers(const std::filesystem::path& runFolder,
                                                       bool withSensitivity, const Observer& observer,
                                                       std::stop_token stop) {
    PWB_TRY(auto run, FinishedRun::open(runFolder, false));
    if (!anyBuilt(*run.document)) return base::badInput(runFolder.string(), "run.no_engines");
    Board board(observer, *run.document);
    const StageContext context{run.plan, run.inputs, board, &run.store, stop};
    PWB_CHECK(takeSteps(context, {profileStep(withSensitivity)}));
    return concludeChange(context, run.document->finished);
}

Result<std::shared_ptr<const RunResult>> buildAndProfile(const RunPlan& plan, bool withSensitivity,
                                                         const Observer& observer, std::stop_token stop) {
    PWB_TRY(const auto opened, openFolder(plan, false, false, stop));
    RunResult document = startDocument(opened.plan, opened.inputs, opened.environment);
    PWB_TRY(const auto kept, keepPrevious(opened.plan.runFolder));
    if (kept) document.data.warnings.push_back(*kept);
    PWB_TRY(auto store, RunStore::openForWriting(opened.plan.runFolder));
    PWB_CHECK(storeStart(store, opened.plan, opened.inputs, document));
    Board board(observer, std::move(document));
    board.expectMeasuring(false);
    const StageContext context{opened.plan, opened.inputs, board, &store, stop};
    PWB_CHECK(takeSteps(context, {Step::Build, Step::MaxDrop, profileStep(withSensitivity)}));
    RunFacts facts(store);
    PWB_CHECK(facts.saveSeconds(board.copy().seconds));
    PWB_CHECK(facts.saveFinished(true));
    const RunResult now = board.copy();
    if (!anyBuilt(now) && !now.engines.empty() && now.engines.front().error)
        return tl::make_unexpected(*now.engines.front().error);
    return concludeChange(context, true);
}

}  // namespace pwb::run
