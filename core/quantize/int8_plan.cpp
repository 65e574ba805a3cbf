// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8_plan.h"

#include <algorithm>
#include <array>
#include <limits>

namespace pwb::quantize {
namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

bool isFloatConstant(const model::GraphView& view, const std::string& name) {
    const auto* tensor = view.initializer(name);
    return tensor && tensor->data_type() == onnx::TensorProto::FLOAT;
}

bool hasInput(const onnx::NodeProto& node, int i) {
    return node.input_size() > i && !node.input(i).empty();
}

bool isQuantizableConv(const model::GraphView& view, const onnx::NodeProto& node) {
    return isFloatConstant(view, node.input(1)) &&
           (!hasInput(node, 2) || isFloatConstant(view, node.input(2)));
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
    if (!hasInput(node, 2)) return true;
    const auto* weight = view.initializer(node.input(1));
    const auto* bias = view.initializer(node.input(2));
    const std::int64_t columns = weight->dims(model::attributeInt(node, "transB", 0) != 0 ? 0 : 1);
    return bias && bias->data_type() == onnx::TensorProto::FLOAT && model::elementCount(*bias) == columns;
}

bool isNearestResize(const onnx::NodeProto& node) {
    const auto* mode = model::attribute(node, "mode");
    return !mode || mode->s() == "nearest";
}

/// What a Relu or Clip allows through.
std::optional<Range> activationBounds(const model::GraphView& view, const onnx::NodeProto& node) {
    if (node.op_type() == "Relu") return Range{0, kInfinity};
    if (node.op_type() != "Clip") return std::nullopt;
    Range range{-kInfinity, kInfinity};
    if (view.opset() < 11)
        return Range{model::attributeFloat(node, "min", -kInfinity),
                     model::attributeFloat(node, "max", kInfinity)};
    for (const int i : {1, 2}) {
        if (!hasInput(node, i)) continue;
        const auto* bound = view.initializer(node.input(i));
        if (!bound) return std::nullopt;
        const std::vector<float> value = model::floatValues(*bound);
        if (value.size() != 1) return std::nullopt;
        (i == 1 ? range.lo : range.hi) = value[0];
    }
    return range;
}

/// Inputs that carry activations; the others are weights, shapes, axes.
std::vector<std::string> activationInputs(const model::GraphView& view, const onnx::NodeProto& node,
                                          Int8Role role) {
    std::vector<std::string> inputs;
    const int count = role == Int8Role::Join ? node.input_size() : 1;
    for (int i = 0; i < count; ++i)
        if (!view.initializer(node.input(i))) inputs.push_back(node.input(i));
    return inputs;
}

class Planner {
public:
    Planner(model::GraphView& view, const Int8PlanOptions& options) : m_view(view), m_options(options) {}

    Int8Plan run() {
        markNodes();
        dropIdleFollowers();
        for (const onnx::NodeProto& node : m_view.graph().node()) describe(node);
        return std::move(m_plan);
    }

private:
    bool isInt8(const onnx::NodeProto* node) const { return node && m_plan.nodes.contains(node->output(0)); }

    /// Whether codes of `tensor` exist: made by an INT8 node, directly or through its folded Relu.
    bool carriesCodes(const std::string& tensor) const {
        const onnx::NodeProto* producer = m_view.producer(tensor);
        if (!producer) return false;
        if (isInt8(producer)) return !foldedActivation(m_view, tensor);
        const bool activation = producer->op_type() == "Relu" || producer->op_type() == "Clip";
        return activation && isInt8(m_view.producer(producer->input(0))) &&
               foldedActivation(m_view, producer->input(0)) == producer;
    }

    void markNodes() {
        for (const onnx::NodeProto& node : m_view.graph().node()) {
            const Int8Role role = int8Role(m_view, node);
            const bool compute = role == Int8Role::Convolution || role == Int8Role::MatrixProduct;
            const bool product = node.op_type() == "Conv" || node.op_type() == "ConvTranspose" ||
                                 node.op_type() == "Gemm" || node.op_type() == "MatMul";
            if (product && !compute) m_plan.keptFloat.push_back(node.name());
            if (role == Int8Role::Float || m_options.keepFloat.contains(node.name())) continue;
            if (!compute) {
                const std::vector<std::string> inputs = activationInputs(m_view, node, role);
                if (inputs.empty() || !std::all_of(inputs.begin(), inputs.end(),
                                                   [&](const auto& t) { return carriesCodes(t); }))
                    continue;
            }
            m_plan.nodes.insert(node.output(0));
            m_plan.convolutions += role == Int8Role::Convolution;
            m_plan.matmuls += role == Int8Role::MatrixProduct;
        }
    }

