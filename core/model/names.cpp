// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/graph.h"
#include "core/model/walk.h"

namespace pwb::model {

NameSource::NameSource(const onnx::ModelProto& model) {
    forEachGraph(model.graph(), [&](const onnx::GraphProto& graph) {
        for (const auto& value : graph.input()) m_used.insert(value.name());
        for (const auto& value : graph.output()) m_used.insert(value.name());
        for (const auto& tensor : graph.initializer()) m_used.insert(tensor.name());
        for (const auto& tensor : graph.sparse_initializer()) m_used.insert(tensor.values().name());
        for (const auto& node : graph.node()) {
            m_used.insert(node.name());
            m_used.insert(node.input().begin(), node.input().end());
            m_used.insert(node.output().begin(), node.output().end());
        }
    });
    m_used.insert("");
}

std::string NameSource::unique(const std::string& wish) {
    std::string name = wish;
    for (int number = 2; !m_used.insert(name).second; ++number) name = wish + "_" + std::to_string(number);
    return name;
}

}  // namespace pwb::model
