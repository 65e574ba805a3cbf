// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/half.h"

#include <algorithm>
#include <array>
#include <cmath>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace pwb::base {
namespace {

constexpr std::size_t kBlock = 1024;

#if defined(__x86_64__)
bool hasF16c() {
    static const bool has = __builtin_cpu_supports("avx") && __builtin_cpu_supports("f16c");
    return has;
}

__attribute__((target("avx,f16c"))) std::size_t narrowF16c(const float* in, std::uint16_t* out,
                                                           std::size_t n) {
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8)
        _mm_storeu_si128(reinterpret_cast<__m128i*>(out + i),
                         _mm256_cvtps_ph(_mm256_loadu_ps(in + i), _MM_FROUND_TO_NEAREST_INT));
    return i;
}

__attribute__((target("avx,f16c"))) std::size_t widenF16c(const std::uint16_t* in, float* out,
                                                          std::size_t n) {
    std::size_t i = 0;
    for (; i + 8 <= n; i += 8)
        _mm256_storeu_ps(out + i, _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(in + i))));
    return i;
}
#endif

float clampToHalf(float value) {
    return std::isfinite(value) ? std::clamp(value, -kLargestHalf, kLargestHalf) : value;
}

HalfCounts countLosses(std::span<const float> values) {
    constexpr float kLargestZero = 0x1p-25F;
    constexpr float kSmallestNormal = 0x1p-14F - 0x1p-25F;  // rounds up to 2⁻¹⁴
    HalfCounts counts;
    counts.values = std::ssize(values);
    for (const float value : values) {
        const float size = std::abs(value);
        counts.overflowed += size > kLargestHalf && size < INFINITY ? 1 : 0;
        counts.underflowed += size > 0 && size <= kLargestZero ? 1 : 0;
        counts.subnormal += size > kLargestZero && size < kSmallestNormal ? 1 : 0;
    }
    return counts;
}

/// Clamps and narrows block by block; `take` gets each block's place and its halves.
template <class Take>
void narrowClamped(std::span<const float> values, const Take& take) {
    std::array<float, kBlock> clamped{};
    std::array<std::uint16_t, kBlock> halves{};
    for (std::size_t begin = 0; begin < values.size(); begin += kBlock) {
        const auto block = values.subspan(begin, std::min(kBlock, values.size() - begin));
        std::transform(block.begin(), block.end(), clamped.begin(), clampToHalf);
        const std::span<std::uint16_t> narrow(halves.data(), block.size());
        floatsToHalves({clamped.data(), block.size()}, narrow);
        take(begin, std::span<const std::uint16_t>(narrow));
    }
}

}  // namespace

HalfCounts& HalfCounts::operator+=(const HalfCounts& other) {
    values += other.values;
    overflowed += other.overflowed;
    underflowed += other.underflowed;
    subnormal += other.subnormal;
    return *this;
}

void floatsToHalves(std::span<const float> values, std::span<std::uint16_t> out) {
    std::size_t done = 0;
#if defined(__x86_64__)
    if (hasF16c()) done = narrowF16c(values.data(), out.data(), values.size());
#endif
    for (; done < values.size(); ++done) out[done] = floatToHalf(values[done]);
}

void halvesToFloats(std::span<const std::uint16_t> values, std::span<float> out) {
    std::size_t done = 0;
#if defined(__x86_64__)
    if (hasF16c()) done = widenF16c(values.data(), out.data(), values.size());
#endif
    for (; done < values.size(); ++done) out[done] = halfToFloat(values[done]);
}

base::Tensor withElementType(base::Tensor tensor, base::ElementType type) {
    using base::ElementType;
    if (tensor.type == ElementType::Float && type == ElementType::Float16) {
        base::Tensor half = base::Tensor::make(type, tensor.shape);
        floatsToHalves(tensor.as<float>(), half.as<std::uint16_t>());
        return half;
    }
    if (tensor.type == ElementType::Float16 && type == ElementType::Float) {
        base::Tensor single = base::Tensor::make(type, tensor.shape);
        halvesToFloats(tensor.as<std::uint16_t>(), single.as<float>());
        return single;
    }
    return tensor;
}

HalfCounts toHalf(std::span<const float> values, std::span<std::uint16_t> out) {
    narrowClamped(values, [&](std::size_t begin, std::span<const std::uint16_t> halves) {
        std::copy(halves.begin(), halves.end(), out.begin() + static_cast<std::ptrdiff_t>(begin));
    });
    return countLosses(values);
}

HalfCounts roundThroughHalf(std::span<float> values) {
    const HalfCounts counts = countLosses(values);
    narrowClamped(values, [&](std::size_t begin, std::span<const std::uint16_t> halves) {
        halvesToFloats(halves, values.subspan(begin, halves.size()));
    });
    return counts;
}

}  // namespace pwb::base