    bool feedsInt8(const onnx::NodeProto& node) const {
        for (const std::string& output : node.output()) {
            if (m_view.isGraphOutput(output)) continue;
            for (const onnx::NodeProto* reader : m_view.consumers(output)) {
                if (isInt8(reader)) return true;
                if (reader == foldedActivation(m_view, output) && feedsInt8(*reader)) return true;
            }
        }
        return false;
    }

    /// An elementwise operator whose result nobody reads as codes is better computed in float: the same
    /// conversions, no rounding.
    void dropIdleFollowers() {
        for (bool changed = true; changed;) {
            changed = false;
            for (int i = m_view.graph().node_size() - 1; i >= 0; --i) {
                const onnx::NodeProto& node = m_view.graph().node(i);
                if (!isInt8(&node)) continue;
                const Int8Role role = int8Role(m_view, node);
                const bool follower = role != Int8Role::Convolution && role != Int8Role::MatrixProduct;
                if (follower && !feedsInt8(node)) {
                    m_plan.nodes.erase(node.output(0));
                    changed = true;
                }
            }
        }
    }

    void addTensor(const std::string& name) {
        if (m_seen.insert(name).second) m_plan.tensors.push_back(name);
    }

    void describe(const onnx::NodeProto& node) {
        if (!isInt8(&node)) return;
        const Int8Role role = int8Role(m_view, node);
        for (const std::string& input : activationInputs(m_view, node, role)) addTensor(input);
        if (role == Int8Role::MatrixProduct && !feedsInt8(node))
            return;  // its sums come out in float, unrounded
        for (const std::string& output : node.output()) {
            std::string tensor = output;
            if (const auto* activation = foldedActivation(m_view, output)) {
                tensor = activation->output(0);
                m_plan.bounded[tensor] = *activationBounds(m_view, *activation);
            }
            addTensor(tensor);
            if (role == Int8Role::PassThrough) m_plan.sameAs[tensor] = node.input(0);
            if (node.op_type() == "Sigmoid") m_plan.fixed[tensor] = {1.0F / 256, 0};
        }
    }

    model::GraphView& m_view;
    const Int8PlanOptions& m_options;
    Int8Plan m_plan;
    std::unordered_set<std::string> m_seen;
};

}  // namespace

Int8Role int8Role(const model::GraphView& view, const onnx::NodeProto& node) {
    if (!node.domain().empty() && node.domain() != "ai.onnx") return Int8Role::Float;
    const std::string& type = node.op_type();
    if (type == "Conv") return isQuantizableConv(view, node) ? Int8Role::Convolution : Int8Role::Float;
    if (type == "MatMul") return isQuantizableMatMul(view, node) ? Int8Role::MatrixProduct : Int8Role::Float;
    if (type == "Gemm") return isQuantizableGemm(view, node) ? Int8Role::MatrixProduct : Int8Role::Float;
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
    if (!producer || int8Role(view, *producer) == Int8Role::PassThrough) return nullptr;
    const auto bounds = activationBounds(view, *readers[0]);
    // The Quantize can only stand for the Clip if the range still holds 0.
    return bounds && bounds->lo <= 0 && bounds->hi > 0 ? readers[0] : nullptr;
}

std::vector<std::string> Int8Plan::measured() const {
    std::vector<std::string> names;
    for (const std::string& tensor : tensors)
        if (!fixed.contains(tensor)) names.push_back(tensor);
    return names;
}

const std::string& Int8Plan::source(const std::string& tensor) const {
    const std::string* name = &tensor;
    for (auto it = sameAs.find(*name); it != sameAs.end(); it = sameAs.find(*name)) name = &it->second;
    return *name;
}

Int8Plan planInt8(model::GraphView& view, const Int8PlanOptions& options) {
    return Planner(view, options).run();
}

}  // namespace pwb::quantize
