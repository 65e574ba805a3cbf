// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/quantize only (onnx types).
#pragma once

#include <onnx/onnx_pb.h>

#include <stop_token>
#include <string>
#include <unordered_set>

#include "core/base/error.h"

namespace pwb::quantize {

/// Runs a prepared FP32 model once on random inputs (trial_run.h) and names the nodes that make a value
/// beyond ±65504, and those that read one: they cannot work in FP16. Errors: those of core/runtime.
[[nodiscard]] base::Result<std::unordered_set<std::string>> nodesBeyondHalf(const onnx::ModelProto& prepared,
                                                                            std::stop_token stop);

}  // namespace pwb::quantize
