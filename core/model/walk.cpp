// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/walk.h"

namespace pwb::model {
namespace {

void collectOuter(const onnx::GraphProto& body, std::unordered_set<std::string>& outer) {
    std::unordered_set<std::string> inside;
    for (const auto& input : body.input()) inside.insert(input.name());
    for (const auto& tensor : body.initializer()) inside.insert(tensor.name());
    for (const auto& tensor : body.sparse_initializer()) inside.insert(tensor.values().name());
    for (const auto& node : body.node()) inside.insert(node.output().begin(), node.output().end());

    const auto read = [&](const std::string& name) {
        if (!name.empty() && !inside.contains(name)) outer.insert(name);
    };
    for (const auto& node : body.node()) {
        for (const auto& input : node.input()) read(input);
        for (const auto& name : capturedBy(node)) read(name);
    }
    for (const auto& output : body.output()) read(output.name());
}

}  // namespace

void forEachGraph(onnx::GraphProto& graph, const std::function<void(onnx::GraphProto&)>& visit) {
    visit(graph);
    for (auto& node : *graph.mutable_node())
        for (auto& attribute : *node.mutable_attribute()) {
            if (attribute.has_g()) forEachGraph(*attribute.mutable_g(), visit);
            for (auto& body : *attribute.mutable_graphs()) forEachGraph(body, visit);
        }
}

void forEachGraph(const onnx::GraphProto& graph, const std::function<void(const onnx::GraphProto&)>& visit) {
    visit(graph);
    for (const auto& node : graph.node())
        for (const auto& attribute : node.attribute()) {
            if (attribute.has_g()) forEachGraph(attribute.g(), visit);
            for (const auto& body : attribute.graphs()) forEachGraph(body, visit);
        }
}

void forEachTensor(onnx::ModelProto& model, const std::function<void(onnx::TensorProto&)>& visit) {
    forEachGraph(*model.mutable_graph(), [&](onnx::GraphProto& graph) {
        for (auto& tensor : *graph.mutable_initializer()) visit(tensor);
        for (auto& node : *graph.mutable_node())
            for (auto& attribute : *node.mutable_attribute()) {
                if (attribute.has_t()) visit(*attribute.mutable_t());
                for (auto& tensor : *attribute.mutable_tensors()) visit(tensor);
            }
    });
}

void forEachTensor(const onnx::ModelProto& model,
                   const std::function<void(const onnx::TensorProto&)>& visit) {
    forEachGraph(model.graph(), [&](const onnx::GraphProto& graph) {
        for (const auto& tensor : graph.initializer()) visit(tensor);
        for (const auto& node : graph.node())
            for (const auto& attribute : node.attribute()) {
                if (attribute.has_t()) visit(attribute.t());
                for (const auto& tensor : attribute.tensors()) visit(tensor);
            }
    });
}

std::unordered_set<std::string> capturedBy(const onnx::NodeProto& node) {
    std::unordered_set<std::string> outer;
    for (const auto& attribute : node.attribute()) {
        if (attribute.has_g()) collectOuter(attribute.g(), outer);
        for (const auto& body : attribute.graphs()) collectOuter(body, outer);
    }
    return outer;
}

bool hasBody(const onnx::NodeProto& node) {
    for (const auto& attribute : node.attribute())
        if (attribute.has_g() || attribute.graphs_size() > 0) return true;
    return false;
}

}  // namespace pwb::model
