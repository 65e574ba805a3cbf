// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/graph.h"

#include "core/model/walk.h"

namespace pwb::model {

GraphView::GraphView(onnx::ModelProto& model) : m_model(&model), m_graph(model.mutable_graph()) {
    refresh();
}

void GraphView::refresh() {
    m_opset = defaultOpset(*m_model);
    m_producers.clear();
    m_consumers.clear();
    m_initializers.clear();
    m_inputs.clear();
    m_outputs.clear();
    m_captured.clear();
    for (auto& tensor : *m_graph->mutable_initializer()) m_initializers[tensor.name()] = &tensor;
    for (const auto& input : m_graph->input())
        if (!m_initializers.contains(input.name())) m_inputs.insert(input.name());
    for (const auto& output : m_graph->output()) m_outputs.insert(output.name());
    for (auto& node : *m_graph->mutable_node()) {
        for (const auto& output : node.output())
            if (!output.empty()) m_producers[output] = &node;
        for (const auto& input : node.input())
            if (!input.empty()) m_consumers[input].push_back(&node);
        m_captured.merge(capturedBy(node));
    }
}

onnx::NodeProto* GraphView::producer(const std::string& tensor) const {
    const auto it = m_producers.find(tensor);
    return it == m_producers.end() ? nullptr : it->second;
}

const std::vector<onnx::NodeProto*>& GraphView::consumers(const std::string& tensor) const {
    static const std::vector<onnx::NodeProto*> none;
    const auto it = m_consumers.find(tensor);
    return it == m_consumers.end() ? none : it->second;
}

onnx::TensorProto* GraphView::initializer(const std::string& tensor) const {
    const auto it = m_initializers.find(tensor);
    return it == m_initializers.end() ? nullptr : it->second;
}

const onnx::AttributeProto* attribute(const onnx::NodeProto& node, const std::string& name) {
    for (const auto& candidate : node.attribute())
        if (candidate.name() == name) return &candidate;
    return nullptr;
}

std::int64_t attributeInt(const onnx::NodeProto& node, const std::string& name, std::int64_t otherwise) {
    const auto* found = attribute(node, name);
    return found ? found->i() : otherwise;
}

float attributeFloat(const onnx::NodeProto& node, const std::string& name, float otherwise) {
    const auto* found = attribute(node, name);
    return found ? found->f() : otherwise;
}

std::vector<std::int64_t> attributeInts(const onnx::NodeProto& node, const std::string& name) {
    const auto* found = attribute(node, name);
    if (!found) return {};
    return {found->ints().begin(), found->ints().end()};
}

void setAttribute(onnx::NodeProto& node, const std::string& name, std::int64_t value) {
    onnx::AttributeProto* target = nullptr;
    for (auto& candidate : *node.mutable_attribute())
        if (candidate.name() == name) target = &candidate;
    if (!target) target = node.add_attribute();
    target->Clear();
    target->set_name(name);
    target->set_type(onnx::AttributeProto::INT);
    target->set_i(value);
}

std::int64_t defaultOpset(const onnx::ModelProto& model) {
    for (const auto& opset : model.opset_import())
        if (opset.domain().empty() || opset.domain() == "ai.onnx") return opset.version();
    return 0;
}

void setDefaultOpset(onnx::ModelProto& model, std::int64_t version) {
    for (auto& opset : *model.mutable_opset_import())
        if (opset.domain().empty() || opset.domain() == "ai.onnx") return opset.set_version(version);
    model.add_opset_import()->set_version(version);
}

}  // namespace pwb::model
