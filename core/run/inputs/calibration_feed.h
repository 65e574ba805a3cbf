// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/dataset/loader.h"
#include "core/quantize/build.h"
#include "core/run/inputs.h"

namespace pwb::run {

/// Stands for the calibration samples (contents in order) and how they become inputs, in the key of the
/// calibration cache. Reads every file. Empty when stopped.
[[nodiscard]] std::string calibrationDataKey(const RunInputs& inputs, std::stop_token stop);

/// Samples on their way to the collector.
struct CalibrationFeed {
    quantize::CalibrationSource source;
    /// Those that cannot be read and were left out, once a pass over the data has come to its end.
    std::shared_ptr<const std::vector<dataset::SkippedSample>> skipped;
};
/// Feeds `samples` as the inputs' model takes them, `batch` at a time (0: by the size of a sample; the
/// model's own where it is fixed). Does not refer to `inputs`.
[[nodiscard]] CalibrationFeed calibrationFeed(const RunInputs& inputs, const dataset::Manifest& samples,
                                              int batch, std::stop_token stop);

}  // namespace pwb::run
