// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/quantize/int8/bias_correction.h"
#include "core/quantize/int8/int8_plan.h"
#include "core/quantize/int8/tensor_params.h"

namespace pwb::quantize {

/// Writes the QDQ form of the prepared model into `model`: one QuantizeLinear/DequantizeLinear pair per
/// tensor of the plan, all readers behind it; weights as int8 codes per output channel, biases as int32 with
/// scale = input scale · weight scale. Graph inputs and outputs keep names and types.
/// With `means`, what rounding the weights adds to an output channel on average is taken off its bias.
/// Errors (BadInput): model.cycle.
[[nodiscard]] base::Status emitQdq(onnx::ModelProto& model, const Int8Plan& plan, const TensorParams& params,
                                   const ChannelMeans* means = nullptr);

}  // namespace pwb::quantize
