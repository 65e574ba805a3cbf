// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/model/graph.h"
#include "core/quantize/calibrate/ranges.h"

namespace pwb::quantize {

/// The same codes as another tensor's, at a scale `factor` times as large.
struct Rescaled {
    std::string from;
    float factor = 1;
};

/// Which operators run in INT8, and which tensors carry codes for that.
struct Int8Plan {
    Int8Scheme scheme = Int8Scheme::Cpu;
    /// Output names (a node's lasting identity) of the nodes that run in INT8.
    std::unordered_set<std::string> nodes;
    int convolutions = 0, matmuls = 0;  ///< of those
    /// Tensors that get a pair, in graph order.
    std::vector<std::string> tensors;
    /// Tensors that need none because codes come through, and would if a layer before them stayed float.
    std::vector<std::string> passed;
    /// Tensors that an INT8 operator gives: of these there are codes and no float values.
    std::unordered_set<std::string> made;
    /// A tensor whose codes are those of another one (MaxPool, Reshape, …): it takes that one's parameters.
    std::unordered_map<std::string, std::string> sameAs;
    std::unordered_map<std::string, Rescaled> rescaled;
    /// Tensors that must have the same parameters (inputs of one Concat).
    std::vector<std::vector<std::string>> unified;
    /// Tensors whose codes have no zero point.
    std::unordered_set<std::string> symmetric;
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
    /// With the scheme Cpu: not null for a plain plan, in which every operator that has an integer form runs
    /// in INT8 wherever it stands, if it works on these tensors (valueTensors()).
    const std::unordered_set<std::string>* everywhere = nullptr;
};

/// The plan by the rules of the scheme. For ONNX Runtime's CPU provider these follow what it fuses: whole
/// chains of operators, one Quantize/Dequantize pair per tensor, activations after their Relu or Clip. The
/// other schemes quantise what an operator reads and leave what it gives in float.
/// `view` is of a lowered model (int8_lowering.h).
[[nodiscard]] Int8Plan planInt8(model::GraphView& view, const Int8PlanOptions& options = {});
/// Inside this folder: the plan of the schemes OpenVino and TensorRt.
[[nodiscard]] Int8Plan planInt8Inputs(model::GraphView& view, const Int8PlanOptions& options);

}  // namespace pwb::quantize
