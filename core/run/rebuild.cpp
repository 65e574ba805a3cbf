// SPDX-License-Identifier: GPL-3.0-or-later
// Working on a run that is finished: its INT8 engine anew, its layers.
#include <algorithm>

#include "core/base/words.h"
#include "core/report/writers.h"
#include "core/run/identity.h"
#include "core/run/int8_options.h"
#include "core/run/layers_stage.h"
#include "core/run/pipeline.h"
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
using Shared = std::shared_ptr<const ReportDocument>;

constexpr const char* kEngine = "int8";

/// A finished run, open for changes.
struct Reopened {
    RunPlan plan;
    RunInputs inputs;
    FolderLock lock;
    RunStore store;
    Shared document;
};

bool answered(const ReportDocument& document) {
    return std::any_of(document.engines.begin(), document.engines.end(),
                       [](const EngineResult& engine) { return engine.predictions || engine.detections; });
}

/// `needData`: else it is read where the run has read it.
Result<Reopened> reopen(const fs::path& runFolder, bool needData) {
    auto document = openRun(runFolder);
    if (!document) return tl::make_unexpected(document.error());
    auto lock = FolderLock::take(runFolder);
    if (!lock) return tl::make_unexpected(lock.error());
    auto store = RunStore::openForWriting(runFolder);
    if (!store) return tl::make_unexpected(store.error());
    const auto text = store->get("plan");
    if (!text) return tl::make_unexpected(text.error());
    auto plan = planFromJson(text->value_or(""));
    if (!plan) return tl::make_unexpected(plan.error());
    plan->runFolder = runFolder;
    auto inputs = readInputs(*plan, needData || answered(**document));
    if (!inputs) return tl::make_unexpected(inputs.error());
    const auto before = store->get("identity");
    if (!before) return tl::make_unexpected(before.error());
    const auto known = nlohmann::json::parse(before->value_or("{}"), nullptr, false);
    if (const std::string differs = firstDifference(known, identityOf(*plan, *inputs)); !differs.empty())
        return base::badInput(runFolder.string(), "run.resume_mismatch", {{"what", differs}});
    return Reopened{std::move(*plan), std::move(*inputs), std::move(*lock), std::move(*store),
                    std::move(*document)};
}

