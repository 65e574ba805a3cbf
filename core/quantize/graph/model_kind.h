// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

namespace pwb::quantize {

/// True for a model whose weights are mostly FP16 or BF16 already.
[[nodiscard]] bool isHalfModel(const onnx::ModelProto& model);
/// True for a model with quantised operators or QDQ nodes.
[[nodiscard]] bool isQuantizedModel(const onnx::ModelProto& model);

}  // namespace pwb::quantize
