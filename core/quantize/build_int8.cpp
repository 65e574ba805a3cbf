// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <chrono>
#include <mutex>
#include <thread>

#include "core/base/files.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/build.h"
#include "core/quantize/collector.h"
#include "core/quantize/fp16.h"
#include "core/quantize/output_quality.h"
#include "core/quantize/qdq_emitter.h"
#include "core/quantize/trial_run.h"
#include "core/quantize/verify.h"

namespace pwb::quantize {
namespace {

using base::Result;

/// Per-axis QuantizeLinear needs it.
constexpr std::int64_t kQdqOpset = 13;

struct Candidate {
    Calibrator calibrator = Calibrator::MinMax;
    onnx::ModelProto model;
};

Result<onnx::ModelProto> quantized(const onnx::ModelProto& prepared, const Int8Plan& plan,
                                   const Statistics& statistics, Calibrator calibrator, double percentile) {
    onnx::ModelProto model = prepared;
    if (const auto status = emitQdq(model, plan, chooseParams(plan, statistics, calibrator, percentile));
        !status)
        return tl::make_unexpected(status.error());
    return model;
}

/// Tries the estimators on the same statistics, a few at a time, and keeps the one whose outputs are nearest
/// to FP32's; of equals the first in the list.
Result<Candidate> chooseCalibrator(const onnx::ModelProto& prepared, const Int8Plan& plan,
                                   const Collected& collected, const Int8Options& options, BuiltEngine& built,
                                   std::stop_token stop) {
    std::vector<Calibrator> trials = {options.calibrator};
    if (options.calibrator == Calibrator::Auto)
        trials = {Calibrator::Mse, Calibrator::MinMax, Calibrator::Percentile, Calibrator::Entropy,
                  Calibrator::MovingAverage};
    std::mutex mutex;
    std::size_t next = 0;
    std::optional<base::Error> failure;
    std::optional<Candidate> best;
    double bestSqnr = 0;
    std::size_t bestIndex = 0;
    const auto tryAll = [&] {
        for (;;) {
            std::size_t index = 0;
            {
                const std::scoped_lock lock(mutex);
                if (failure || next == trials.size()) return;
                index = next++;
            }
            auto model = quantized(prepared, plan, collected.statistics, trials[index], options.percentile);
            const auto sqnr = model ? outputSqnr(*model, collected.references, stop)
                                    : Result<double>(tl::make_unexpected(model.error()));
            const std::scoped_lock lock(mutex);
            if (!sqnr) {
                failure = sqnr.error();
                return;
            }
            built.sqnrByCalibrator[std::string(calibratorId(trials[index]))] = *sqnr;
            if (best && (*sqnr < bestSqnr || (*sqnr == bestSqnr && index > bestIndex))) continue;
            bestSqnr = *sqnr;
            bestIndex = index;
            best = Candidate{trials[index], std::move(*model)};
        }
    };
    const auto work = [&] {
        try {
            tryAll();
        } catch (const std::exception& error) {
            const std::scoped_lock lock(mutex);
            failure = base::engineFailure("", "quantize.unexpected", {{"detail", error.what()}}).value();
        }
    };
    {
        // Each trial holds a copy of the model; two at a time keep that bounded.
        std::vector<std::jthread> threads;
        if (trials.size() > 1 && std::thread::hardware_concurrency() > 1) threads.emplace_back(work);
        work();
    }
    if (failure) return tl::make_unexpected(*failure);
    return std::move(*best);
}

void warnAboutStatistics(const Statistics& statistics, BuiltEngine& built) {
    std::int64_t nonFinite = 0;
    std::string where;
    for (const auto& [tensor, known] : statistics) {
        nonFinite += known.histogram.nonFinite();
        if (known.histogram.nonFinite() > 0 && where.empty()) where = tensor;
    }
    if (nonFinite > 0)
        built.warnings.push_back(
            {"quantize.non_finite_activations", {{"count", std::to_string(nonFinite)}, {"tensor", where}}});
}

void warnAboutExecution(const Int8Plan& plan, BuiltEngine& built) {
    const ExecutedOperators& executed = *built.executed;
    if (executed.int8Conv < plan.convolutions)
        built.warnings.push_back({"quantize.conv_left_float",
                                  {{"planned", std::to_string(plan.convolutions)},
                                   {"executed", std::to_string(executed.int8Conv)}}});
    if (executed.int8MatMul < plan.matmuls)
        built.warnings.push_back(
            {"quantize.matmul_left_float",
             {{"planned", std::to_string(plan.matmuls)}, {"executed", std::to_string(executed.int8MatMul)}}});
    if (!built.keptFloat.empty())
        built.warnings.push_back(
            {"quantize.kept_float",
             {{"count", std::to_string(built.keptFloat.size())}, {"first", built.keptFloat.front()}}});
}

/// Saves the engine, reads back what the runtime makes of it, and completes the facts.
Result<BuiltEngine> finish(const onnx::ModelProto& model, const BuildContext& context, BuiltEngine built,
                           std::chrono::steady_clock::time_point start) {
    built.file = enginePath(context, base::Precision::Int8, false);
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

}  // namespace

Result<BuiltEngine> buildInt8(const BuildContext& context, const Int8Options& options,
                              const CalibrationSource& source, const base::ProgressSink& progress,
                              std::stop_token stop) {
    const auto start = std::chrono::steady_clock::now();
    auto prepared = model::load(context.model);
    if (!prepared) return tl::make_unexpected(prepared.error());
    if (isQuantizedModel(*prepared)) {
        BuiltEngine kept;
        kept.requested = base::Precision::Int8;
        kept.warnings.push_back({"quantize.kept_as_is"});
        return finish(*prepared, context, std::move(kept), start);
    }
    if (source.samples == 0) return base::badInput(context.model.string(), "quantize.calibration_empty");
    if (const auto facts = model::prepare(*prepared, kQdqOpset); !facts)
        return tl::make_unexpected(facts.error());
    if (model::defaultOpset(*prepared) < kQdqOpset)
        return base::engineFailure(context.model.string(), "quantize.opset_too_old",
                                   {{"opset", std::to_string(model::defaultOpset(*prepared))}});

    model::GraphView view(*prepared);
    const Int8Plan plan = planInt8(view);
    if (plan.nodes.empty())
        return base::engineFailure(context.model.string(), "quantize.nothing_to_quantize");

    BuiltEngine built;
    built.requested = base::Precision::Int8;
    built.keptFloat = plan.keptFloat;
    CollectOptions collect;
    collect.memoryBudgetBytes = options.memoryBudgetBytes;
    collect.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 4U));
    auto collected = collectStatistics(*prepared, plan.calibrated(), source, collect, progress, stop);
    if (!collected) return tl::make_unexpected(collected.error());
    built.calibrationSamples = collected->samples;
    warnAboutStatistics(collected->statistics, built);

    auto chosen = chooseCalibrator(*prepared, plan, *collected, options, built, stop);
    if (!chosen) return tl::make_unexpected(chosen.error());
    built.calibrator = calibratorId(chosen->calibrator);
    auto finished = finish(chosen->model, context, std::move(built), start);
    if (finished) warnAboutExecution(plan, *finished);
    return finished;
}

}  // namespace pwb::quantize
