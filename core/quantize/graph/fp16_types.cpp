// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/graph/fp16_types.h"

#include <algorithm>

#include "core/model/graph.h"
#include "core/model/walk.h"

namespace pwb::quantize {
namespace {

using Types = std::unordered_map<std::string, int>;
using Parameter = onnx::OpSchema::FormalParameter;

constexpr int kUnknown = onnx::TensorProto::UNDEFINED;

void addTypes(const onnx::GraphProto& graph, std::int64_t opset, Types& types);

int typeOf(const Types& types, const std::string& tensor) {
    const auto it = types.find(tensor);
    return it == types.end() ? kUnknown : it->second;
}

const Parameter* parameterAt(const std::vector<Parameter>& parameters, int index) {
    const auto at = static_cast<std::size_t>(index);
    if (at < parameters.size()) return &parameters[at];
    if (!parameters.empty() && parameters.back().GetOption() == onnx::OpSchema::Variadic)
        return &parameters.back();
    return nullptr;
}

int elementTypeOf(onnx::DataType type) {
    return onnx::Utils::DataTypeUtils::ToTypeProto(type).tensor_type().elem_type();
}

/// The type that an attribute names, for operators whose output does not follow their inputs.
int typeFromAttributes(const onnx::NodeProto& node) {
    if (node.op_type() == "Cast") return static_cast<int>(model::attributeInt(node, "to", kUnknown));
    for (const char* name : {"dtype", "output_datatype", "output_dtype"})
        if (model::attribute(node, name)) return static_cast<int>(model::attributeInt(node, name, kUnknown));
    const auto* value = model::attribute(node, "value");
    if (node.op_type() == "ConstantOfShape") return value ? value->t().data_type() : onnx::TensorProto::FLOAT;
    if (node.op_type() != "Constant") return kUnknown;
    if (value) return value->t().data_type();
    const bool floats = model::attribute(node, "value_float") || model::attribute(node, "value_floats");
    return floats ? onnx::TensorProto::FLOAT : onnx::TensorProto::INT64;
}

/// The first body tells for all of an If's, which must agree.
int typeFromBody(const onnx::NodeProto& node, int output, std::int64_t opset, const Types& outer) {
    for (const auto& attribute : node.attribute()) {
        if (!attribute.has_g()) continue;
        const onnx::GraphProto& body = attribute.g();
        const int at =
            output + (node.op_type() == "Loop" ? 1 : 0);  // a loop's body gives its condition first
        if (at >= body.output_size()) return kUnknown;
        Types inner = outer;
        // Carried and scanned values have the same places in the node and in its body.
        for (int i = 0; i < std::min(body.input_size(), node.input_size()); ++i)
            inner[body.input(i).name()] = typeOf(outer, node.input(i));
        addTypes(body, opset, inner);
        return typeOf(inner, body.output(at).name());
    }
    return kUnknown;
}

int typeFromSchema(const onnx::NodeProto& node, const onnx::OpSchema& schema, int output,
                   const Types& types) {
    const Parameter* made = outputParameter(schema, output);
    if (!made) return kUnknown;
    for (int i = 0; i < node.input_size(); ++i) {
        const Parameter* read = inputParameter(schema, i);
        if (read && read->GetTypeStr() == made->GetTypeStr() && typeOf(types, node.input(i)) != kUnknown)
            return typeOf(types, node.input(i));
    }
    const auto& allowed = made->GetTypes();
    return allowed.size() == 1 ? elementTypeOf(*allowed.begin()) : kUnknown;
}

int outputType(const onnx::NodeProto& node, int output, std::int64_t opset, const Types& types) {
    if (const int type = typeFromAttributes(node); type != kUnknown) return type;
    if (model::hasBody(node)) return typeFromBody(node, output, opset, types);
    if (const onnx::OpSchema* schema = schemaOf(node, opset))
        if (const int type = typeFromSchema(node, *schema, output, types); type != kUnknown) return type;
    for (const auto& input : node.input())
        if (typeOf(types, input) == onnx::TensorProto::FLOAT) return onnx::TensorProto::FLOAT;
    return node.input_size() > 0 ? typeOf(types, node.input(0)) : onnx::TensorProto::FLOAT;
}

void addTypes(const onnx::GraphProto& graph, std::int64_t opset, Types& types) {
    for (const auto* values : {&graph.input(), &graph.value_info(), &graph.output()})
        for (const auto& value : *values)
            if (const int type = value.type().tensor_type().elem_type(); type != kUnknown)
                types[value.name()] = type;
    for (const auto& tensor : graph.initializer()) types[tensor.name()] = tensor.data_type();
    for (const auto& node : graph.node())
        for (int i = 0; i < node.output_size(); ++i)
            if (!node.output(i).empty() && typeOf(types, node.output(i)) == kUnknown)
                types[node.output(i)] = outputType(node, i, opset, types);
}

}  // namespace

const onnx::OpSchema* schemaOf(const onnx::NodeProto& node, std::int64_t opset) {
    if (!node.domain().empty() && node.domain() != "ai.onnx") return nullptr;
    return onnx::OpSchemaRegistry::Schema(node.op_type(), static_cast<int>(opset), "");
}

const Parameter* inputParameter(const onnx::OpSchema& schema, int index) {
    return parameterAt(schema.inputs(), index);
}

const Parameter* outputParameter(const onnx::OpSchema& schema, int index) {
    return parameterAt(schema.outputs(), index);
}

bool admitsHalf(const Parameter& parameter) {
    static const onnx::DataType half = onnx::Utils::DataTypeUtils::ToType("tensor(float16)");
    return parameter.GetTypes().contains(half);
}

std::unordered_map<std::string, int> tensorTypes(const onnx::ModelProto& model) {
    Types types;
    addTypes(model.graph(), model::defaultOpset(model), types);
    return types;
}

}  // namespace pwb::quantize
