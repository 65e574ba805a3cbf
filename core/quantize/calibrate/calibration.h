// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/quantize/calibrate/collector.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// Statistics of a model's tensors, and where they are from.
struct Calibrated {
    std::shared_ptr<const Collected> collected;
    bool reused = false;                  ///< from the cache: nothing was run
    std::vector<std::string> changed;     ///< CacheLookup::changed
    std::vector<base::Message> warnings;  ///< quantize.cache_damaged, quantize.cache_unwritable
};

/// From the calibration table of the options where one is given: then min-max is the estimator that gives the
/// table's ranges back, and samples serve for references and for the tensors that the table lacks. Else from
/// the cache, else collected and kept there.
/// Errors: quantize.calibration_empty; those of readCalibrationTable(); quantize.table_lacks {tensor, count}
/// (no samples for what the table lacks); those of collectStatistics().
[[nodiscard]] base::Result<Calibrated> calibrate(const onnx::ModelProto& prepared,
                                                 const std::vector<std::string>& tensors,
                                                 const CalibrationSource& source, const Int8Options& options,
                                                 const base::ProgressSink& progress, std::stop_token stop);

}  // namespace pwb::quantize
