// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/box_decode.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/text.h"
#include "core/quantize/graph/value_tensors.h"
#include "core/quantize/int8/int8_roles.h"

namespace pwb::quantize {
namespace {

bool isProduct(const std::string& op) {
    static constexpr std::array<std::string_view, 4> products = {"Conv", "ConvTranspose", "Gemm", "MatMul"};
    return base::isOneOf(op, products);
}

bool passesOn(const std::string& op) {
    static constexpr std::array<std::string_view, 15> moving = {
        "Reshape", "Transpose", "Flatten", "Squeeze", "Unsqueeze",      "Slice",    "Split",   "Gather",
        "Concat",  "Cast",      "Expand",  "Tile",    "GatherElements", "GatherND", "Identity"};
    return base::isOneOf(op, moving);
}

bool isArithmetic(const std::string& op) {
    static constexpr std::array<std::string_view, 4> arithmetic = {"Add", "Sub", "Mul", "Div"};
    return base::isOneOf(op, arithmetic);
}

bool isElementwise(const std::string& op) {
    static constexpr std::array<std::string_view, 16> others = {
        "Exp", "Pow", "Sigmoid", "Softmax", "Softplus", "Relu", "Clip", "Neg",
        "Min", "Max", "Where",   "Sqrt",    "Tanh",     "Log",  "Abs",  "Reciprocal"};
    return isArithmetic(op) || base::isOneOf(op, others);
}

/// What picks among finished boxes.
bool selects(const std::string& op) {
    static constexpr std::array<std::string_view, 6> selecting = {
        "NonMaxSuppression", "TopK", "ReduceMax", "ArgMax", "Greater", "NonZero"};
    return base::isOneOf(op, selecting);
}

class Finder {
public:
    explicit Finder(const model::GraphView& view) : m_view(view), m_shapes(shapeTensors(view)) {}

    BoxDecode run() {
        const auto& nodes = m_view.graph().node();
        for (int i = nodes.size() - 1; i >= 0; --i)
            if (belongs(nodes.Get(i))) m_tail.insert(&nodes.Get(i));
        if (!mixes() || !computesCoordinates()) return {};
        BoxDecode found;
        for (const onnx::NodeProto& node : nodes) {
            if (m_tail.contains(&node)) {
                found.nodes.push_back(node.name());
                if (changesValues(node)) found.arithmetic.push_back(node.name());
            } else if (isProduct(node.op_type()) && isHead(node)) {
                found.heads.push_back(node.name());
            }
        }
        return found;
    }

private:
    /// Σ i·p_i over a Softmax: fixed weights, one column.
    bool isExpectation(const onnx::NodeProto& node) const {
        if (node.op_type() != "Conv" && node.op_type() != "MatMul" && node.op_type() != "Gemm") return false;
        const auto* weight = m_view.initializer(node.input(1));
        if (!weight || weight->dims_size() == 0) return false;
        const bool rows = node.op_type() == "Conv" || model::attributeInt(node, "transB", 0) != 0;
        const std::int64_t columns = rows                       ? weight->dims(0)
                                     : weight->dims_size() == 1 ? 1
                                                                : weight->dims(weight->dims_size() - 1);
        if (columns != 1) return false;
        const onnx::NodeProto* before = m_view.producer(node.input(0));
        while (before && passesOn(before->op_type())) before = m_view.producer(before->input(0));
        return before && before->op_type() == "Softmax";
    }

    /// Nothing behind it but the end.
    bool belongs(const onnx::NodeProto& node) const {
        const std::string& op = node.op_type();
        if (!passesOn(op) && !isElementwise(op) && !selects(op) && !isExpectation(node)) return false;
        return std::all_of(node.output().begin(), node.output().end(), [&](const std::string& output) {
            if (m_view.isCaptured(output) || m_shapes.contains(output)) return false;
            const auto& readers = m_view.consumers(output);
            return std::all_of(readers.begin(), readers.end(),
                               [&](const onnx::NodeProto* reader) { return m_tail.contains(reader); });
        });
    }

    bool isHead(const onnx::NodeProto& product) const {
        const auto& readers = m_view.consumers(product.output(0));
        return std::any_of(readers.begin(), readers.end(),
                           [&](const onnx::NodeProto* reader) { return m_tail.contains(reader); });
    }

    bool mixes() const {
        static constexpr std::array<std::string_view, 5> mixing = {"Concat", "Slice", "Split", "Gather",
                                                                   "NonMaxSuppression"};
        return std::any_of(m_tail.begin(), m_tail.end(), [&](const onnx::NodeProto* node) {
            return base::isOneOf(node->op_type(), mixing);
        });
    }

    bool computesCoordinates() const {
        static constexpr std::array<std::string_view, 3> telling = {"Exp", "Pow", "Softplus"};
        return std::any_of(m_tail.begin(), m_tail.end(), [&](const onnx::NodeProto* node) {
            return base::isOneOf(node->op_type(), telling) || isExpectation(*node) ||
                   (isArithmetic(node->op_type()) && isMoreThanBiasOrFactor(*node));
        });
    }

    /// A constant behind a product is its bias, and one number is a temperature.
    bool isMoreThanBiasOrFactor(const onnx::NodeProto& node) const {
        for (int i = 0; i < node.input_size(); ++i) {
            const auto* constant = m_view.initializer(node.input(i));
            if (!constant) continue;
            const onnx::NodeProto* other = m_view.producer(node.input(1 - i));
            return model::elementCount(*constant) > 1 && !(other && isProduct(other->op_type()));
        }
        return true;
    }

    bool changesValues(const onnx::NodeProto& node) const {
        const Int8Role role = int8Role(m_view, node);
        return role != Int8Role::Float && role != Int8Role::PassThrough;
    }

    const model::GraphView& m_view;
    std::unordered_set<std::string> m_shapes;
    std::unordered_set<const onnx::NodeProto*> m_tail;
};

}  // namespace

BoxDecode findBoxDecode(const model::GraphView& view) {
    return Finder(view).run();
}

}  // namespace pwb::quantize
