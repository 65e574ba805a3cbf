// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

#include "core/model/half_bits.h"

namespace pwb::quantize {

using model::halfToFloat;

inline constexpr float kLargestHalf = 65504.0F;

/// IEEE 754 binary32 to binary16 bits, rounded to nearest, ties to even: beyond ±65520 becomes infinity, up
/// to ±2⁻²⁵ becomes zero. A NaN stays a (quiet) NaN with the upper bits of its payload.
[[nodiscard]] std::uint16_t floatToHalf(float value);

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

}  // namespace pwb::quantize
