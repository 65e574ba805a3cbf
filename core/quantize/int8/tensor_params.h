// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_map>

#include "core/quantize/int8/int8_plan.h"

namespace pwb::quantize {

/// Quantisation parameters by tensor name.
using TensorParams = std::unordered_map<std::string, QuantParams>;

/// Estimated ranges by tensor name.
using TensorRanges = std::unordered_map<std::string, Range>;
[[nodiscard]] TensorRanges estimateRanges(const std::unordered_map<std::string, TensorStatistics>& statistics,
                                          Calibrator calibrator, double percentile);

/// Parameters of every tensor of the plan: its range cut to what the Relu or Clip before it lets through;
/// pass-through tensors take their source's.
[[nodiscard]] TensorParams chooseParams(const Int8Plan& plan, const TensorRanges& ranges);

}  // namespace pwb::quantize
