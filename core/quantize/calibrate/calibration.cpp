// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/calibration.h"

#include <algorithm>
#include <array>
#include <thread>

#include "core/base/try.h"
#include "core/quantize/calibrate/calibration_cache.h"
#include "core/quantize/calibrate/tensorrt_table.h"

namespace pwb::quantize {
namespace {

using base::Result;

CollectOptions collectOptions(const Int8Options& options) {
    CollectOptions collect;
    collect.memoryBudgetBytes = options.memoryBudgetBytes;
    collect.threads = static_cast<int>(std::clamp(std::thread::hardware_concurrency(), 1U, 4U));
    return collect;
}

/// Statistics that hold nothing but a range.
TensorStatistics rangeAlone(float bound) {
    TensorStatistics statistics;
    statistics.histogram.add(std::array{-bound, bound});
    statistics.movingLo = -bound;
    statistics.movingHi = bound;
    statistics.batches = 1;
    return statistics;
}

Result<Calibrated> fromTable(const onnx::ModelProto& prepared, const std::vector<std::string>& tensors,
                             const CalibrationSource& source, const Int8Options& options,
                             const base::ProgressSink& progress, std::stop_token stop) {
    PWB_TRY(const auto table, readCalibrationTable(options.calibrationTable));
    std::vector<std::string> missing;
    std::copy_if(tensors.begin(), tensors.end(), std::back_inserter(missing),
                 [&](const std::string& tensor) { return !table.scales.contains(tensor); });
    if (source.samples == 0 && !missing.empty())
        return base::badInput(options.calibrationTable.string(), "quantize.table_lacks",
                              {{"tensor", missing.front()}, {"count", std::to_string(missing.size())}});
    Collected collected;
    if (source.samples > 0) {
        PWB_TRY(auto made,
                collectStatistics(prepared, missing, source, collectOptions(options), progress, stop));
        collected = std::move(made);
    }
    for (const std::string& tensor : tensors)
        if (const auto scale = table.scales.find(tensor); scale != table.scales.end())
            collected.statistics[tensor] = rangeAlone(scale->second * kTableCodes);
    return Calibrated{std::make_shared<const Collected>(std::move(collected)), false, {}, {}};
}

}  // namespace

Result<Calibrated> calibrate(const onnx::ModelProto& prepared, const std::vector<std::string>& tensors,
                             const CalibrationSource& source, const Int8Options& options,
                             const base::ProgressSink& progress, std::stop_token stop) {
    if (!options.calibrationTable.empty())
        return fromTable(prepared, tensors, source, options, progress, stop);
    if (source.samples == 0) return base::badInput("", "quantize.calibration_empty");
    const bool caching = !options.cacheFolder.empty() && !options.dataKey.empty();
    const CacheKey key = caching ? calibrationKey(prepared, tensors, source, options.dataKey) : CacheKey{};
    CacheLookup lookup = loadStatistics(options.cacheFolder, key);
    Calibrated calibrated;
    calibrated.changed = std::move(lookup.changed);
    calibrated.warnings = std::move(lookup.warnings);
    if (lookup.collected) {
        calibrated.reused = true;
        calibrated.collected = std::make_shared<const Collected>(std::move(*lookup.collected));
        return calibrated;
    }
    PWB_TRY(auto collected,
            collectStatistics(prepared, tensors, source, collectOptions(options), progress, stop));
    if (const auto stored = storeStatistics(options.cacheFolder, key, collected); !stored)
        calibrated.warnings.push_back(
            {"quantize.cache_unwritable", {{"folder", options.cacheFolder.string()}}});
    calibrated.collected = std::make_shared<const Collected>(std::move(collected));
    return calibrated;
}

}  // namespace pwb::quantize
