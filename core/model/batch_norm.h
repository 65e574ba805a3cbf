// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/model only.
#pragma once

#include <onnx/onnx_pb.h>

namespace pwb::model {

/// Folds inference-mode BatchNormalization into the Conv, ConvTranspose or Gemm before it (prepare.h has the
/// formula and the conditions) and returns how many were folded. Leaves unused initialisers behind.
int foldBatchNorms(onnx::ModelProto& model);

}  // namespace pwb::model
