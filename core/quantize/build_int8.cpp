// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <chrono>
#include <cstdio>

#include "core/model/io.h"
#include "core/quantize/build.h"
#include "core/quantize/build_qat.h"
#include "core/quantize/fp16.h"
#include "core/quantize/int8_workshop.h"
#include "core/quantize/placement.h"
#include "core/quantize/tensorrt_check.h"
#include "core/quantize/trial_run.h"
#include "core/quantize/verify.h"

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

/// Saves the engine, reads back what the runtime makes of it, and completes the facts.
Result<BuiltEngine> finish(onnx::ModelProto& model, const BuildContext& context, const Int8Options& options,
                           BuiltEngine built, std::chrono::steady_clock::time_point start) {
    built.file = enginePath(context, base::Precision::Int8, false, int8Variant(context, options));
    if (schemeFor(context, options) == Int8Scheme::TensorRt)
        if (const auto obeys = obeysTensorRt(model, built.file); !obeys)
            return tl::make_unexpected(obeys.error());
    if (const auto status = model::save(model, built.file); !status)
        return tl::make_unexpected(status.error());
    auto executed = readBackExecuted(built.file, context.provider, context.threads);
    if (!executed) {
        removeEngine(built.file);  // what the runtime cannot open is no engine
        return tl::make_unexpected(executed.error());
    }
    built.executed = std::move(*executed);
    built.fileBytes = engineBytes(built.file);
    built.buildSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return built;
}

/// What runs slower in INT8 than in FP32 is of no use here: the engine is the FP32 model, and says so.
Result<BuiltEngine> fallBack(const BuildContext& context, BuiltEngine built, const Placement& placed,
                             std::chrono::steady_clock::time_point start) {
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
    built.fileBytes = engineBytes(built.file);
    built.buildSeconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return built;
}

}  // namespace

Result<BuiltEngine> buildInt8(const BuildContext& context, const Int8Options& options,
                              const CalibrationSource& source, const base::ProgressSink& progress,
                              std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    const auto graph = model::loadGraph(context.model);
    if (!graph) return tl::make_unexpected(graph.error());
    if (isQuantizedModel(*graph))
        return buildFromQuantized(context, context.model, int8Variant(context, options), progress, stop);
    const auto workshop = Int8Workshop::open(context, options, source, progress, stop);
    if (!workshop) return tl::make_unexpected(workshop.error());

    BuiltEngine built;
    built.requested = base::Precision::Int8;
    built.keptFloat = workshop->plan().keptFloat;
    built.calibrationSamples = workshop->samples();
    built.calibrationReused = workshop->calibration().reused;
    built.calibrationChanged = workshop->calibration().changed;
    built.warnings = workshop->calibration().warnings;
    if (isHalfModel(*graph)) built.warnings.push_back({"quantize.int8_widened"});
    built.calibrator =
        options.calibrationTable.empty() ? std::string(calibratorId(workshop->calibrator())) : "table";
    built.sqnrByCalibrator = workshop->sqnrByCalibrator();
    warnAboutStatistics(workshop->statistics(), built);
    std::unordered_set<std::string> floatLayers(options.keepFloat.begin(), options.keepFloat.end());
    for (const onnx::NodeProto& node : workshop->prepared().graph().node())
        if (floatLayers.contains(node.name()))
            built.kept.push_back({node.name(), node.op_type(), {"quantize.kept_pinned"}});
    if (options.checkSpeed && context.provider == "cpu" && workshop->scheme() == Int8Scheme::Cpu) {
        auto placed = placeByTiming(*workshop, context, floatLayers, stop);
        if (!placed) return tl::make_unexpected(placed.error());
        if (placed->allFloat) return fallBack(context, std::move(built), *placed, start);
        floatLayers = std::move(placed->keepFloat);
        if (!placed->kept.empty())
            built.warnings.push_back(
                {"quantize.kept_slower_total", {{"count", std::to_string(placed->kept.size())}}});
        built.kept.insert(built.kept.end(), placed->kept.begin(), placed->kept.end());
    }
    auto model = workshop->emit(floatLayers);
    if (!model) return tl::make_unexpected(model.error());
    auto finished = finish(*model, context, options, std::move(built), start);
    // What this runtime makes of a file for another provider says nothing about that one.
    if (finished && int8Variant(context, options).empty())
        warnAboutExecution(workshop->planWithout(floatLayers), *finished);
    return finished;
}

}  // namespace pwb::quantize
