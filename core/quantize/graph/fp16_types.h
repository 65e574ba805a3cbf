// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/defs/schema.h>

#include <string>
#include <unordered_map>

namespace pwb::quantize {

/// The operator's definition at this operator set, or the newest one that onnx's library knows; null for
/// operators that it does not know or of other domains.
[[nodiscard]] const onnx::OpSchema* schemaOf(const onnx::NodeProto& node, std::int64_t opset);

/// The definition of a node's input or output, the last one standing for all that follow it if it is
/// variadic; null beyond the definition.
[[nodiscard]] const onnx::OpSchema::FormalParameter* inputParameter(const onnx::OpSchema& schema, int index);
[[nodiscard]] const onnx::OpSchema::FormalParameter* outputParameter(const onnx::OpSchema& schema, int index);
[[nodiscard]] bool admitsHalf(const onnx::OpSchema::FormalParameter& parameter);

/// ONNX element type of every tensor of the main graph, which must be sorted; from the operators'
/// definitions, so that models newer than onnx's library are understood as well.
[[nodiscard]] std::unordered_map<std::string, int> tensorTypes(const onnx::ModelProto& model);

}  // namespace pwb::quantize
