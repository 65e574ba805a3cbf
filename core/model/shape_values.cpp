// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/shape_values.h"

#include <algorithm>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/model/graph.h"
#include "core/model/prepare.h"

namespace pwb::model {
namespace {

constexpr int kMostRounds = 64;
constexpr std::int64_t kMostValues = 64;  // a longer tensor is no shape

using Element = std::optional<std::int64_t>;

/// A small integer tensor of which some elements may be known.
struct IntValues {
    std::vector<Element> elements;
    bool scalar = false;

    [[nodiscard]] bool known() const {
        return std::all_of(elements.begin(), elements.end(),
                           [](const Element& each) { return each.has_value(); });
    }
};

Element combined(const std::string& type, const Element& a, const Element& b) {
    if (!a || !b) return std::nullopt;
    if (type == "Add") return *a + *b;
    if (type == "Sub") return *a - *b;
    if (type == "Mul") return *a * *b;
    return *b != 0 ? Element(*a / *b) : std::nullopt;
}

class Evaluator {
public:
    explicit Evaluator(onnx::ModelProto& model) : m_graph(*model.mutable_graph()) {
        for (const auto& tensor : m_graph.initializer()) noteConstant(tensor.name(), tensor);
        for (const auto* list : {&m_graph.input(), &m_graph.value_info()})
            for (const auto& value : *list)
                if (value.type().tensor_type().has_shape())
                    m_shapes[value.name()] = &value.type().tensor_type().shape();
    }

    /// Replaces nodes by what they are known to compute; how many.
    int settle() {
        int settled = 0;
        std::vector<std::pair<std::string, IntValues>> known;
        auto& nodes = *m_graph.mutable_node();
        for (auto& node : nodes) {
            if (node.op_type() == "Reshape") settled += settleReshape(node) ? 1 : 0;
            auto values = evaluate(node);
            if (!values) continue;
            if (values->known() && node.op_type() != "Constant") known.emplace_back(node.output(0), *values);
            m_values[node.output(0)] = std::move(*values);
        }
        for (const auto& [name, values] : known) replaceByConstant(name, values);
        return settled + static_cast<int>(known.size());
    }

private:
    void noteConstant(const std::string& name, const onnx::TensorProto& tensor) {
        const bool integers = tensor.data_type() == onnx::TensorProto::INT64;
        if (!integers || tensor.dims_size() > 1 || elementCount(tensor) > kMostValues) return;
        const auto values = intValues(tensor);
        m_values[name] = {{values.begin(), values.end()}, tensor.dims_size() == 0};
    }

    [[nodiscard]] const IntValues* valuesOf(const onnx::NodeProto& node, int input) const {
        if (input >= node.input_size()) return nullptr;
        const auto found = m_values.find(node.input(input));
        return found == m_values.end() ? nullptr : &found->second;
    }
    /// The only element of an input, where it is known.
    [[nodiscard]] Element single(const onnx::NodeProto& node, int input) const {
        const IntValues* values = valuesOf(node, input);
        return values && values->elements.size() == 1 ? values->elements[0] : std::nullopt;
    }

    std::optional<IntValues> evaluate(const onnx::NodeProto& node) {
        const std::string& type = node.op_type();
        if (type == "Constant") {
            if (const auto* value = attribute(node, "value")) noteConstant(node.output(0), value->t());
            return std::nullopt;
        }
        if (type == "Shape") return shapeOf(node);
        if (type == "Concat") return concatenated(node);
        const IntValues* first = valuesOf(node, 0);
        if (!first) return std::nullopt;
        if (type == "Gather") return gathered(node, *first);
        if (type == "Slice") return sliced(node, *first);
        if (type == "Unsqueeze" && first->scalar) return IntValues{first->elements, false};
        if (type == "Squeeze" && first->elements.size() == 1) return IntValues{first->elements, true};
        if (type == "Identity" || (type == "Cast" && attributeInt(node, "to", 0) == onnx::TensorProto::INT64))
            return *first;
        if (type == "Add" || type == "Sub" || type == "Mul" || type == "Div") return arithmetic(node, *first);
        return std::nullopt;
    }

    std::optional<IntValues> shapeOf(const onnx::NodeProto& node) const {
        const auto shape = m_shapes.find(node.input(0));
        if (shape == m_shapes.end() || attribute(node, "start") || attribute(node, "end"))
            return std::nullopt;
        IntValues values;
        for (const auto& dim : shape->second->dim())
            values.elements.push_back(dim.has_dim_value() ? Element(dim.dim_value()) : std::nullopt);
        return values;
    }

