// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

namespace pwb::quantize {

/// Most values that one call takes.
inline constexpr std::size_t kIndexBlock = 4096;

struct BlockSummary {
    float min, max;     ///< meaningless unless finite
    bool finite;        ///< no NaN, no infinity
    std::size_t zeros;  ///< values that are exactly 0
};

/// Writes floor(value · inverseWidth) + 2048 for each value and gives the block's extremes, in one pass. With
/// an inverse width that is a power of two the scaling is exact. Indices of values outside ±2048 widths are
/// meaningless; whoever sees such an extreme widens and calls again.
BlockSummary binIndices(const float* values, std::size_t n, float inverseWidth, std::uint16_t* out);

}  // namespace pwb::quantize
