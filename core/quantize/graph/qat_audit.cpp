// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/graph/qat_audit.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"

namespace pwb::quantize {
namespace {

/// A Clip's lower bound, where it is constant.
std::optional<float> lowerBound(const model::GraphView& view, const onnx::NodeProto& clip) {
    if (const auto* attribute = model::attribute(clip, "min")) return attribute->f();
    if (clip.input_size() < 2 || clip.input(1).empty()) return std::nullopt;
    const auto* bound = view.initializer(clip.input(1));
    const auto values = bound ? model::floatValues(*bound) : std::vector<float>{};
    return values.size() == 1 ? std::optional(values[0]) : std::nullopt;
}

bool isFork(const model::GraphView& view, const std::string& tensor) {
    return view.consumers(tensor).size() > 1 || view.isGraphOutput(tensor) || view.isCaptured(tensor);
}

}  // namespace

QatAudit auditQat(const model::GraphView& view) {
    QatAudit audit;
    for (const onnx::NodeProto& node : view.graph().node()) {
        const std::string& op = node.op_type();
        audit.integerOperators += op.starts_with("QLinear") || op.ends_with("Integer") ||
                                  op == "DynamicQuantizeLinear" || op == "MatMulNBits";
        if (!isQuantize(node) && !isDequantize(node)) continue;
        const auto params = qdqParams(view, node);
        const bool constant = view.initializer(node.input(0)) != nullptr;
        // Biases are 32 bits wide.
        const bool bias =
            params && constant && isDequantize(node) && params->type == onnx::TensorProto::INT32;
        if (!params || (!codeRange(params->type) && !bias)) {
            ++audit.opaque;
        } else if (constant) {
            audit.weights += !bias;
        } else if (isQuantize(node)) {
            ++audit.activations;
            audit.signedActivations += params->type == onnx::TensorProto::INT8;
            audit.perChannelActivations += params->perChannel;
            audit.forks += isFork(view, node.input(0));
        }
    }
    return audit;
}

bool isNonNegative(const model::GraphView& view, const std::string& tensor) {
    static constexpr std::array<std::string_view, 4> never = {"Relu", "Sigmoid", "Softmax", "HardSigmoid"};
    static constexpr std::array<std::string_view, 11> keeping = {
        "MaxPool",   "AveragePool", "GlobalAveragePool", "Reshape", "Flatten",
        "Transpose", "Squeeze",     "Unsqueeze",         "Slice",   "Split",
        "Gather"};
    const std::string* name = &tensor;
    while (const onnx::NodeProto* producer = view.producer(*name)) {
        const std::string& op = producer->op_type();
        if (base::isOneOf(op, never)) return true;
        if (op == "Clip") return lowerBound(view, *producer).value_or(-1) >= 0;
        if (!base::isOneOf(op, keeping)) return false;
        name = &producer->input(0);
    }
    return false;
}

}  // namespace pwb::quantize
