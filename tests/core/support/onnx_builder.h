// SPDX-License-Identifier: GPL-3.0-or-later
// Small functions to write ONNX graphs in tests.
#pragma once

#include <onnx/onnx_pb.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace pwb::tests {

using Dims = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

inline onnx::ModelProto emptyModel(std::int64_t opset = 17, std::int64_t irVersion = 8) {
    onnx::ModelProto model;
    model.set_ir_version(irVersion);
    model.set_producer_name("tests");
    model.add_opset_import()->set_version(opset);
    model.mutable_graph()->set_name("graph");
    return model;
}

/// A dimension of −1 becomes the symbol "batch".
inline void setShape(onnx::ValueInfoProto& value, const std::string& name, const Dims& dims,
                     int type = onnx::TensorProto::FLOAT) {
    value.set_name(name);
    auto& tensor = *value.mutable_type()->mutable_tensor_type();
    tensor.set_elem_type(type);
    tensor.mutable_shape();
    for (const auto dim : dims) {
        auto& added = *tensor.mutable_shape()->add_dim();
        if (dim < 0)
            added.set_dim_param("batch");
        else
            added.set_dim_value(dim);
    }
}
inline void addInput(onnx::ModelProto& model, const std::string& name, const Dims& dims,
                     int type = onnx::TensorProto::FLOAT) {
    setShape(*model.mutable_graph()->add_input(), name, dims, type);
}
inline void addOutput(onnx::ModelProto& model, const std::string& name, const Dims& dims,
                      int type = onnx::TensorProto::FLOAT) {
    setShape(*model.mutable_graph()->add_output(), name, dims, type);
}

template <class T>
onnx::TensorProto tensorOf(const std::string& name, const Dims& dims, const std::vector<T>& values,
                           int type) {
    onnx::TensorProto tensor;
    tensor.set_name(name);
    tensor.set_data_type(type);
    for (const auto dim : dims) tensor.add_dims(dim);
    tensor.set_raw_data(std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)));
    return tensor;
}
inline void addFloats(onnx::ModelProto& model, const std::string& name, const Dims& dims,
                      const std::vector<float>& values) {
    *model.mutable_graph()->add_initializer() = tensorOf(name, dims, values, onnx::TensorProto::FLOAT);
}
inline void addInts(onnx::ModelProto& model, const std::string& name, const Dims& dims,
                    const std::vector<std::int64_t>& values) {
    *model.mutable_graph()->add_initializer() = tensorOf(name, dims, values, onnx::TensorProto::INT64);
}

inline onnx::NodeProto& addNode(onnx::GraphProto& graph, const std::string& op, const Names& inputs,
                                const Names& outputs) {
    auto& node = *graph.add_node();
    node.set_op_type(op);
    node.set_name(outputs.empty() ? op : outputs[0] + "_" + op);
    for (const auto& name : inputs) node.add_input(name);
    for (const auto& name : outputs) node.add_output(name);
    return node;
}
inline onnx::NodeProto& addNode(onnx::ModelProto& model, const std::string& op, const Names& inputs,
                                const Names& outputs) {
    return addNode(*model.mutable_graph(), op, inputs, outputs);
}

inline void setInt(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INT);
    attribute.set_i(value);
}
inline void setFloat(onnx::NodeProto& node, const std::string& name, float value) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::FLOAT);
    attribute.set_f(value);
}
inline void setInts(onnx::NodeProto& node, const std::string& name, const Dims& values) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::INTS);
    for (const auto value : values) attribute.add_ints(value);
}
inline void setString(onnx::NodeProto& node, const std::string& name, const std::string& value) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::STRING);
    attribute.set_s(value);
}
inline onnx::GraphProto& addBody(onnx::NodeProto& node, const std::string& name) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::GRAPH);
    attribute.mutable_g()->set_name(name);
    return *attribute.mutable_g();
}

/// The same values for the same seed, evenly spread over [low, high).
inline std::vector<float> randomFloats(std::size_t count, unsigned seed, float low = -1.0F,
                                       float high = 1.0F) {
    std::mt19937 engine(seed);
    std::vector<float> values(count);
    for (auto& value : values)
        value = low + (high - low) * static_cast<float>(engine() >> 8) / static_cast<float>(1 << 24);
    return values;
}

}  // namespace pwb::tests
