// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/prepare/widen.h"

#include "core/model/graph.h"
#include "core/model/walk.h"
#include "core/quantize/graph/fp16_types.h"

namespace pwb::quantize {
namespace {

using onnx::TensorProto;

bool isNarrow(std::int64_t type) {
    return type == TensorProto::FLOAT16 || type == TensorProto::BFLOAT16;
}

bool widenType(onnx::TypeProto& type) {
    if (type.has_sequence_type()) return widenType(*type.mutable_sequence_type()->mutable_elem_type());
    if (!type.has_tensor_type() || !isNarrow(type.tensor_type().elem_type())) return false;
    type.mutable_tensor_type()->set_elem_type(TensorProto::FLOAT);
    return true;
}

bool widenTensor(TensorProto& tensor) {
    if (!isNarrow(tensor.data_type())) return false;
    const std::vector<std::int64_t> dims(tensor.dims().begin(), tensor.dims().end());
    TensorProto wide = model::makeFloatTensor(tensor.name(), dims, model::floatValues(tensor));
    tensor.Swap(&wide);
    return true;
}

/// `to` of Cast and the like, `dtype` of generators.
bool widenTypeAttributes(onnx::NodeProto& node) {
    bool changed = false;
    for (auto& attribute : *node.mutable_attribute()) {
        const std::string& name = attribute.name();
        const bool named = name == "to" || name == "dtype" || name == "output_dtype";
        if (!named || !isNarrow(attribute.i())) continue;
        attribute.set_i(TensorProto::FLOAT);
        changed = true;
    }
    return changed;
}

void dropIdleCasts(onnx::ModelProto& model) {
    const auto types = tensorTypes(model);
    for (auto& node : *model.mutable_graph()->mutable_node()) {
        if (node.op_type() != "Cast" || !node.domain().empty()) continue;
        const auto from = types.find(node.input(0));
        if (model::attributeInt(node, "to", 0) != TensorProto::FLOAT || from == types.end() ||
            from->second != TensorProto::FLOAT)
            continue;
        node.set_op_type("Identity");
        node.clear_attribute();
    }
}

}  // namespace

bool widenToFp32(onnx::ModelProto& model) {
    bool changed = false;
    model::forEachTensor(model, [&](TensorProto& tensor) { changed |= widenTensor(tensor); });
    model::forEachGraph(*model.mutable_graph(), [&](onnx::GraphProto& graph) {
        for (auto* values : {graph.mutable_input(), graph.mutable_output(), graph.mutable_value_info()})
            for (auto& value : *values) changed |= widenType(*value.mutable_type());
        for (auto& node : *graph.mutable_node()) changed |= widenTypeAttributes(node);
    });
    for (auto& function : *model.mutable_functions())
        for (auto& node : *function.mutable_node()) {
            changed |= widenTypeAttributes(node);
            for (auto& attribute : *node.mutable_attribute())
                if (attribute.has_t()) changed |= widenTensor(*attribute.mutable_t());
        }
    if (changed && model::sortTopologically(*model.mutable_graph())) dropIdleCasts(model);
    return changed;
}

}  // namespace pwb::quantize
