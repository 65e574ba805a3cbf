// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <unordered_set>
#include <vector>

namespace pwb::quantize {

/// An operator that was written as several which have integer forms.
struct LoweredOperator {
    onnx::NodeProto original;
    std::vector<std::string> parts;  ///< first outputs of what stands for it; the last is the original's
    std::vector<onnx::TensorProto> constants = {};  ///< initialisers that only the original reads
};

/// Rewrites a prepared model (opset 13 or newer) so that fewer operators stand between integer ones. What the
/// model computes stays the same but for float rounding:
///   HardSwish(x) → x · HardSigmoid(x), α = 1/6, β = 1/2
///   HardSigmoid(x) → α · Clip(x + β/α, 0, 1/α); behind a convolution that only it reads: into its weights,
///     Clip(Conv(W·α, b·α + β), 0, 1)
///   BatchNormalization that no convolution takes in → depthwise 1×1 convolution, W = γ/√(σ²+ε)
///   ReduceMean over height and width → GlobalAveragePool (and Flatten)
///   zero padding before a convolution → the convolution's own
/// Operators whose float form is slower after rewriting are listed, for restoreFloat().
[[nodiscard]] std::vector<LoweredOperator> lowerForInt8(onnx::ModelProto& model);

/// Puts the original back for every lowered operator of which no part runs in INT8. `int8` holds output
/// names. The nodes are sorted again.
void restoreFloat(onnx::ModelProto& model, const std::vector<LoweredOperator>& lowered,
                  const std::unordered_set<std::string>& int8);

}  // namespace pwb::quantize
