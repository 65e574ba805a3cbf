// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <unordered_set>

#include "core/model/graph.h"

namespace pwb::quantize {

/// Tensors of the main graph (which must be sorted) that are computed from nothing but shapes and constants.
[[nodiscard]] std::unordered_set<std::string> shapeTensors(const model::GraphView& view);

/// Float tensors of the main graph (which must be sorted) that are computed from the inputs' values and whose
/// size does not depend on them. Shapes, indices and what a NonMaxSuppression leaves are none.
[[nodiscard]] std::unordered_set<std::string> valueTensors(const onnx::ModelProto& model);

}  // namespace pwb::quantize
