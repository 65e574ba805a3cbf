// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <vector>

#include "core/quantize/collector.h"

namespace pwb::quantize {

/// 10·log10(Σ y² / Σ (y − ŷ)²) of a model's float outputs against the FP32 ones over the reference batches,
/// dB; the mean over outputs, so that a large-valued output does not hide a small one. Capped at 200 dB.
[[nodiscard]] base::Result<double> outputSqnr(const onnx::ModelProto& model,
                                              const std::vector<ReferenceBatch>& references,
                                              std::stop_token stop);

}  // namespace pwb::quantize
