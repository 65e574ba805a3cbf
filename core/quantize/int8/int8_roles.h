// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/graph.h"
#include "core/quantize/calibrate/ranges.h"

namespace pwb::quantize {

/// Why a node is or is not an INT8 candidate; shared by the plan and the emitter.
enum class Int8Role {
    Float,          ///< not supported
    Convolution,    ///< Conv with a constant weight
    MatrixProduct,  ///< MatMul or Gemm with a constant matrix
    Join,           ///< Add, Mul, Concat: follows its inputs
    Pool,           ///< GlobalAveragePool, AveragePool
    Unary,          ///< Sigmoid, LeakyRelu
    PassThrough,    ///< output codes are input codes: MaxPool, Reshape, …
    Rescale         ///< Mul or Div by one positive constant: the same codes at another scale, for nothing
};
[[nodiscard]] Int8Role int8Role(const model::GraphView& view, const onnx::NodeProto& node);

/// What a Rescale multiplies by.
[[nodiscard]] float rescaleFactor(const model::GraphView& view, const onnx::NodeProto& node);
/// What a Relu or Clip allows through; nothing for other operators and for bounds that are not constant.
[[nodiscard]] std::optional<Range> activationBounds(const model::GraphView& view,
                                                    const onnx::NodeProto& node);
/// Inputs that carry activations; the others are weights, shapes, axes.
[[nodiscard]] std::vector<std::string> activationInputs(const model::GraphView& view,
                                                        const onnx::NodeProto& node, Int8Role role);

/// The Relu or Clip that is the only reader of `tensor`, or null. ONNX Runtime melts it into the Quantize
/// that follows.
[[nodiscard]] const onnx::NodeProto* foldedActivation(const model::GraphView& view,
                                                      const std::string& tensor);

}  // namespace pwb::quantize
