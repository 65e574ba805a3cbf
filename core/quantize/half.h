// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/base/tensor.h"
#include "core/model/half_bits.h"

namespace pwb::quantize {

using model::floatToHalf;
using model::halfToFloat;

inline constexpr float kLargestHalf = 65504.0F;

/// What rounding values to FP16 did to them.
struct HalfCounts {
    std::int64_t values = 0;
    std::int64_t overflowed = 0;   ///< finite with |x| > 65504: clamped to ±65504
    std::int64_t underflowed = 0;  ///< 0 < |x| ≤ 2⁻²⁵: became 0
    std::int64_t subnormal = 0;    ///< became subnormal: fewer than 11 significant bits are left

    HalfCounts& operator+=(const HalfCounts& other);
    bool operator==(const HalfCounts&) const = default;
};

/// Rounds weights to FP16 as floatToHalf() does, except that finite values are clamped to ±65504; infinities
/// and NaN stay. `out` has as many elements as `values`.
HalfCounts toHalf(std::span<const float> values, std::span<std::uint16_t> out);
/// The same in place: each value becomes the float that its FP16 form stands for.
HalfCounts roundThroughHalf(std::span<float> values);

/// Converts without clamping or counting, on the fastest way that this CPU has.
void floatsToHalves(std::span<const float> values, std::span<std::uint16_t> out);
void halvesToFloats(std::span<const std::uint16_t> values, std::span<float> out);

/// A float tensor as FP16 or the other way round; any other tensor as it is.
[[nodiscard]] base::Tensor withElementType(base::Tensor tensor, base::ElementType type);

}  // namespace pwb::quantize