/// What INT8 was before, to be put back if the new one does not come about.
class Before {
public:
    /// Takes INT8 out of the store and its files aside.
    static Result<Before> setAside(RunStore& store, const EngineResult& int8) {
        Before before(store);
        auto parts = store.parts();
        if (!parts) return tl::make_unexpected(parts.error());
        before.m_parts = std::move((*parts)[kEngine]);
        auto batches = store.batches(kEngine);
        if (!batches) return tl::make_unexpected(batches.error());
        before.m_batches = std::move(*batches);
        for (const char* key : {"mixed", "layers"}) {
            auto fact = store.get(key);
            if (!fact) return tl::make_unexpected(fact.error());
            if (*fact) before.m_facts[key] = **fact;
        }
        if (int8.built) before.m_file = int8.built->file;
        if (auto status = before.removeNow(); !status) return tl::make_unexpected(status.error());
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
ReportDocument withoutInt8(const ReportDocument& document) {
    ReportDocument start = document;
    start.finished = false;
    for (EngineResult& engine : start.engines)
        if (engine.id() == kEngine) {
            engine = {};
            engine.precision = base::Precision::Int8;
        }
    std::erase_if(start.comparisons,
                  [](const compare::Comparison& comparison) { return comparison.candidate == kEngine; });
    return start;
}

Status remake(const StageContext& context, bool measured, bool profiled) {
    Status status = buildStage(context);
    if (status) status = mixedStage(context);
    if (status) status = evaluateStage(context);
    if (status) context.board.update([](ReportDocument& document) { concludeRun(document); });
    if (status && measured) status = measureStage(context);
    if (status && profiled) status = layersStage(context, false);
    if (!status) return status;
    const ReportDocument now = context.board.copy();
    const EngineResult* int8 = now.engine(kEngine);
    if (int8 && int8->error) return tl::make_unexpected(*int8->error);
    return {};
}

/// Ends a change: everything in the document and in the reports.
Result<Shared> conclude(const StageContext& context, bool wasFinished) {
    context.board.update([wasFinished](ReportDocument& now) {
        concludeRun(now);
        for (EngineResult& engine : now.engines)
            if (engine.state == EngineState::Evaluated) engine.state = EngineState::Ready;
        now.finished = wasFinished;
    });
    auto done = std::make_shared<const ReportDocument>(context.board.copy());
    if (auto written =
            report::writeAll(*done, base::Words::of(context.plan.language), context.plan.runFolder);
        !written)
        return tl::make_unexpected(written.error());
    for (const EngineResult& engine : done->engines)
        if (engine.built) context.board.tell(engine.id(), Stage::Done, 1, 1);
    return done;
}

/// Only INT8 and its neighbours in a new run: built, not judged.
Result<Shared> buildForProfile(const Opened& opened, bool withSensitivity, const Observer& observer,
                               const std::stop_token& stop) {
    ReportDocument document = startDocument(opened.plan, opened.inputs, opened.environment);
    const auto kept = keepPrevious(opened.plan.runFolder);
    if (!kept) return tl::make_unexpected(kept.error());
    if (*kept) document.data.warnings.push_back(**kept);
    auto store = RunStore::openForWriting(opened.plan.runFolder);
    if (!store) return tl::make_unexpected(store.error());
    if (auto status = storeStart(*store, opened.plan, opened.inputs, document); !status)
        return tl::make_unexpected(status.error());
    Board board(observer, std::move(document));
    board.expectMeasuring(false);
    const StageContext context{opened.plan, opened.inputs, board, &*store, stop};
    Status status = buildStage(context);
    if (status) status = mixedStage(context);
    if (status) status = layersStage(context, withSensitivity);
    if (status) status = storeFact(*store, "seconds", board.copy().seconds);
    if (status) status = storeFact(*store, "finished", true);
    if (!status) return tl::make_unexpected(status.error());
    const ReportDocument now = board.copy();
    if (std::none_of(now.engines.begin(), now.engines.end(),
                     [](const auto& engine) { return engine.built; }) &&
        !now.engines.empty() && now.engines.front().error)
        return tl::make_unexpected(*now.engines.front().error);
    return conclude(context, true);
}

}  // namespace

Result<Shared> buildAndProfile(const RunPlan& plan, bool withSensitivity, const Observer& observer,
                               std::stop_token stop) {
    const auto opened = openFolder(plan, false, false, stop);
    if (!opened) return tl::make_unexpected(opened.error());
    return buildForProfile(*opened, withSensitivity, observer, stop);
}

Result<Shared> rebuildInt8(const fs::path& runFolder, const std::vector<std::string>& keepFloat,
                           const Observer& observer, std::stop_token stop) {
    auto run = reopen(runFolder, true);
    if (!run) return tl::make_unexpected(run.error());
    const EngineResult* int8 = run->document->engine(kEngine);
    if (!int8) return base::badInput(runFolder.string(), "run.no_int8");
    run->plan.keepFloat = keepFloat;
    if (auto known = checkInt8Wishes(run->plan, run->inputs); !known)
        return tl::make_unexpected(known.error());
    const bool measured = run->plan.measure, profiled = run->document->layers != nullptr;
    auto before = Before::setAside(run->store, *int8);
    if (!before) return tl::make_unexpected(before.error());

    Board board(observer, withoutInt8(*run->document));
    board.expectMeasuring(measured);
    board.update([](ReportDocument&) {});
    const StageContext context{run->plan, run->inputs, board, &run->store, stop};
    Status status = remake(context, measured, profiled);
    if (status) status = run->store.put("plan", toJson(run->plan));
    if (status) status = run->store.put("identity", identityOf(run->plan, run->inputs).dump());
    if (!status) {
        if (auto restored = before->restore(); !restored) return tl::make_unexpected(restored.error());
        return tl::make_unexpected(status.error());
    }
    before->forget();
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
    if (auto status = layersStage(context, withSensitivity); !status)
        return tl::make_unexpected(status.error());
    return conclude(context, run->document->finished);
}

}  // namespace pwb::run
