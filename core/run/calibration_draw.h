// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/base/progress.h"
#include "core/quantize/calibration_table.h"
#include "core/run/inputs.h"

namespace pwb::run {

/// Draws and checks a calibration set by itself. Of the plan count `calibration` (what is drawn from), `data`
/// (the validation set; may be empty), `labels`, `calibrationSamples`, `seed`, `preprocess` and `model`,
/// which may be empty: then the values are checked of tensor sets only. Everything is compared with the whole
/// validation set. Errors: those of the readers and of drawCalibrationSet(); cancelled.
[[nodiscard]] base::Result<RunInputs> drawCalibration(const RunPlan& plan, std::stop_token stop);

/// Writes the drawn samples as a manifest that readManifest() takes. Errors: those of writeCsvManifest().
[[nodiscard]] base::Status writeCalibrationManifest(const RunInputs& drawn,
                                                    const std::filesystem::path& file);

/// Calibrates the plan's model with the drawn samples and writes TensorRT's calibration table to `file`.
/// Errors: those of quantize::calibrateTable().
[[nodiscard]] base::Result<quantize::TableFacts> writeCalibrationTable(const RunPlan& plan,
                                                                       const RunInputs& drawn,
                                                                       const std::filesystem::path& file,
                                                                       const base::ProgressSink& progress,
                                                                       std::stop_token stop);

}  // namespace pwb::run
