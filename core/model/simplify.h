// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/model only: the steps of prepare().
#pragma once

#include <onnx/onnx_pb.h>

namespace pwb::model {

/// Constant → initialiser, in the main graph; a constant that is a graph output stays. Returns how many.
int liftConstants(onnx::ModelProto& model);
/// Removes Identity and Dropout at inference from the main graph, which must be sorted. Returns how many.
int removeIdentities(onnx::ModelProto& model);
/// Initialisers are no longer listed among the graph inputs.
void dropInitializerInputs(onnx::ModelProto& model);
/// Gives every node of the main graph a name of its own, made from its output.
void nameNodes(onnx::ModelProto& model);
/// Raises the default opset with onnx's version converter; false, and nothing changed, where it cannot.
bool raiseOpset(onnx::ModelProto& model, std::int64_t minimumOpset);

}  // namespace pwb::model
