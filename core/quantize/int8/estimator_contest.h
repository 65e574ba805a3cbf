// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>

#include "core/quantize/calibrate/collector.h"
#include "core/quantize/int8/output_quality.h"
#include "core/quantize/int8/tensor_params.h"

namespace pwb::quantize {

struct EstimatorChoice {
    Calibrator calibrator = Calibrator::MinMax;
    TensorRanges ranges;
    OutputQuality quality;
    std::map<std::string, OutputQuality> all;  ///< by calibrator id, of every one that was tried
};

/// How good a model with these ranges is. Called from two threads at a time.
using RangeJudge = std::function<base::Result<OutputQuality>(const TensorRanges&)>;

/// Tries range estimators on the same statistics, two at a time, and keeps the one with the least error; of
/// equals the first in the list. Errors: those of `judge`.
[[nodiscard]] base::Result<EstimatorChoice> chooseEstimator(const Statistics& statistics,
                                                            std::span<const Calibrator> estimators,
                                                            double percentile, const RangeJudge& judge);

}  // namespace pwb::quantize
