// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <bit>
#include <cstdint>
#include <span>

#include "core/base/tensor.h"

namespace pwb::base {

/// IEEE 754 binary16 to binary32, exact for every value; a NaN keeps its payload.
[[nodiscard]] inline float halfToFloat(std::uint16_t half) {
    const std::uint32_t sign = static_cast<std::uint32_t>(half & 0x8000u) << 16;
    const std::uint32_t exponent = (half >> 10) & 0x1Fu;
    const std::uint32_t fraction = half & 0x3FFu;
    if (exponent == 0x1F) return std::bit_cast<float>(sign | 0x7F800000u | (fraction << 13));
    if (exponent != 0) return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (fraction << 13));
    const float magnitude = static_cast<float>(fraction) * 0x1p-24f;  // subnormals are multiples of 2⁻²⁴
    return std::bit_cast<float>(std::bit_cast<std::uint32_t>(magnitude) | sign);
}

/// IEEE 754 binary32 to binary16 bits, rounded to nearest, ties to even: beyond ±65520 becomes infinity, up
/// to ±2⁻²⁵ becomes zero. A NaN stays a (quiet) NaN with the upper bits of its payload.
[[nodiscard]] inline std::uint16_t floatToHalf(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000U);
    const std::uint32_t size = bits & 0x7FFFFFFFU;
    std::uint32_t half = 0;
    if (size > 0x7F800000U) {
        half = 0x7E00U | ((size >> 13) & 0x3FFU);  // NaN
    } else if (size >= 0x477FF000U) {
        half = 0x7C00U;  // from 65520 on nearest is infinity
    } else if (size < 0x38800000U) {
        // Below 2⁻¹⁴: adding 0.5 lets the FPU's own rounding leave a multiple of 2⁻²⁴ in the low bits.
        half = std::bit_cast<std::uint32_t>(std::bit_cast<float>(size) + 0.5F) - 0x3F000000U;
    } else {
        const std::uint32_t odd = (size >> 13) & 1U;
        half = (size - 0x38000000U + 0xFFFU + odd) >> 13;
    }
    return static_cast<std::uint16_t>(sign | half);
}

/// bfloat16 to binary32, exact.
[[nodiscard]] inline float bfloat16ToFloat(std::uint16_t bits) {
    return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16);
}

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
[[nodiscard]] Tensor withElementType(Tensor tensor, ElementType type);

}  // namespace pwb::base
