// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/quantize/calibrate/collector.h"

namespace pwb::quantize {

/// What statistics depend on; equal keys mean equal statistics. The estimator is no part of it: all of them
/// work from the same statistics. No part is empty, except `data` where nothing stands for the samples.
struct CacheKey {
    std::string model;      ///< SHA-256 of the prepared graph with its weights
    std::string data;       ///< of the samples' contents in order and the preprocessing
    std::string settings;   ///< of the tensors that were watched and the samples per run
    std::string toolchain;  ///< version of the collector, of the runtime, and the provider

    bool operator==(const CacheKey&) const = default;
};

/// `dataKey`: Int8Options::dataKey. The tensors' order does not matter.
[[nodiscard]] CacheKey calibrationKey(const onnx::ModelProto& prepared,
                                      const std::vector<std::string>& tensors,
                                      const CalibrationSource& source, const std::string& dataKey);

struct CacheLookup {
    std::optional<Collected> collected;  ///< with references; absent: to be calibrated
    /// Where there is none: the parts ("model", "data", "settings", "toolchain") in which the most similar
    /// entry differs; empty when no entry shares the model or the data.
    std::vector<std::string> changed;
    std::vector<base::Message> warnings;  ///< quantize.cache_damaged {file}: ignored, and replaced later
};

/// Looks for statistics in `folder`, which need not exist. An empty folder or key.data finds nothing.
[[nodiscard]] CacheLookup loadStatistics(const std::filesystem::path& folder, const CacheKey& key);

/// How much a cache folder holds at most; the entries that were not used for longest go first.
struct CacheLimits {
    std::uintmax_t bytes = std::uintmax_t{2} << 30;
    std::size_t entries = 32;
};
/// Keeps statistics under their key, atomically, and then evicts down to the limits (never the new entry).
/// Errors: those of base::ensureWritableFolder() and base::writeFileAtomically(); a caller that has its
/// statistics goes on without the cache and says so.
[[nodiscard]] base::Status storeStatistics(const std::filesystem::path& folder, const CacheKey& key,
                                           const Collected& collected, const CacheLimits& limits = {});

}  // namespace pwb::quantize
