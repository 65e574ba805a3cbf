// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/model and core/quantize only (onnx types).
#pragma once

#include <onnx/onnx_pb.h>

#include <functional>
#include <string>
#include <unordered_set>

namespace pwb::model {

/// Calls `visit` with the graph and every graph nested in its nodes' attributes, outermost first.
void forEachGraph(onnx::GraphProto& graph, const std::function<void(onnx::GraphProto&)>& visit);
void forEachGraph(const onnx::GraphProto& graph, const std::function<void(const onnx::GraphProto&)>& visit);
/// Calls `visit` with every tensor that holds constants: initialisers and tensor attributes, nested graphs
/// included.
void forEachTensor(onnx::ModelProto& model, const std::function<void(onnx::TensorProto&)>& visit);
void forEachTensor(const onnx::ModelProto& model, const std::function<void(const onnx::TensorProto&)>& visit);

/// Names that the bodies of `node` (If, Loop, Scan) read from the graphs around them.
[[nodiscard]] std::unordered_set<std::string> capturedBy(const onnx::NodeProto& node);
[[nodiscard]] bool hasBody(const onnx::NodeProto& node);

}  // namespace pwb::model
