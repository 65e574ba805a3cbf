// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "core/base/progress.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// What writing a calibration table gave.
struct TableFacts {
    int tensors = 0, samples = 0;
    Calibrator calibrator = Calibrator::Entropy;  ///< never Auto
    bool reused = false;                          ///< the statistics came from the cache
    std::vector<base::Message> warnings;
};

/// Calibrates every floating-point tensor of the model as it is in its file (TensorRT looks them up by those
/// names) and writes TensorRT's calibration table: scale = max(|lo|, |hi|)/127. `auto` means entropy here, as
/// TensorRT's own calibrator does it.
/// Errors: those of model::load(), quantize.table_quantized (the model is quantised already), of calibrate()
/// and writeCalibrationTable().
[[nodiscard]] base::Result<TableFacts> calibrateTable(
    const std::filesystem::path& model, const Int8Options& options, const CalibrationSource& source,
    const std::filesystem::path& file, const base::ProgressSink& progress, std::stop_token stop);

}  // namespace pwb::quantize
