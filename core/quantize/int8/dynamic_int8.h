// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

namespace pwb::quantize {

/// Rewrites the MatMul and Gemm nodes of a prepared model whose second operand is a float constant [K, N] as
/// integer products of activations quantised while running (unsigned, one scale per tensor and run) with
/// weights in signed codes (one scale per column):
///   y = Cast(MatMulInteger(q(x), w)) · (scale_x · scale_w) + bias,
/// the pattern that ONNX Runtime's CPU provider runs as DynamicQuantizeMatMul. A tensor that several of them
/// read is quantised once. `narrowWeights`: codes within ±64, for CPUs whose intermediate sums saturate.
/// Returns how many were rewritten.
int quantizeDynamically(onnx::ModelProto& model, bool narrowWeights);

}  // namespace pwb::quantize
