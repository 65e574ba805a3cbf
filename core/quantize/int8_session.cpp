// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8_session.h"

#include <chrono>

#include "core/base/number.h"
#include "core/base/try.h"
#include "core/model/io.h"
#include "core/quantize/build.h"
#include "core/quantize/build_qat.h"
#include "core/quantize/graph/model_kind.h"
#include "core/quantize/int8/int8_workshop.h"
#include "core/quantize/int8/tensorrt_check.h"
#include "core/quantize/layers/slow_layers.h"
#include "core/quantize/trials/engine_file.h"
#include "core/quantize/trials/trial_run.h"

namespace pwb::quantize {
namespace {

using base::Result;
using FloatLayers = std::unordered_set<std::string>;  ///< node names

void warnAboutStatistics(const Statistics& statistics, BuiltEngine& built) {
    std::int64_t nonFinite = 0;
    std::string where;
    for (const auto& [tensor, known] : statistics) {
        nonFinite += known.histogram.nonFinite();
        if (known.histogram.nonFinite() > 0 && where.empty()) where = tensor;
    }
    built.calibrationNonFinite = nonFinite;
    if (nonFinite > 0)
        built.warnings.push_back(
            {"quantize.non_finite_activations", {{"count", std::to_string(nonFinite)}, {"tensor", where}}});
}

void warnAboutExecution(const Int8Plan& plan, BuiltEngine& built) {
    const auto& executed = built.executed;  // absent for a provider that shows no graph
    if (executed && executed->int8Conv < plan.convolutions)
        built.warnings.push_back({"quantize.conv_left_float",
                                  {{"planned", std::to_string(plan.convolutions)},
                                   {"executed", std::to_string(executed->int8Conv)}}});
    if (executed && executed->int8MatMul < plan.matmuls)
        built.warnings.push_back({"quantize.matmul_left_float",
                                  {{"planned", std::to_string(plan.matmuls)},
                                   {"executed", std::to_string(executed->int8MatMul)}}});
    if (!built.keptFloat.empty())
        built.warnings.push_back(
            {"quantize.kept_float",
             {{"count", std::to_string(built.keptFloat.size())}, {"first", built.keptFloat.front()}}});
}

/// What runs slower in INT8 than in FP32 is of no use here: the engine is the FP32 model, and says so.
Result<BuiltEngine> withoutInt8(const BuildContext& context, BuiltEngine built, const Placement& placed,
                                BuildStart start) {
    built.fallback = true;
    built.fallbackReason = {
        "quantize.int8_slower",
        {{"int8", base::number(placed.int8Ms, 3)}, {"fp32", base::number(placed.fp32Ms, 3)}}};
    built.file = enginePath(context, base::Precision::Int8, true);
    PWB_CHECK(copyEngine(context, built.file));
    measureFile(start, built);
    return built;
}

/// Calibrators as `auto` compared them where it was not by SQNR alone: "percentile 96.8, mse 96.6".
std::string agreements(const std::map<std::string, OutputQuality>& quality) {
    std::string text;
    for (const auto& [calibrator, one] : quality) {
        if (!one.agreement) return "";
        text += (text.empty() ? "" : ", ") + calibrator + " " + base::number(100 * *one.agreement, 1);
    }
    return text;
}

}  // namespace

struct Int8Session::State {
    BuildContext context;
    Int8Options options;
    base::ProgressSink progress;
    BuildStart start = std::chrono::steady_clock::now();
    bool half = false;       ///< the model's weights are
    bool quantized = false;  ///< the model is
    std::optional<Int8Workshop> workshop = {};

    /// What is known before anything is emitted.
    [[nodiscard]] BuiltEngine facts() const {
        BuiltEngine built;
        built.requested = base::Precision::Int8;
        built.calibrationSamples = workshop->samples();
        built.calibrationReused = workshop->calibration().reused;
        built.calibrationChanged = workshop->calibration().changed;
        built.warnings = workshop->calibration().warnings;
        if (half) built.warnings.push_back({"quantize.int8_widened"});
        warnAboutStatistics(workshop->statistics(), built);
        return built;
    }

    void tellChoice(BuiltEngine& built) const {
        built.calibrator =
            options.calibrationTable.empty() ? std::string(calibratorId(workshop->calibrator())) : "table";
        for (const auto& [calibrator, quality] : workshop->quality())
            built.sqnrByCalibrator[calibrator] = quality.sqnr;
        const std::string all = agreements(workshop->quality());
        if (workshop->quality().size() > 1 && !all.empty())
            built.warnings.push_back(
                {"quantize.chosen_by_agreement", {{"calibrator", built.calibrator}, {"all", all}}});
    }

    void tellKept(const FloatLayers& pinned, BuiltEngine& built) const {
        built.keptFloat = workshop->plan().keptFloat;
        built.kept = workshop->kept();
        for (const onnx::NodeProto& node : workshop->prepared().graph().node()) {
            if (!pinned.contains(node.name())) continue;
            std::erase_if(built.kept, [&](const KeptLayer& kept) { return kept.layer == node.name(); });
            built.kept.push_back({node.name(), node.op_type(), {"quantize.kept_pinned"}});
        }
        if (!workshop->kept().empty())
            built.warnings.push_back(
                {"quantize.kept_detector_total", {{"count", std::to_string(workshop->kept().size())}}});
    }

