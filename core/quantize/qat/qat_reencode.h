// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <unordered_set>

namespace pwb::quantize {

struct ReencodeFacts {
    int weights = 0;  ///< float constants behind a Quantize that became codes
    int activations =
        0;           ///< Quantize nodes whose codes changed: signed to unsigned, or from the activation's 0
    int merged = 0;  ///< Quantize nodes that repeated another one
};

/// Rewrites the Quantize/Dequantize pairs of a prepared model for ONNX Runtime's CPU provider, so that every
/// tensor dequantises to the same floats as before:
/// - float constants behind a Quantize become codes, unsigned weights around 128 signed ones around 0;
/// - equal Quantize nodes of one tensor become one;
/// - signed activations take the code + 128 with unsigned type;
/// - behind Relu, or Clip from 0, codes count from 0, which lets the runtime melt the activation into the
///   operator before it: code' = code − zero point. Where the old codes ended earlier than 255 steps above
///   zero, a Clip on the codes keeps that end.
ReencodeFacts reencodeQdq(onnx::ModelProto& model);

/// Rewrites those of `nodes` (names) whose Quantize on the output is missing, and which the runtime therefore
/// computes in float, as products of codes with a float result (MatMul between the same Dequantize nodes,
/// then the bias): 1×1 convolutions of stride 1, with their input's codes transposed to channels-last and the
/// result back, and Gemm. The sums are then exact. Returns how many.
int rewriteAsProducts(onnx::ModelProto& model, const std::unordered_set<std::string>& nodes);

/// Replaces the Dequantize nodes on constants with these outputs by the floats that they give.
int restoreConstants(onnx::ModelProto& model, const std::unordered_set<std::string>& outputs);

}  // namespace pwb::quantize
