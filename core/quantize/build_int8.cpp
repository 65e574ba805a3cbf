// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <chrono>
#include <cstdio>

#include "core/model/io.h"
#include "core/quantize/build.h"
#include "core/quantize/build_qat.h"
#include "core/quantize/engine_file.h"
#include "core/quantize/fp16.h"
#include "core/quantize/int8_workshop.h"
#include "core/quantize/placement.h"
#include "core/quantize/tensorrt_check.h"
#include "core/quantize/trial_run.h"

namespace pwb::quantize {
namespace {

using base::Result;

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
Result<BuiltEngine> fallBack(const BuildContext& context, BuiltEngine built, const Placement& placed,
                             BuildStart start) {
    const auto text = [](double milliseconds) {
        std::array<char, 32> digits{};
        std::snprintf(digits.data(), digits.size(), "%.3f", milliseconds);
        return std::string(digits.data());
    };
    built.fallback = true;
    built.fallbackReason = {"quantize.int8_slower",
                            {{"int8", text(placed.int8Ms)}, {"fp32", text(placed.fp32Ms)}}};
    built.file = enginePath(context, base::Precision::Int8, true);
    if (const auto status = copyEngine(context, built.file); !status)
        return tl::make_unexpected(status.error());
    measureFile(start, built);
    return built;
}

/// Calibrators as `auto` compared them where it was not by SQNR alone: "percentile 96.8, mse 96.6".
std::string agreements(const std::map<std::string, OutputQuality>& quality) {
    std::string text;
    for (const auto& [calibrator, one] : quality) {
        if (!one.agreement) return "";
        std::array<char, 32> percent{};
        std::snprintf(percent.data(), percent.size(), "%.1f", 100 * *one.agreement);
        text += (text.empty() ? "" : ", ") + calibrator + " " + percent.data();
    }
    return text;
}

}  // namespace

struct Int8Builder::State {
    BuildContext context;
    Int8Options options;
    base::ProgressSink progress;
    BuildStart start = std::chrono::steady_clock::now();
    bool half = false;                          ///< the model's weights are
    std::optional<Int8Workshop> workshop = {};  ///< absent for a model that is quantised already

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

    void tellKept(BuiltEngine& built) const {
        built.keptFloat = workshop->plan().keptFloat;
        built.kept = workshop->kept();
        const std::unordered_set<std::string> pinned(options.keepFloat.begin(), options.keepFloat.end());
        for (const onnx::NodeProto& node : workshop->prepared().graph().node()) {
            if (!pinned.contains(node.name())) continue;
            std::erase_if(built.kept, [&](const KeptLayer& kept) { return kept.layer == node.name(); });
            built.kept.push_back({node.name(), node.op_type(), {"quantize.kept_pinned"}});
        }
        if (!workshop->kept().empty())
            built.warnings.push_back(
                {"quantize.kept_detector_total", {{"count", std::to_string(workshop->kept().size())}}});
    }
};

Int8Builder::Int8Builder(std::unique_ptr<State> state) : m_state(std::move(state)) {}
Int8Builder::~Int8Builder() = default;
Int8Builder::Int8Builder(Int8Builder&&) noexcept = default;
Int8Builder& Int8Builder::operator=(Int8Builder&&) noexcept = default;

Result<Int8Builder> Int8Builder::open(const BuildContext& context, const Int8Options& options,
                                      const CalibrationSource& source, const base::ProgressSink& progress,
                                      std::stop_token stop) {
    auto state = std::make_unique<State>(State{context, options, progress});
    const auto graph = model::loadGraph(context.model);
    if (!graph) return tl::make_unexpected(graph.error());
    state->half = isHalfModel(*graph);
    if (!isQuantizedModel(*graph)) {
        auto workshop = Int8Workshop::open(context, options, source, progress, std::move(stop));
        if (!workshop) return tl::make_unexpected(workshop.error());
        state->workshop = std::move(*workshop);
    }
    return Int8Builder(std::move(state));
}

Result<BuiltEngine> Int8Builder::build(std::stop_token stop) const {
    const State& own = *m_state;
    const std::string_view variant = int8Variant(own.context, own.options);
    if (!own.workshop)
        return buildFromQuantized(own.context, own.context.model, variant, own.progress, std::move(stop));
    const Int8Workshop& workshop = *own.workshop;
    BuiltEngine built = own.facts();
    own.tellChoice(built);
    own.tellKept(built);
    std::unordered_set<std::string> floatLayers(own.options.keepFloat.begin(), own.options.keepFloat.end());
    if (own.options.checkSpeed && own.context.provider == "cpu" && workshop.scheme() == Int8Scheme::Cpu) {
        auto placed = placeByTiming(workshop, own.context, floatLayers, stop);
        if (!placed) return tl::make_unexpected(placed.error());
        if (placed->allFloat) return fallBack(own.context, std::move(built), *placed, own.start);
        floatLayers = std::move(placed->keepFloat);
        if (!placed->kept.empty())
            built.warnings.push_back(
                {"quantize.kept_slower_total", {{"count", std::to_string(placed->kept.size())}}});
        built.kept.insert(built.kept.end(), placed->kept.begin(), placed->kept.end());
    }
    auto model = workshop.emit(floatLayers);
    if (!model) return tl::make_unexpected(model.error());
    built.file = enginePath(own.context, base::Precision::Int8, false, variant);
    if (workshop.scheme() == Int8Scheme::TensorRt)
        if (const auto obeys = obeysTensorRt(*model, built.file); !obeys)
            return tl::make_unexpected(obeys.error());
    if (auto written = writeEngine(*model, own.context, own.start, built); !written)
        return tl::make_unexpected(written.error());
    // What this runtime makes of a file for another provider says nothing about that one.
    if (variant.empty()) warnAboutExecution(workshop.planWithout(floatLayers), built);
    return built;
}

Result<BuiltEngine> Int8Builder::buildPlain(std::stop_token stop) const {
    const State& own = *m_state;
    const BuildStart start = std::chrono::steady_clock::now();
    if (!own.workshop) return base::engineFailure(own.context.model.string(), "quantize.plain_nothing_kept");
    const auto model = own.workshop->emitPlain();
    if (!model) return tl::make_unexpected(model.error());
    if (stop.stop_requested()) return base::cancelled();
    BuiltEngine built = own.facts();
    built.keptFloat = own.workshop->plainPlan().keptFloat;
    built.calibrator = calibratorId(Calibrator::MinMax);
    built.file = enginePath(own.context, base::Precision::Int8, false, "plain");
    if (auto written = writeEngine(*model, own.context, start, built); !written)
        return tl::make_unexpected(written.error());
    return built;
}

Result<BuiltEngine> buildInt8(const BuildContext& context, const Int8Options& options,
                              const CalibrationSource& source, const base::ProgressSink& progress,
                              std::stop_token stop) {
    const auto builder = Int8Builder::open(context, options, source, progress, stop);
    return builder ? builder->build(std::move(stop)) : tl::make_unexpected(builder.error());
}

}  // namespace pwb::quantize