    [[nodiscard]] BuiltEngine described(const FloatLayers& pinned) const {
        BuiltEngine built = facts();
        tellChoice(built);
        tellKept(pinned, built);
        return built;
    }

    [[nodiscard]] Result<BuiltEngine> write(BuiltEngine built, const FloatLayers& floatLayers,
                                            BuildStart began) const {
        const base::Variant variant = int8Variant(context, options);
        PWB_TRY(auto model, workshop->emit(floatLayers));
        built.file = enginePath(context, base::Precision::Int8, false, variant);
        if (workshop->scheme() == Int8Scheme::TensorRt) PWB_CHECK(obeysTensorRt(model, built.file));
        PWB_CHECK(writeEngine(model, context, began, built));
        // What this runtime makes of a file for another provider says nothing about that one.
        if (variant == base::Variant::None) warnAboutExecution(workshop->planWithout(floatLayers), built);
        return built;
    }

    [[nodiscard]] tl::unexpected<base::Error> nothingToQuantize() const {
        return base::engineFailure(context.model.string(), "quantize.nothing_to_quantize");
    }
};

Int8Session::Int8Session(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Int8Session::~Int8Session() = default;
Int8Session::Int8Session(Int8Session&&) noexcept = default;
Int8Session& Int8Session::operator=(Int8Session&&) noexcept = default;

Result<Int8Session> Int8Session::open(const BuildContext& context, const Int8Options& options,
                                      const CalibrationSource& source, const base::ProgressSink& progress,
                                      std::stop_token stop) {
    auto state = std::make_unique<State>(State{context, options, progress});
    PWB_TRY(const auto graph, model::loadGraph(context.model));
    state->half = isHalfModel(graph);
    state->quantized = isQuantizedModel(graph);
    if (!state->quantized) {
        PWB_TRY(auto workshop, Int8Workshop::open(context, options, source, progress, std::move(stop)));
        state->workshop = std::move(workshop);
    }
    return Int8Session(std::move(state));
}

Result<BuiltEngine> Int8Session::build(std::stop_token stop) const {
    const State& own = *m_state;
    if (own.quantized)
        return buildFromQuantized(own.context, own.context.model, int8Variant(own.context, own.options),
                                  own.progress, std::move(stop));
    if (!own.workshop) return own.nothingToQuantize();
    FloatLayers floatLayers(own.options.keepFloat.begin(), own.options.keepFloat.end());
    BuiltEngine built = own.described(floatLayers);
    if (own.options.checkSpeed && own.context.provider == "cpu" &&
        own.workshop->scheme() == Int8Scheme::Cpu) {
        PWB_TRY(auto placed, placeByTiming(*own.workshop, own.context, floatLayers, stop));
        if (placed.allFloat) return withoutInt8(own.context, std::move(built), placed, own.start);
        floatLayers = std::move(placed.keepFloat);
        if (!placed.kept.empty())
            built.warnings.push_back(
                {"quantize.kept_slower_total", {{"count", std::to_string(placed.kept.size())}}});
        built.kept.insert(built.kept.end(), placed.kept.begin(), placed.kept.end());
    }
    return own.write(std::move(built), floatLayers, own.start);
}

Result<BuiltEngine> Int8Session::buildWith(const std::vector<std::string>& keepFloat,
                                           std::stop_token stop) const {
    const State& own = *m_state;
    const BuildStart start = std::chrono::steady_clock::now();
    if (!own.workshop) return own.nothingToQuantize();
    if (stop.stop_requested()) return base::cancelled();
    const FloatLayers floatLayers(keepFloat.begin(), keepFloat.end());
    return own.write(own.described(floatLayers), floatLayers, start);
}

Result<BuiltEngine> Int8Session::buildPlain(std::stop_token stop) const {
    const State& own = *m_state;
    const BuildStart start = std::chrono::steady_clock::now();
    if (!own.quantized && !own.workshop) return own.nothingToQuantize();
    if (!own.workshop) return base::engineFailure(own.context.model.string(), "quantize.plain_nothing_kept");
    PWB_TRY(const auto model, own.workshop->emitPlain());
    if (stop.stop_requested()) return base::cancelled();
    BuiltEngine built = own.facts();
    built.keptFloat = own.workshop->plainPlan().keptFloat;
    built.calibrator = calibratorId(Calibrator::MinMax);
    built.file = enginePath(own.context, base::Precision::Int8, false, base::Variant::Plain);
    PWB_CHECK(writeEngine(model, own.context, start, built));
    return built;
}

const BuildContext& Int8Session::context() const {
    return m_state->context;
}

const Int8Workshop* Int8Session::workshop() const {
    return m_state->workshop ? &*m_state->workshop : nullptr;
}

std::size_t Int8Session::bytes() const {
    return m_state->workshop ? m_state->workshop->bytes() : 0;
}

Result<BuiltEngine> buildInt8(const BuildContext& context, const Int8Options& options,
                              const CalibrationSource& source, const base::ProgressSink& progress,
                              std::stop_token stop) {
    PWB_TRY(const auto session, Int8Session::open(context, options, source, progress, stop));
    return session.build(std::move(stop));
}

}  // namespace pwb::quantize
