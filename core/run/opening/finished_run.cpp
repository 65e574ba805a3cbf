// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/opening/finished_run.h"

#include <algorithm>

#include "core/base/try.h"
#include "core/base/words.h"
#include "core/report/writers.h"
#include "core/run/inputs/identity.h"
#include "core/run/open_run.h"
#include "core/run/store/run_facts.h"

namespace pwb::run {

using result::EngineResult;
using result::EngineState;
using result::RunResult;

base::Result<FinishedRun> FinishedRun::open(const std::filesystem::path& runFolder, bool needData) {
    PWB_TRY(auto document, openRun(runFolder));
    PWB_TRY(auto lock, FolderLock::take(runFolder));
    PWB_TRY(auto store, RunStore::openForWriting(runFolder));
    const RunFacts facts(store);
    PWB_TRY(auto plan, facts.plan());
    plan.runFolder = runFolder;
    const bool answered =
        std::any_of(document->engines.begin(), document->engines.end(),
                    [](const EngineResult& engine) { return engine.predictions || engine.detections; });
    PWB_TRY(auto inputs, readInputs(plan, needData || answered));
    PWB_TRY(const auto differs, facts.differenceFrom(identityOf(plan, inputs)));
    if (!differs.empty())
        return base::badInput(runFolder.string(), "run.resume_mismatch", {{"what", differs}});
    return FinishedRun{std::move(plan), std::move(inputs), std::move(lock), std::move(store),
                       std::move(document)};
}

base::Result<std::shared_ptr<const RunResult>> concludeChange(const StageContext& context, bool finished) {
    context.board.update([finished](RunResult& now) {
        compareAndDecide(now);
        for (EngineResult& engine : now.engines)
            if (engine.state == EngineState::Evaluated) engine.state = EngineState::Ready;
        now.finished = finished;
    });
    auto done = std::make_shared<const RunResult>(context.board.copy());
    PWB_CHECK(report::writeAll(*done, base::Words::of(context.plan.language), context.plan.runFolder));
    for (const EngineResult& engine : done->engines)
        if (engine.built) context.board.tell(engine.id, Stage::Done, 1, 1);
    return done;
}

}  // namespace pwb::run
