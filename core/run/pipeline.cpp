// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/pipeline.h"

#include <algorithm>
#include <array>
#include <ctime>

#include "core/base/files.h"
#include "core/base/words.h"
#include "core/report/writers.h"
#include "core/run/reopen.h"
#include "core/run/run_folder.h"
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

std::string nowUtc() {
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    gmtime_r(&now, &utc);
    std::array<char, 32> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &utc);
    return text.data();
}

ReportDocument startDocument(const RunPlan& plan, const RunInputs& inputs,
                             const runtime::Environment& environment) {
    ReportDocument document;
    document.name = plan.runFolder.filename().string();
    document.runFolder = plan.runFolder;
    document.startedAt = nowUtc();
    document.model = inputs.model;
    if (plan.task != model::Task::Unknown) document.model.task = plan.task;
    document.environment = environment;
    document.requirements = plan.requirements;
    document.manifest = std::make_shared<const dataset::Manifest>(inputs.data);
    report::DataSummary& data = document.data;
    data.path = plan.data;
    data.samples = static_cast<std::int64_t>(inputs.data.samples.size());
    data.classes = inputs.data.classes;
    data.calibrationPath = plan.calibration.empty() ? plan.data : plan.calibration;
    data.calibrationSamples = static_cast<int>(inputs.calibration.samples.size());
    data.calibrationPerClass = inputs.calibration.samplesPerClass();
    data.preprocess = inputs.preprocess;
    data.warnings = inputs.warnings;
    for (const base::Precision precision : plan.precisions)
        document.engines.emplace_back().precision = precision;
    return document;
}

/// What must be the same for stored parts to belong to this run.
nlohmann::json identity(const RunPlan& plan, const RunInputs& inputs) {
    std::string samples;
    for (const dataset::Sample& sample : inputs.data.samples)
        samples += sample.path.string() + "\t" + std::to_string(sample.label) + "\n";
    for (const dataset::Sample& sample : inputs.calibration.samples) samples += sample.path.string() + "\n";
    return {{"model", inputs.model.sha256},
            {"samples", base::sha256(samples)},
            {"preprocess", inputs.preprocess},
            {"batch", plan.batch},
            {"calibrator", quantize::calibratorId(plan.calibrator)},
            {"provider", plan.provider},
            {"threads", plan.threads},
            {"seed", plan.seed},
            {"batches", plan.batches},
            {"streams", plan.streams},
            {"runs", plan.runs}};
}

std::string firstDifference(const nlohmann::json& before, const nlohmann::json& now) {
    for (const auto& [key, value] : now.items())
        if (before.value(key, nlohmann::json()) != value) return key;
    return "";
}

template <class T>
Status storeFact(RunStore& store, const char* key, const T& value) {
    return store.put(key, nlohmann::json(value).dump());
}

Status storeStart(RunStore& store, const RunPlan& plan, const RunInputs& inputs,
                  const ReportDocument& document) {
    Status status = store.put("plan", toJson(plan));
    if (status) status = storeFact(store, "identity", identity(plan, inputs));
    if (status) status = storeFact(store, "started_at", document.startedAt);
    if (status) status = storeFact(store, "model", document.model);
    if (status) status = storeFact(store, "data", document.data);
    if (status) status = storeFact(store, "environment", document.environment);
    if (status) status = storeFact(store, "finished", false);
    if (status) status = store.putSamples(inputs.data);
    return status;
}

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
        const std::string differs = firstDifference(nlohmann::json::parse(**before), identity(plan, inputs));
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
    if (auto status = evaluateStage(context); !status) return status;
    context.board.update([](ReportDocument& document) { concludeRun(document); });
    if (context.plan.measure)
        if (auto status = measureStage(context); !status) return status;
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

fs::path workerProgram() {
    if (const char* given = std::getenv("PWB_WORKER")) return given;
    std::error_code code;
    const fs::path beside = fs::read_symlink("/proc/self/exe", code).parent_path() / "pwb";
    return fs::is_regular_file(beside, code) ? beside : fs::path("pwb");
}

Result<std::shared_ptr<const ReportDocument>> execute(const RunPlan& plan, bool resume,
                                                      const Observer& observer, std::stop_token stop) {
    auto inputs = readInputs(plan);
    if (!inputs) return tl::make_unexpected(inputs.error());
    const auto environment = runtime::describeEnvironment(plan.provider, plan.threads);
    if (!environment) return tl::make_unexpected(environment.error());
    if (auto status = base::ensureWritableFolder(plan.runFolder / "engines"); !status)
        return tl::make_unexpected(status.error());
    const auto lock = FolderLock::take(plan.runFolder);
    if (!lock) return tl::make_unexpected(lock.error());

    ReportDocument document = startDocument(plan, *inputs, *environment);
    if (!resume) {
        const auto kept = keepPrevious(plan.runFolder);
        if (!kept) return tl::make_unexpected(kept.error());
        if (*kept) document.data.warnings.push_back(**kept);
        if (auto status = base::ensureWritableFolder(plan.runFolder / "engines"); !status)
            return tl::make_unexpected(status.error());
    }
    auto store = RunStore::openForWriting(plan.runFolder);
    if (!store) return tl::make_unexpected(store.error());
    if (auto status = takeUp(*store, plan, *inputs, document); !status)
        return tl::make_unexpected(status.error());
    if (auto status = storeStart(*store, plan, *inputs, document); !status)
        return tl::make_unexpected(status.error());

    Board board(observer, std::move(document));
    board.expectMeasuring(plan.measure);
    board.update([](ReportDocument&) {});
    const StageContext context{plan, *inputs, board, &*store, stop};
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

Result<std::vector<EngineResult>> buildEngines(const RunPlan& plan, const Observer& observer,
                                               std::stop_token stop) {
    const auto inputs = readInputs(plan, false);
    if (!inputs) return tl::make_unexpected(inputs.error());
    const auto environment = runtime::describeEnvironment(plan.provider, plan.threads);
    if (!environment) return tl::make_unexpected(environment.error());
    if (auto status = base::ensureWritableFolder(plan.runFolder / "engines"); !status)
        return tl::make_unexpected(status.error());
    const auto lock = FolderLock::take(plan.runFolder);
    if (!lock) return tl::make_unexpected(lock.error());
    Board board(observer, startDocument(plan, *inputs, *environment));
    board.expectMeasuring(false);
    if (auto status = buildStage({plan, *inputs, board, nullptr, stop}); !status)
        return tl::make_unexpected(status.error());
    for (const EngineResult& engine : board.copy().engines)
        if (engine.state == EngineState::Built) board.tell(engine.id(), Stage::Done, 1, 1);
    return board.copy().engines;
}

}  // namespace pwb::run
