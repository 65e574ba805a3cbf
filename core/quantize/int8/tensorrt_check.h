// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <vector>

#include "core/base/error.h"

namespace pwb::quantize {

/// Where an INT8 file breaks the rules by which TensorRT reads Quantize/Dequantize pairs (its parser refuses
/// some of these files, others lose their fusions):
/// - codes are signed, 8 bits, with zero point 0 and constant scales;
/// - activations have one scale; weights one, or one per output channel: axis 0 of Conv and of Gemm with
///   transB, 1 of ConvTranspose, MatMul and Gemm;
/// - biases are float;
/// - pairs stand on the inputs of operators that run in INT8 (convolutions, products, pooling, Resize, Add,
///   Concat, also behind operators that only move values), not on outputs and not before activations, and
///   never before LayerNormalization, Softmax, Sigmoid, attention and what these are made of;
/// - the inputs of a Concat have the same scale;
/// - of the two inputs of a residual Add at most one is quantised, so that the convolution melts with it.
/// One message per violation, quantize.trt_… {tensor, node}; empty when the file obeys them all.
[[nodiscard]] std::vector<base::Message> checkTensorRt(onnx::ModelProto& model);
/// The same as the failure of the engine `file`, told by the first violation.
[[nodiscard]] base::Status obeysTensorRt(onnx::ModelProto& model, const std::filesystem::path& file);

}  // namespace pwb::quantize
