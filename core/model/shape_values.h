// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/model only.
#pragma once

#include <onnx/onnx_pb.h>

namespace pwb::model {

/// Shape inference that also follows the small integer graphs by which exporters compute sizes at run time
/// (Shape, Gather, arithmetic, Concat), such as the halves of a channel split or a Reshape that keeps the
/// batch: in turn, shapes are inferred and what they make known is put in as constants. The model is for its
/// shapes alone afterwards: a Reshape's first dimension counts as the batch of its input.
void inferOpenShapes(onnx::ModelProto& model);

}  // namespace pwb::model
