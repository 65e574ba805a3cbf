// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

namespace pwb::quantize {

/// Makes a model that holds FP16 or BF16 (weights, inputs and outputs, Casts, bodies and functions included)
/// compute in FP32 throughout, with the same weights. Casts that then change nothing become Identities.
/// False, and nothing changed, where there is neither.
bool widenToFp32(onnx::ModelProto& model);

}  // namespace pwb::quantize