    std::optional<IntValues> concatenated(const onnx::NodeProto& node) const {
        IntValues values;
        for (int i = 0; i < node.input_size(); ++i) {
            const IntValues* part = valuesOf(node, i);
            if (!part || part->scalar) return std::nullopt;
            values.elements.insert(values.elements.end(), part->elements.begin(), part->elements.end());
        }
        return values;
    }

    std::optional<IntValues> gathered(const onnx::NodeProto& node, const IntValues& data) const {
        const IntValues* indices = valuesOf(node, 1);
        if (!indices || !indices->known() || data.scalar) return std::nullopt;
        const auto size = static_cast<std::int64_t>(data.elements.size());
        IntValues values{{}, indices->scalar};
        for (const Element& index : indices->elements) {
            const std::int64_t at = *index < 0 ? *index + size : *index;
            if (at < 0 || at >= size) return std::nullopt;
            values.elements.push_back(data.elements[static_cast<std::size_t>(at)]);
        }
        return values;
    }

    std::optional<IntValues> sliced(const onnx::NodeProto& node, const IntValues& data) const {
        const Element start = single(node, 1), end = single(node, 2);
        if (!start || !end || data.scalar) return std::nullopt;
        if (node.input_size() > 4 && single(node, 4) != 1) return std::nullopt;
        const auto size = static_cast<std::int64_t>(data.elements.size());
        const auto place = [&](std::int64_t at) {
            return std::clamp<std::int64_t>(at < 0 ? at + size : at, 0, size);
        };
        IntValues values;
        for (std::int64_t i = place(*start); i < place(*end); ++i)
            values.elements.push_back(data.elements[static_cast<std::size_t>(i)]);
        return values;
    }

    std::optional<IntValues> arithmetic(const onnx::NodeProto& node, const IntValues& a) const {
        const IntValues* b = valuesOf(node, 1);
        if (!b ||
            (a.elements.size() != b->elements.size() && a.elements.size() != 1 && b->elements.size() != 1))
            return std::nullopt;
        IntValues values{{}, a.scalar && b->scalar};
        const auto at = [](const IntValues& of, std::size_t i) {
            return of.elements[of.elements.size() == 1 ? 0 : i];
        };
        for (std::size_t i = 0; i < std::max(a.elements.size(), b->elements.size()); ++i)
            values.elements.push_back(combined(node.op_type(), at(a, i), at(*b, i)));
        return values;
    }

    /// A target of which all but the first element, the batch, is known: 0 keeps that dimension.
    bool settleReshape(onnx::NodeProto& node) {
        const IntValues* target = valuesOf(node, 1);
        if (!target || target->elements.size() < 2 || target->elements[0] ||
            attributeInt(node, "allowzero", 0))
            return false;
        IntValues constant = *target;
        constant.elements[0] = 0;
        if (!constant.known()) return false;
        const std::string name = node.input(1) + "/batch_kept";
        addConstant(name, constant);
        node.set_input(1, name);
        return true;
    }

    void addConstant(const std::string& name, const IntValues& values) {
        if (m_values.contains(name) && m_values[name].known()) return;
        std::vector<std::int64_t> numbers;
        for (const Element& each : values.elements) numbers.push_back(*each);
        std::vector<std::int64_t> dims;
        if (!values.scalar) dims.push_back(static_cast<std::int64_t>(numbers.size()));
        *m_graph.add_initializer() = makeInt64Tensor(name, dims, numbers);
        m_values[name] = values;
    }

    void replaceByConstant(const std::string& name, const IntValues& values) {
        auto& nodes = *m_graph.mutable_node();
        const auto node = std::find_if(nodes.begin(), nodes.end(), [&](const onnx::NodeProto& each) {
            return each.output_size() == 1 && each.output(0) == name;
        });
        if (node == nodes.end()) return;
        nodes.erase(node);
        m_values.erase(name);
        addConstant(name, values);
    }

    onnx::GraphProto& m_graph;
    std::unordered_map<std::string, IntValues> m_values;
    std::unordered_map<std::string, const onnx::TensorShapeProto*> m_shapes;
};

}  // namespace

void inferOpenShapes(onnx::ModelProto& model) {
    inferShapes(model);
    for (int round = 0; round < kMostRounds && Evaluator(model).settle() > 0; ++round) inferShapes(model);
}

}  // namespace pwb::model
