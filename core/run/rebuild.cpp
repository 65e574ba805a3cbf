// SPDX-License-Identifier: GPL-3.0-or-later
// Working on a run that is finished: its INT8 engine anew, its layers.
#include <algorithm>

#include "core/base/try.h"
#include "core/base/words.h"
#include "core/report/writers.h"
#include "core/run/inputs/identity.h"
#include "core/run/pipeline.h"
#include "core/run/plan/serialize.h"
#include "core/run/run_start.h"
#include "core/run/stages/int8_options.h"
#include "core/run/stages/layers_stage.h"
#include "core/run/stages/stages.h"

namespace pwb::run {
namespace fs = std::filesystem;
namespace {

using base::Result;
using base::Status;
using result::EngineResult;
using result::EngineState;
using result::RunResult;
using Shared = std::shared_ptr<const RunResult>;

const base::EngineId kEngine = base::Precision::Int8;

/// A finished run, open for changes.
struct Reopened {
    RunPlan plan;
    RunInputs inputs;
    FolderLock lock;
    RunStore store;
    Shared document;
};

bool answered(const RunResult& document) {
    return std::any_of(document.engines.begin(), document.engines.end(),
                       [](const EngineResult& engine) { return engine.predictions || engine.detections; });
}

/// `needData`: else it is read where the run has read it.
Result<Reopened> reopen(const fs::path& runFolder, bool needData) {
    PWB_TRY(auto document, openRun(runFolder));
    PWB_TRY(auto lock, FolderLock::take(runFolder));
    PWB_TRY(auto store, RunStore::openForWriting(runFolder));
    PWB_TRY(const auto text, store.get("plan"));
    PWB_TRY(auto plan, planFromJson(text.value_or("")));
    plan.runFolder = runFolder;
    PWB_TRY(auto inputs, readInputs(plan, needData || answered(*document)));
    PWB_TRY(const auto before, store.get("identity"));
    const auto known = nlohmann::json::parse(before.value_or("{}"), nullptr, false);
    if (const std::string differs = firstDifference(known, identityOf(plan, inputs)); !differs.empty())
        return base::badInput(runFolder.string(), "run.resume_mismatch", {{"what", differs}});
    return Reopened{std::move(plan), std::move(inputs), std::move(lock), std::move(store),
                    std::move(document)};
}

/// What INT8 was before, to be put back if the new one does not come about.
class Before {
public:
    /// Takes INT8 out of the store and its files aside.
    static Result<Before> setAside(RunStore& store, const EngineResult& int8) {
        Before before(store);
        PWB_TRY(auto parts, store.parts());
        before.m_parts = std::move(parts[kEngine.key()]);
        PWB_TRY(auto batches, store.batches(kEngine));
        before.m_batches = std::move(batches);
        for (const char* key : {"mixed", "layers"}) {
            PWB_TRY(auto fact, store.get(key));
            if (fact) before.m_facts[key] = *fact;
        }
        if (int8.built) before.m_file = int8.built->file;
        PWB_CHECK(before.removeNow());
        return before;
    }

    /// Undoes everything since.
    [[nodiscard]] Status restore() {
        Status status = m_store->dropEngine(kEngine);
        if (status) status = m_store->drop("mixed");
        for (const auto& [part, json] : m_parts)
            if (status) status = m_store->putPart(kEngine, part, json);
        for (std::size_t i = 0; i < m_batches.size() && status; ++i)
            status = m_store->putBatch(static_cast<std::int64_t>(i), {{kEngine, m_batches[i]}}, {});
        for (const auto& [key, json] : m_facts)
            if (status) status = m_store->put(key, json);
        move(aside, {});
        return status;
    }
    void forget() {
        std::error_code ignored;
        for (const char* suffix : {"", ".data"}) fs::remove(aside(m_file).string() + suffix, ignored);
    }

private:
    explicit Before(RunStore& store) : m_store(&store) {}

    Status removeNow() {
        Status status = m_store->dropEngine(kEngine);
        if (status) status = m_store->drop("mixed");
        move({}, aside);
        return status;
    }

    /// Hidden beside the engine, under a name that no engine has.
    static fs::path aside(const fs::path& file) {
        return file.parent_path() / ("." + file.filename().string() + ".previous");
    }

    using Place = std::function<fs::path(const fs::path&)>;
    void move(const Place& from, const Place& to) const {
        if (m_file.empty()) return;
        const fs::path source = from ? from(m_file) : m_file, target = to ? to(m_file) : m_file;
        std::error_code ignored;
        for (const char* suffix : {"", ".data"})
            fs::rename(source.string() + suffix, target.string() + suffix, ignored);
    }

