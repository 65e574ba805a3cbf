// SPDX-License-Identifier: GPL-3.0-or-later
// The only folders that may include this are core/model and core/quantize (onnx types).
#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/error.h"

namespace pwb::model {

/// The node has its input number `i` (an input that is left out in the middle has an empty name).
[[nodiscard]] inline bool hasInput(const onnx::NodeProto& node, int i) {
    return node.input_size() > i && !node.input(i).empty();
}

/// An index over the main graph of a ModelProto: who makes a tensor, who reads it. It points into the
/// proto; after adding or removing nodes or initialisers call refresh().
class GraphView {
public:
    explicit GraphView(onnx::ModelProto& model);
    void refresh();

    [[nodiscard]] onnx::GraphProto& graph() { return *m_graph; }
    [[nodiscard]] const onnx::GraphProto& graph() const { return *m_graph; }
    [[nodiscard]] std::int64_t opset() const { return m_opset; }
    [[nodiscard]] onnx::NodeProto* producer(const std::string& tensor) const;  ///< null for inputs, weights
    /// Nodes of the main graph that read `tensor`, in graph order (a node twice if it reads it twice).
    [[nodiscard]] const std::vector<onnx::NodeProto*>& consumers(const std::string& tensor) const;
    /// Read by an If/Loop/Scan body: such a tensor must keep its name, type and meaning.
    [[nodiscard]] bool isCaptured(const std::string& tensor) const { return m_captured.contains(tensor); }
    [[nodiscard]] bool isGraphOutput(const std::string& tensor) const { return m_outputs.contains(tensor); }
    [[nodiscard]] bool isGraphInput(const std::string& tensor) const { return m_inputs.contains(tensor); }
    [[nodiscard]] onnx::TensorProto* initializer(const std::string& tensor) const;

private:
    onnx::ModelProto* m_model;
    onnx::GraphProto* m_graph;
    std::int64_t m_opset = 0;
    std::unordered_map<std::string, onnx::NodeProto*> m_producers;
    std::unordered_map<std::string, std::vector<onnx::NodeProto*>> m_consumers;
    std::unordered_map<std::string, onnx::TensorProto*> m_initializers;
    std::unordered_set<std::string> m_inputs, m_outputs, m_captured;
};

/// Hands out names that no node, tensor or subgraph of the model uses yet.
class NameSource {
public:
    explicit NameSource(const onnx::ModelProto& model);
    [[nodiscard]] std::string unique(const std::string& wish);

private:
    std::unordered_set<std::string> m_used;
};

/// Sorts the main graph's nodes so that every tensor is made before it is read, keeping the given order
/// where it is free. Errors (BadInput): model.cycle.
[[nodiscard]] base::Status sortTopologically(onnx::GraphProto& graph);
/// Removes nodes whose outputs nobody reads and initialisers that nobody uses; returns how many.
int removeDead(onnx::ModelProto& model);

[[nodiscard]] const onnx::AttributeProto* attribute(const onnx::NodeProto& node, const std::string& name);
[[nodiscard]] std::int64_t attributeInt(const onnx::NodeProto& node, const std::string& name,
                                        std::int64_t otherwise);
[[nodiscard]] float attributeFloat(const onnx::NodeProto& node, const std::string& name, float otherwise);
[[nodiscard]] std::vector<std::int64_t> attributeInts(const onnx::NodeProto& node, const std::string& name);
void setAttribute(onnx::NodeProto& node, const std::string& name, std::int64_t value);
[[nodiscard]] std::int64_t defaultOpset(const onnx::ModelProto& model);
void setDefaultOpset(onnx::ModelProto& model, std::int64_t opset);

/// Values of a float, float16, bfloat16 or double initialiser (raw or typed data) as float.
[[nodiscard]] std::vector<float> floatValues(const onnx::TensorProto& tensor);
/// Values of an integer or bool initialiser.
[[nodiscard]] std::vector<std::int64_t> intValues(const onnx::TensorProto& tensor);
[[nodiscard]] std::int64_t elementCount(const onnx::TensorProto& tensor);
[[nodiscard]] onnx::TensorProto makeFloatTensor(const std::string& name,
                                                const std::vector<std::int64_t>& dims,
                                                const std::vector<float>& values);
[[nodiscard]] onnx::TensorProto makeInt64Tensor(const std::string& name,
                                                const std::vector<std::int64_t>& dims,
                                                const std::vector<std::int64_t>& values);
/// Raw little-endian data of any type.
[[nodiscard]] onnx::TensorProto makeRawTensor(const std::string& name, int dataType,
                                              const std::vector<std::int64_t>& dims, std::string bytes);

}  // namespace pwb::model
