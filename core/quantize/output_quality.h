// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string_view>
#include <vector>

#include "core/quantize/collector.h"
#include "core/runtime/session.h"

namespace pwb::quantize {

/// 10·log10(Σ y² / Σ (y − ŷ)²) of a model's float outputs against the FP32 ones over the reference batches,
/// dB; the mean over outputs, so that a large-valued output does not hide a small one. Capped at 200 dB.
[[nodiscard]] base::Result<double> outputSqnr(const onnx::ModelProto& model,
                                              const std::vector<ReferenceBatch>& references,
                                              std::stop_token stop);
/// The same of a serialised model.
[[nodiscard]] base::Result<double> outputSqnr(std::string_view modelBytes,
                                              const std::vector<ReferenceBatch>& references,
                                              std::stop_token stop);
/// The same of a session that exists already.
[[nodiscard]] base::Result<double> outputSqnr(runtime::Session& session,
                                              const std::vector<ReferenceBatch>& references,
                                              std::stop_token stop);

}  // namespace pwb::quantize