    RunStore* m_store;
    std::map<std::string, std::string> m_parts, m_facts;
    std::vector<StoredBatch> m_batches;
    fs::path m_file;
};

/// The document without what is to be made anew.
RunResult withoutInt8(const RunResult& document) {
    RunResult start = document;
    start.finished = false;
    if (EngineResult* engine = start.engine(kEngine)) {
        *engine = {};
        engine->id = kEngine;
    }
    std::erase_if(start.comparisons,
                  [](const compare::Comparison& comparison) { return comparison.candidate == kEngine; });
    return start;
}

Status remake(const StageContext& context, bool measured, bool profiled) {
    Status status = buildStage(context);
    if (status) status = mixedStage(context);
    if (status) status = evaluateStage(context);
    if (status) context.board.update([](RunResult& document) { concludeRun(document); });
    if (status && measured) status = measureStage(context);
    if (status && profiled) status = layersStage(context, false);
    if (!status) return status;
    const RunResult now = context.board.copy();
    const EngineResult* int8 = now.engine(kEngine);
    if (int8 && int8->error) return tl::make_unexpected(*int8->error);
    return {};
}

/// Ends a change: everything in the document and in the reports.
Result<Shared> conclude(const StageContext& context, bool wasFinished) {
    context.board.update([wasFinished](RunResult& now) {
        concludeRun(now);
        for (EngineResult& engine : now.engines)
            if (engine.state == EngineState::Evaluated) engine.state = EngineState::Ready;
        now.finished = wasFinished;
    });
    auto done = std::make_shared<const RunResult>(context.board.copy());
    if (auto written =
            report::writeAll(*done, base::Words::of(context.plan.language), context.plan.runFolder);
        !written)
        return tl::make_unexpected(written.error());
    for (const EngineResult& engine : done->engines)
        if (engine.built) context.board.tell(engine.id, Stage::Done, 1, 1);
    return done;
}

/// Only INT8 and its neighbours in a new run: built, not judged.
Result<Shared> buildForProfile(const Opened& opened, bool withSensitivity, const Observer& observer,
                               const std::stop_token& stop) {
    RunResult document = startDocument(opened.plan, opened.inputs, opened.environment);
    PWB_TRY(const auto kept, keepPrevious(opened.plan.runFolder));
    if (kept) document.data.warnings.push_back(*kept);
    PWB_TRY(auto store, RunStore::openForWriting(opened.plan.runFolder));
    PWB_CHECK(storeStart(store, opened.plan, opened.inputs, document));
    Board board(observer, std::move(document));
    board.expectMeasuring(false);
    const StageContext context{opened.plan, opened.inputs, board, &store, stop};
    Status status = buildStage(context);
    if (status) status = mixedStage(context);
    if (status) status = layersStage(context, withSensitivity);
    if (status) status = storeFact(store, "seconds", board.copy().seconds);
    if (status) status = storeFact(store, "finished", true);
    if (!status) return tl::make_unexpected(status.error());
    const RunResult now = board.copy();
    if (std::none_of(now.engines.begin(), now.engines.end(),
                     [](const auto& engine) { return engine.built; }) &&
        !now.engines.empty() && now.engines.front().error)
        return tl::make_unexpected(*now.engines.front().error);
    return conclude(context, true);
}

}  // namespace

Result<Shared> buildAndProfile(const RunPlan& plan, bool withSensitivity, const Observer& observer,
                               std::stop_token stop) {
    PWB_TRY(const auto opened, openFolder(plan, false, false, stop));
    return buildForProfile(opened, withSensitivity, observer, stop);
}

Result<Shared> rebuildInt8(const fs::path& runFolder, const std::vector<std::string>& keepFloat,
                           const Observer& observer, std::stop_token stop) {
    auto run = reopen(runFolder, true);
    if (!run) return tl::make_unexpected(run.error());
    const EngineResult* int8 = run->document->engine(kEngine);
    if (!int8) return base::badInput(runFolder.string(), "run.no_int8");
    run->plan.keepFloat = keepFloat;
    PWB_CHECK(checkInt8Wishes(run->plan, run->inputs));
    const bool measured = run->plan.measure, profiled = run->document->layers != nullptr;
    PWB_TRY(auto before, Before::setAside(run->store, *int8));

    Board board(observer, withoutInt8(*run->document));
    board.expectMeasuring(measured);
    board.update([](RunResult&) {});
    const StageContext context{run->plan, run->inputs, board, &run->store, stop};
    Status status = remake(context, measured, profiled);
    if (status) status = run->store.put("plan", toJson(run->plan));
    if (status) status = run->store.put("identity", identityOf(run->plan, run->inputs).dump());
    if (!status) {
        PWB_CHECK(before.restore());
        return tl::make_unexpected(status.error());
    }
    before.forget();
    return conclude(context, run->document->finished);
}

Result<Shared> profileLayers(const fs::path& runFolder, bool withSensitivity, const Observer& observer,
                             std::stop_token stop) {
    auto run = reopen(runFolder, false);
    if (!run) return tl::make_unexpected(run.error());
    const auto& engines = run->document->engines;
    if (std::none_of(engines.begin(), engines.end(), [](const auto& engine) { return engine.built; }))
        return base::badInput(runFolder.string(), "run.no_engines");
    Board board(observer, *run->document);
    const StageContext context{run->plan, run->inputs, board, &run->store, stop};
    PWB_CHECK(layersStage(context, withSensitivity));
    return conclude(context, run->document->finished);
}

}  // namespace pwb::run
