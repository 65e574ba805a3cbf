// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/graph/graph_writer.h"

namespace pwb::quantize {

std::string GraphWriter::add(const char* type, const std::string& output,
                             const std::vector<std::string>& inputs) {
    onnx::NodeProto& node = m_nodes.emplace_back();
    node.set_op_type(type);
    node.set_name(m_names.unique(output + "_node"));
    for (const std::string& input : inputs) node.add_input(input);
    node.add_output(output);
    return output;
}

std::string GraphWriter::add(onnx::TensorProto constant) {
    return m_constants.emplace_back(std::move(constant)).name();
}

void GraphWriter::finish() {
    for (onnx::NodeProto& node : m_nodes) m_model.mutable_graph()->add_node()->Swap(&node);
    for (onnx::TensorProto& tensor : m_constants) m_model.mutable_graph()->add_initializer()->Swap(&tensor);
    m_nodes.clear();
    m_constants.clear();
    model::removeDead(m_model);
    // No cycle can come of this: every new node stands between two that were there.
    (void)model::sortTopologically(*m_model.mutable_graph());
}

}  // namespace pwb::quantize
