// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <span>
#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/quantize/calibrate/collector.h"
#include "core/quantize/graph/weights.h"
#include "core/quantize/int8/int8_plan.h"

namespace pwb::quantize {

/// Mean of each channel (dimension 1) of a tensor over samples and positions, by tensor name.
using ChannelMeans = std::unordered_map<std::string, std::vector<float>>;

/// Means of what the plan's convolutions and Gemms read, over the reference samples, in FP32.
/// Errors: those of core/runtime; cancelled.
[[nodiscard]] base::Result<ChannelMeans> channelMeans(const onnx::ModelProto& prepared, const Int8Plan& plan,
                                                      const std::vector<ReferenceBatch>& references,
                                                      std::stop_token stop);

/// What rounding the weights adds to each output channel on average, to be taken off the bias:
///   Δ_o = Σ_i (scale_o·code_oi − w_oi)·E[x_i]
/// (analytic bias correction: M. Nagel et al., "Data-Free Quantization Through Weight Equalization and Bias
/// Correction", ICCV 2019, eq. 16, with measured means). `weights` has the output channels first;
/// `perInput` is the number of elements that one input channel has in a filter, and groups share the inputs
/// out among the outputs.
[[nodiscard]] std::vector<float> biasShift(std::span<const float> weights, const QuantizedWeight& quantized,
                                           std::int64_t perInput, std::int64_t groups,
                                           const std::vector<float>& means);

}  // namespace pwb::quantize
