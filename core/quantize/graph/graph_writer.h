// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/model/graph.h"

namespace pwb::quantize {

/// Nodes and constants to be added to a model. They are collected apart and put into the graph at the end, so
/// that a GraphView of it stays valid meanwhile.
class GraphWriter {
public:
    explicit GraphWriter(onnx::ModelProto& model) : m_model(model), m_names(model) {}

    /// A name that nothing in the model has yet.
    [[nodiscard]] std::string unique(const std::string& wish) { return m_names.unique(wish); }
    /// Gives back `output`.
    std::string add(const char* type, const std::string& output, const std::vector<std::string>& inputs);
    /// The node added last, valid until the next one.
    [[nodiscard]] onnx::NodeProto& last() { return m_nodes.back(); }
    /// Gives back its name.
    std::string add(onnx::TensorProto constant);
    /// Puts everything into the graph, takes out what nobody reads any more, and sorts it.
    void finish();

private:
    onnx::ModelProto& m_model;
    model::NameSource m_names;
    std::vector<onnx::NodeProto> m_nodes;
    std::vector<onnx::TensorProto> m_constants;
};

}  // namespace pwb::quantize
