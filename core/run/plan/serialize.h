// SPDX-License-Identifier: GPL-3.0-or-later
// JSON forms of the value structs, for the run store only: they may change with the store's version, unlike
// report.json. Included by core/run's .cpp files.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>

#include "core/result/run_result.h"
#include "core/run/plan.h"

namespace nlohmann {

template <class T>
struct adl_serializer<std::optional<T>> {
    static void to_json(json& out, const std::optional<T>& value) {
        if (value)
            out = *value;
        else
            out = nullptr;
    }
    static void from_json(const json& in, std::optional<T>& value) {
        if (in.is_null())
            value.reset();
        else
            value = in.get<T>();
    }
};

template <>
struct adl_serializer<std::filesystem::path> {
    static void to_json(json& out, const std::filesystem::path& path) { out = path.string(); }
    static void from_json(const json& in, std::filesystem::path& path) { path = in.get<std::string>(); }
};

}  // namespace nlohmann

namespace pwb::base {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Message, code, args)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Error, kind, file, message)
}  // namespace pwb::base

namespace pwb::model {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ValueInfo, name, type, shape, dimNames)
// inputScaling is only asked while preprocessing is resolved, from the model itself.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ModelInfo, path, sha256, fileBytes, irVersion, opset, producer, inputs,
                                   outputs, operators, nodes, parameters, weightBytes, externalData, metadata,
                                   task, hasQdq, hasFloat16, warnings)
}  // namespace pwb::model

namespace pwb::dataset {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(ResizeTo, width, height, keep)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(Preprocess, width, height, channels, resize, resizeTo,
                                                cropFloors, pad, padsAfter, decoding, resizer, filter, color,
                                                arithmetic, scale, mean, std, layout, bytes, graphScales,
                                                origin, followed, notFollowed)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(PreprocessOptions, preset, width, height, resize, resizeTo,
                                                cropFloors, pad, padsAfter, decoding, resizer, filter, color,
                                                arithmetic, scale, mean, std, layout)
}  // namespace pwb::dataset

namespace pwb::evaluate {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DecodeOptions, kind, confidence, nmsIou, agnosticNms,
                                                maxDetections)
}  // namespace pwb::evaluate

namespace pwb::runtime {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(CpuFeatures, name, architecture, cores, avx2, avx512, avx512Vnni, avxVnni,
                                   avx512Bf16, avx512Fp16, amxInt8, amxBf16, amxFp16, neonFp16, neonDotprod,
                                   neonI8mm)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Environment, cpu, runtime, runtimeVersion, runtimePath, provider, threads,
                                   os, memoryGb)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EffectivePrecision, id, reason)
}  // namespace pwb::runtime

namespace pwb::quantize {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ExecutedOperators, byType, int8Conv, floatConv, int8MatMul, floatMatMul,
                                   int8Other, conversions)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerExecution, precision, kernel, provider, milliseconds)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerSensitivity, sqnrOnlyThis, sqnrWithoutThis, metricWithoutThis,
                                   millisecondsLost)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerValues, min, max, lo, hi, count, nonFinite, edges, counts, clipped)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerFacts, name, op, output, group, parameters, candidate, floatReason,
                                   executions, sensitivity, values)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MixedStep, group, layers, sqnr, metric, milliseconds, kept)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MixedSearch, maxDropPoints, baseline, plain, reached, met, trials, reused,
                                   steps)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerTotals, p50Milliseconds, sumMilliseconds, elsewhereMilliseconds, runs)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LayerReport, layers, totals, plainSqnr, search, notes)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(KeptLayer, layer, op, reason)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(WeightLoss, tensor, overflowed, underflowed, subnormal)
// emulationModel is rebuilt on resume, not stored.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BuiltEngine, requested, fallback, fallbackReason, file, fileBytes,
                                   buildSeconds, warnings, calibrator, calibrationSamples, executed,
                                   keptFloat, kept, calibrationReused, calibrationChanged,
                                   calibrationNonFinite, sqnrByCalibrator, overflowed, underflowed, subnormal,
                                   fp16Losses, halfIo, keptFp32)
}  // namespace pwb::quantize

namespace pwb::measure {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(RoundStats, p1, q1, median, q3, p99, n)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(LatencyStats, batch, mean, p50, p90, p99, min, n, spread, rounds, times)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ThroughputPoint, batch, streams, fps)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(MemoryStats, peakBytes, loadedBytes, weightsBytes, activationsBytes,
                                   peakByBatch)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EngineMeasurement, latency, throughput, memory, utilisation, powerWatts,
                                   powerAbsent, warnings)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(EndToEnd, decodeMs, preprocessMs, postprocessMs, n)
}  // namespace pwb::measure

namespace pwb::decide {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(Requirements, memoryGb, streams, fps, latencyMs, accuracyFloorPercent,
                                   smallestObjectPx, safetyCritical, qatPossible, platform)
}  // namespace pwb::decide

namespace pwb::result {
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(DataSummary, path, samples, skipped, classes, calibrationPath,
                                                calibrationSamples, calibrationPerClass, preprocess, tensor,
                                                objects, detector, nmsIou, confidence, threshold, warnings)
}  // namespace pwb::result

namespace pwb::run {
// With defaults: a plan may come from an older version's settings.
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE_WITH_DEFAULT(RunPlan, model, data, labels, calibration, calibrationSamples,
                                                calibrator, calibrationBatch, calibrationCache,
                                                calibrationTable, maxDrop, keepFloat, qat, dynamicInt8,
                                                plainInt8, fp16Io, target, layers, sensitivity, precisions,
                                                task, preprocess, detector, threshold, videoRate, batch,
                                                batches, streams, threads, provider, runs, measure, limit,
                                                seed, allowUnreadable, requirements, language, runFolder)
}  // namespace pwb::run
