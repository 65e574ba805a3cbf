// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/model/graph.h"

namespace pwb::quantize {

/// Number of dimensions of a tensor, from the nearest convolution, constant or graph input that fixes it; 0
/// where none does.
[[nodiscard]] int rankOf(const model::GraphView& view, const std::string& tensor);

}  // namespace pwb::quantize
