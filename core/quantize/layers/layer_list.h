// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/quantize/int8/int8_plan.h"
#include "core/quantize/layers.h"

namespace pwb::quantize {

/// The layers of a prepared, sorted graph in its order: every operator but those that work on shapes alone
/// and Quantize/Dequantize. `plan` (null: none) decides what is a candidate.
///
/// Groups: a layer that computes is a group of its own. What follows it and can only carry codes if it does
/// (its Relu or Clip, Sigmoid and Mul of a Swish, pooling, Reshape …) belongs to its group; where the codes
/// of several groups meet (Add, Concat), a new one begins. Layers that are no candidates are groups of one.
[[nodiscard]] std::vector<LayerFacts> listLayers(const onnx::ModelProto& prepared, const Int8Plan* plan);

/// By group: the other groups that read its codes.
using GroupReaders = std::map<std::string, std::vector<std::string>>;
[[nodiscard]] GroupReaders readersOf(const onnx::ModelProto& prepared, std::span<const LayerFacts> layers);

}  // namespace pwb::quantize
