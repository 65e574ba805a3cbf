// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/model/graph.h"
#include "core/quantize/ranges.h"

namespace pwb::quantize {

/// Which operators run in INT8 on ONNX Runtime's CPU provider, and which tensors carry codes for that.
/// The rules follow what that provider fuses: whole chains of operators, one Quantize/Dequantize pair per
/// tensor, activations after their Relu or Clip.
struct Int8Plan {
    /// Output names (a node's lasting identity) of the nodes that run in INT8.
    std::unordered_set<std::string> nodes;
    int convolutions = 0, matmuls = 0;  ///< of those
    /// Tensors that get a pair, in graph order.
    std::vector<std::string> tensors;
    /// A tensor whose codes are those of another one (MaxPool, Reshape, …): it takes that one's parameters.
    std::unordered_map<std::string, std::string> sameAs;
    /// Tensors with parameters known without calibration (Sigmoid).
    std::unordered_map<std::string, QuantParams> fixed;
    /// A tensor right after Relu or Clip cannot leave this range.
    std::unordered_map<std::string, Range> bounded;
    /// Convolutions and matrix products that stay float, by node name.
    std::vector<std::string> keptFloat;

    /// The tensors whose values are worth knowing: for this plan and for any with more left float.
    [[nodiscard]] std::vector<std::string> measured() const;
    /// The tensor whose parameters `tensor` takes.
    [[nodiscard]] const std::string& source(const std::string& tensor) const;
};

/// What the caller decides. `keepFloat` holds names of nodes that stay float whatever their operator.
struct Int8PlanOptions {
    Int8Scheme scheme = Int8Scheme::Cpu;
    std::unordered_set<std::string> keepFloat = {};
};

/// `view` is of a prepared model.
[[nodiscard]] Int8Plan planInt8(model::GraphView& view, const Int8PlanOptions& options = {});

/// Why a node is or is not an INT8 candidate; shared by the plan and the emitter.
enum class Int8Role {
    Float,          ///< not supported
    Convolution,    ///< Conv with a constant weight
    MatrixProduct,  ///< MatMul or Gemm with a constant matrix
    Join,           ///< Add, Mul, Concat: follows its inputs
    Pool,           ///< GlobalAveragePool, AveragePool
    Unary,          ///< Sigmoid, LeakyRelu
    PassThrough     ///< output codes are input codes: MaxPool, Reshape, …
};
[[nodiscard]] Int8Role int8Role(const model::GraphView& view, const onnx::NodeProto& node);

/// The Relu or Clip that is the only reader of `tensor`, or null. ONNX Runtime melts it into the Quantize
/// that follows.
[[nodiscard]] const onnx::NodeProto* foldedActivation(const model::GraphView& view,
                                                      const std::string& tensor);

}  // namespace pwb::quantize
