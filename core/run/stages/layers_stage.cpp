// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/stages/layers_stage.h"

#include <unistd.h>

#include <algorithm>
#include <cmath>

#include "core/base/format.h"
#include "core/base/number.h"
#include "core/base/try.h"
#include "core/measure/layer_times.h"
#include "core/run/plan/serialize.h"
#include "core/run/stages/int8_options.h"
#include "core/run/stages/trial_metric.h"
#include "core/runtime/child.h"

namespace pwb::quantize {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerTrial, sqnr, metric, milliseconds)
}  // namespace pwb::quantize

namespace pwb::run {
namespace fs = std::filesystem;
namespace {

using result::EngineResult;
using result::EngineState;

/// A folder of its own for what a profile leaves behind; gone with this object.
class Scratch {
public:
    Scratch(const fs::path& parent, const std::string& name)
        : m_path(parent / ("." + name + "." + std::to_string(::getpid()) + ".part")) {
        std::error_code ignored;
        fs::create_directories(m_path, ignored);
    }
    ~Scratch() {
        std::error_code ignored;
        fs::remove_all(m_path, ignored);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    [[nodiscard]] const fs::path& path() const { return m_path; }

private:
    fs::path m_path;
};

/// Trials are small and many: one fact each, so that a killed search keeps all it has done.
quantize::TrialMemory memoryIn(RunStore* store) {
    if (!store) return {};
    const auto keyOf = [](const std::string& key) { return "trial/" + key; };
    quantize::TrialMemory memory;
    memory.find = [store, keyOf](const std::string& key) -> std::optional<quantize::LayerTrial> {
        const auto found = store->get(keyOf(key));
        if (!found || !*found) return std::nullopt;
        const auto json = nlohmann::json::parse(**found, nullptr, false);
        if (json.is_discarded()) return std::nullopt;
        return json.get<quantize::LayerTrial>();
    };
    memory.keep = [store, keyOf](const std::string& key, const quantize::LayerTrial& trial) {
        // A trial that could not be kept is only tried again.
        (void)store->put(keyOf(key), nlohmann::json(trial).dump());
    };
    return memory;
}

/// Providers that hand the whole model to a compiler show one operator instead of layers.
bool compilesWhole(const std::string& provider) {
    return provider != "cpu" && provider != "cuda";
}

base::Message sumNote(const std::string& engine, const quantize::LayerTotals& totals) {
    const double more =
        totals.p50Milliseconds > 0 ? 100 * (totals.sumMilliseconds / totals.p50Milliseconds - 1) : 0;
    return {"quantize.profile_sum",
            {{"engine", engine},
             {"sum", base::millisecondsText(totals.sumMilliseconds)},
             {"p50", base::millisecondsText(totals.p50Milliseconds)},
             {"percent", base::number(more, 0)}}};
}

base::Status profileOne(const StageContext& context, quantize::LayerStudy& study,
                        const EngineResult& engine) {
    const Scratch scratch(engine.built->file.parent_path(), "layers-" + engine.id.key());
    measure::MeasureOptions options;
    options.threads = context.plan.threads;
    options.provider = context.plan.provider;
    options.workerProgram = runtime::workerProgram();
    options.sampleShape = sampleShape(context.inputs);
    const auto times =
        measure::timeKernels({engine.id.key(), engine.built->file}, options, scratch.path(), context.stop);
    if (!times) return tl::make_unexpected(times.error());
    quantize::EngineProfile profile;
    profile.p50Milliseconds = times->p50Milliseconds;
    profile.runs = times->runs;
    for (const measure::KernelTime& kernel : times->kernels)
        profile.kernels.push_back({kernel.node, kernel.op, kernel.provider, kernel.milliseconds});
    return study.addEngine(engine.id.key(), measure::optimizedGraph(scratch.path()), profile);
}

/// What the INT8 engine leaves float by now.
std::vector<std::string> leftFloatBy(const EngineResult* int8) {
    std::vector<std::string> names;
    if (int8 && int8->built)
        for (const quantize::KeptLayer& kept : int8->built->kept) names.push_back(kept.layer);
    return names;
}

std::vector<EngineResult> builtEngines(const result::RunResult& document) {
    std::vector<EngineResult> engines;
    for (const EngineResult& engine : document.engines)
        if (engine.built && engine.state != EngineState::Failed) engines.push_back(engine);
    return engines;
}

base::Result<quantize::LayerReport> studyLayers(const StageContext& context, bool withSensitivity) {
    const result::RunResult before = context.board.copy();
    PWB_TRY(auto study, openStudy(context, leftFloatBy(before.engine(base::Precision::Int8)), Stage::Profiling));
    PWB_CHECK(profileEngines(context, study, builtEngines(before)));
    if (const EngineResult* int8 = before.engine(base::Precision::Int8); int8 && int8->built)
        study.explainFloat(*int8->built);
    if (withSensitivity && study.canQuantize()) {
        const auto telling = [&](double done, double total) {
            context.board.tell(base::Precision::Int8, Stage::Profiling, done, total);
        };
        PWB_CHECK(study.measureSensitivity({}, telling, context.stop));
    }
    return study.report();
}

}  // namespace

std::shared_ptr<const quantize::LayerReport> storedLayers(const RunStore& store) {
    const auto stored = store.get("layers");
    if (!stored || !*stored) return nullptr;
    return std::make_shared<const quantize::LayerReport>(
        nlohmann::json::parse(**stored).get<quantize::LayerReport>());
}

base::Result<quantize::LayerStudy> openStudy(const StageContext& context,
                                             const std::vector<std::string>& leftFloat, Stage stage) {
    quantize::Int8Options options = int8Options(context.plan, context.inputs, context.stop);
    options.keepFloat = leftFloat;
    const auto skipped = std::make_shared<std::vector<dataset::SkippedSample>>();
    quantize::CalibrationSource source;
    const auto& precisions = context.plan.precisions;
    if (std::find(precisions.begin(), precisions.end(), base::Precision::Int8) != precisions.end())
        source = calibrationSource(context.inputs, context.plan.calibrationBatch, context.stop, skipped);
    const auto telling = [&](double done, double total) { context.board.tell(base::Precision::Int8, stage, done, total); };
    return quantize::LayerStudy::open(buildContext(context.plan), options, source, memoryIn(context.store),
                                      source.samples > 0 ? base::ProgressSink(telling) : nullptr,
                                      context.stop);
}

base::Status profileEngines(const StageContext& context, quantize::LayerStudy& study,
                            const std::vector<EngineResult>& engines) {
    if (compilesWhole(context.plan.provider)) {
        for (const EngineResult& engine : engines)
            study.note({"quantize.layers_one_kernel",
                        {{"engine", engine.id.key()}, {"provider", context.plan.provider}}});
        return {};
    }
    for (const EngineResult& engine : engines) {
        context.board.tell(engine.id, Stage::Profiling, 0, 1);
        const auto status = profileOne(context, study, engine);
        if (!status && (base::isCancelled(status.error()) || context.stop.stop_requested()))
            return base::cancelled();
        if (!status) {
            study.note({"quantize.layers_failed",
                        {{"engine", engine.id.key()}, {"detail", status.error().message.code}}});
            continue;
        }
        study.note(sumNote(engine.id.key(), study.report().totals.at(engine.id.key())));
        context.board.tell(engine.id, Stage::Profiling, 1, 1);
    }
    return {};
}

base::Status layersStage(const StageContext& context, bool withSensitivity) {
    auto found = studyLayers(context, withSensitivity);
    if (!found && context.stop.stop_requested()) return base::cancelled();
    if (!found) return tl::make_unexpected(found.error());
    quantize::LayerReport layers = std::move(*found);
    if (context.store) {
        PWB_TRY(const auto search, context.store->get("mixed"));
        if (search) layers.search = nlohmann::json::parse(*search).get<quantize::MixedSearch>();
        PWB_CHECK(context.store->put("layers", nlohmann::json(layers).dump()));
    }
    context.board.update([&](result::RunResult& document) {
        document.layers = std::make_shared<const quantize::LayerReport>(std::move(layers));
    });
    return {};
}

}  // namespace pwb::run
