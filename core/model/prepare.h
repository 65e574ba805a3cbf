// SPDX-License-Identifier: GPL-3.0-or-later
// The only folders that may include this are core/model and core/quantize (onnx types).
#pragma once

#include <onnx/onnx_pb.h>

#include "core/base/error.h"

namespace pwb::model {

/// What prepare() did.
struct PrepareFacts {
    int constantsLifted = 0;  ///< Constant nodes turned into initialisers
    int batchNormsFolded = 0;
    int identitiesRemoved = 0;  ///< Identity, inference-mode Dropout
    int deadNodesRemoved = 0;
};

/// Brings a graph into the form that the converters work from, without changing what it computes beyond
/// float rounding: Constant → initialiser; Identity and Dropout removed (graph inputs and outputs keep
/// their names); BatchNormalization folded into a preceding Conv/ConvTranspose/Gemm, computed in double,
///   W' = W·γ/√(σ²+ε), b' = (b−μ)·γ/√(σ²+ε)+β,
/// only where the Conv's output has no other reader and is no graph output (a shared weight is copied
/// first); initialisers no longer listed among the graph inputs; unnamed nodes named after their output;
/// dead nodes removed; sorted; raised to at least `minimumOpset` through onnx's version converter where the
/// file is older and the converter can (else left, and the caller decides).
/// Errors (BadInput): model.cycle, model.invalid.
[[nodiscard]] base::Result<PrepareFacts> prepare(onnx::ModelProto& model, std::int64_t minimumOpset);

/// onnx's shape inference where it knows the opset; clears stale value_info first. Never fails: what it
/// cannot infer is simply absent.
void inferShapes(onnx::ModelProto& model);

}  // namespace pwb::model
