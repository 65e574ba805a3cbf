// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/int8_roles.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace pwb::quantize {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

bool isFloatConstant(const model::GraphView& view, const std::string& name) {
    const auto* tensor = view.initializer(name);
    return tensor && tensor->data_type() == onnx::TensorProto::FLOAT;
}

bool isQuantizableConv(const model::GraphView& view, const onnx::NodeProto& node) {
    return isFloatConstant(view, node.input(1)) &&
           (!model::hasInput(node, 2) || isFloatConstant(view, node.input(2)));
}

bool isQuantizableMatMul(const model::GraphView& view, const onnx::NodeProto& node) {
    const auto* weight = view.initializer(node.input(1));
    return weight && weight->data_type() == onnx::TensorProto::FLOAT && weight->dims_size() == 2;
}

bool isQuantizableGemm(const model::GraphView& view, const onnx::NodeProto& node) {
    if (!isQuantizableMatMul(view, node)) return false;
    if (model::attributeFloat(node, "alpha", 1) != 1 || model::attributeFloat(node, "beta", 1) != 1)
        return false;
    if (model::attributeInt(node, "transA", 0) != 0) return false;
    if (!model::hasInput(node, 2)) return true;
    const auto* weight = view.initializer(node.input(1));
    const auto* bias = view.initializer(node.input(2));
    const std::int64_t columns = weight->dims(model::attributeInt(node, "transB", 0) != 0 ? 0 : 1);
    return bias && bias->data_type() == onnx::TensorProto::FLOAT && model::elementCount(*bias) == columns;
}

bool isNearestResize(const onnx::NodeProto& node) {
    const auto* mode = model::attribute(node, "mode");
    return !mode || mode->s() == "nearest";
}

/// The constant that a Mul or Div scales its activation by; 0 where it does not.
float scalarFactor(const model::GraphView& view, const onnx::NodeProto& node) {
    if (node.op_type() != "Mul" && node.op_type() != "Div") return 0;
    for (int i = 0; i < node.input_size(); ++i) {
        if (!isFloatConstant(view, node.input(i))) continue;
        const onnx::TensorProto& constant = *view.initializer(node.input(i));
        // More dimensions than the activation has would change its shape.
        if (model::elementCount(constant) != 1 || constant.dims_size() > 1) return 0;
        const float value = model::floatValues(constant)[0];
        if (node.op_type() == "Mul") return value;
        return i == 1 && value != 0 ? 1 / value : 0;
    }
    return 0;
}

}  // namespace

float rescaleFactor(const model::GraphView& view, const onnx::NodeProto& node) {
    return scalarFactor(view, node);
}

std::vector<std::string> activationInputs(const model::GraphView& view, const onnx::NodeProto& node,
                                          Int8Role role) {
    std::vector<std::string> inputs;
    const bool all = role == Int8Role::Join || role == Int8Role::Rescale;
    const int count = all ? node.input_size() : 1;
    for (int i = 0; i < count; ++i)
        if (!view.initializer(node.input(i))) inputs.push_back(node.input(i));
    return inputs;
}

std::optional<Range> activationBounds(const model::GraphView& view, const onnx::NodeProto& node) {
    if (node.op_type() == "Relu") return Range{0, kInfinity};
    if (node.op_type() != "Clip") return std::nullopt;
    Range range{-kInfinity, kInfinity};
    if (view.opset() < 11)
        return Range{model::attributeFloat(node, "min", -kInfinity),
                     model::attributeFloat(node, "max", kInfinity)};
    for (const int i : {1, 2}) {
        if (!model::hasInput(node, i)) continue;
        const auto* bound = view.initializer(node.input(i));
        if (!bound) return std::nullopt;
        const std::vector<float> value = model::floatValues(*bound);
        if (value.size() != 1) return std::nullopt;
        (i == 1 ? range.lo : range.hi) = value[0];
    }
    return range;
}

Int8Role int8Role(const model::GraphView& view, const onnx::NodeProto& node) {
    if (!node.domain().empty() && node.domain() != "ai.onnx") return Int8Role::Float;
    const std::string& type = node.op_type();
    if (type == "Conv") return isQuantizableConv(view, node) ? Int8Role::Convolution : Int8Role::Float;
    if (type == "MatMul") return isQuantizableMatMul(view, node) ? Int8Role::MatrixProduct : Int8Role::Float;
    if (type == "Gemm") return isQuantizableGemm(view, node) ? Int8Role::MatrixProduct : Int8Role::Float;
    const float factor = scalarFactor(view, node);
    if (factor > 0 && std::isfinite(factor) && !view.isGraphOutput(node.output(0)) &&
        !view.isCaptured(node.output(0)))
        return Int8Role::Rescale;
    static constexpr std::array joins = {"Add", "Mul", "Concat"};
    static constexpr std::array passing = {"MaxPool",   "Reshape", "Flatten", "Transpose", "Squeeze",
                                           "Unsqueeze", "Slice",   "Split",   "Gather"};
    const auto isOne = [&](const auto& list) {
        return std::find(list.begin(), list.end(), type) != list.end();
    };
    if (isOne(joins)) {
        const bool usable =
            std::all_of(node.input().begin(), node.input().end(), [&](const std::string& input) {
                return !view.initializer(input) || isFloatConstant(view, input);
            });
        return usable ? Int8Role::Join : Int8Role::Float;
    }
    if (type == "GlobalAveragePool" || type == "AveragePool") return Int8Role::Pool;
    if (type == "Sigmoid" || type == "LeakyRelu") return Int8Role::Unary;
    // A MaxPool that also gives indices has no integer form.
    if (type == "MaxPool" && node.output_size() > 1) return Int8Role::Float;
    if (type == "Gather" && view.initializer(node.input(0))) return Int8Role::Float;
    if (isOne(passing) || (type == "Resize" && isNearestResize(node))) return Int8Role::PassThrough;
    return Int8Role::Float;
}

const onnx::NodeProto* foldedActivation(const model::GraphView& view, const std::string& tensor) {
    if (view.isGraphOutput(tensor) || view.isCaptured(tensor)) return nullptr;
    const auto& readers = view.consumers(tensor);
    if (readers.size() != 1) return nullptr;
    // A pass-through keeps its input's parameters, which know nothing of the Relu after it.
    const onnx::NodeProto* producer = view.producer(tensor);
    if (!producer) return nullptr;
    const Int8Role role = int8Role(view, *producer);
    if (role == Int8Role::PassThrough || role == Int8Role::Rescale) return nullptr;
    const auto bounds = activationBounds(view, *readers[0]);
    // The Quantize can only stand for the Clip if the range still holds 0.
    return bounds && bounds->lo <= 0 && bounds->hi > 0 ? readers[0] : nullptr;
}

}  // namespace pwb::quantize
