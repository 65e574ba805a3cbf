// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/model only.
#pragma once

#include <onnx/onnx_pb.h>

#include <optional>

#include "core/model/info.h"

namespace pwb::model {

/// Follows the model's only input through casts, transpositions, padding and resizing and gathers what
/// multiplications, divisions, sums, differences and BatchNormalization with constants make of its values,
/// up to the first node that does something else. Nothing where they leave the values as they are.
[[nodiscard]] std::optional<InputScaling> inputScaling(const onnx::ModelProto& model);

}  // namespace pwb::model
