// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/evaluate.
#pragma once

#include <span>
#include <vector>

#include "core/base/tensor.h"

namespace pwb::evaluate {

/// The values of a numeric tensor as float: where they lie, or converted into `storage`. Empty for a tensor
/// of strings or booleans, or whose bytes are not as many as its shape says.
[[nodiscard]] std::span<const float> asFloats(const base::Tensor& tensor, std::vector<float>& storage);

}  // namespace pwb::evaluate
