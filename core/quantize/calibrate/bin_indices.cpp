// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/bin_indices.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace pwb::quantize {
namespace {

constexpr int kMiddle = 2048;
constexpr float kLargest = std::numeric_limits<float>::max();

BlockSummary plain(const float* values, std::size_t n, float inverseWidth, std::uint16_t* out) {
    BlockSummary summary{kLargest, -kLargest, true, 0};
    for (std::size_t i = 0; i < n; ++i) {
        const float x = values[i];
        summary.finite = summary.finite && std::fabs(x) <= kLargest;
        summary.min = std::min(summary.min, x);
        summary.max = std::max(summary.max, x);
        summary.zeros += x == 0;
        // Clamped only to keep the conversion defined; see the header.
        const float scaled =
            std::isnan(x) ? 0.0F
                          : std::clamp(std::floor(x * inverseWidth), -float{kMiddle}, float{kMiddle - 1});
        out[i] = static_cast<std::uint16_t>(static_cast<int>(scaled) + kMiddle);
    }
    return summary;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) BlockSummary withAvx2(const float* values, std::size_t n, float inverseWidth,
                                                      std::uint16_t* out) {
    const __m256 inverse = _mm256_set1_ps(inverseWidth);
    const __m256 largest = _mm256_set1_ps(kLargest);
    const __m256 magnitude = _mm256_castsi256_ps(_mm256_set1_epi32(0x7FFFFFFF));
    const __m256i middle = _mm256_set1_epi32(kMiddle);
    __m256 lo = largest;
    __m256 hi = _mm256_set1_ps(-kLargest);
    __m256i zeros = _mm256_setzero_si256();
    __m256 finite = _mm256_castsi256_ps(_mm256_set1_epi32(-1));
    std::size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        __m256i indices[2];
        for (int half = 0; half < 2; ++half) {
            const __m256 x = _mm256_loadu_ps(values + i + 8 * half);
            finite = _mm256_and_ps(finite, _mm256_cmp_ps(_mm256_and_ps(x, magnitude), largest, _CMP_LE_OQ));
            lo = _mm256_min_ps(lo, x);
            hi = _mm256_max_ps(hi, x);
            // A comparison that holds is −1.
            zeros = _mm256_sub_epi32(zeros,
                                     _mm256_castps_si256(_mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_EQ_OQ)));
            const __m256i floored = _mm256_cvttps_epi32(_mm256_floor_ps(_mm256_mul_ps(x, inverse)));
            indices[half] = _mm256_add_epi32(floored, middle);
        }
        // Packing works within 128-bit halves; the permutation puts the quarters back in order.
        const __m256i packed = _mm256_permute4x64_epi64(_mm256_packus_epi32(indices[0], indices[1]), 0xD8);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + i), packed);
    }
    alignas(32) float lows[8];
    alignas(32) float highs[8];
    _mm256_store_ps(lows, lo);
    _mm256_store_ps(highs, hi);
    alignas(32) std::int32_t zeroCounts[8];
    _mm256_store_si256(reinterpret_cast<__m256i*>(zeroCounts), zeros);
    BlockSummary summary{*std::min_element(lows, lows + 8), *std::max_element(highs, highs + 8),
                         _mm256_movemask_ps(finite) == 0xFF,
                         static_cast<std::size_t>(std::accumulate(zeroCounts, zeroCounts + 8, 0))};
    if (i < n) {
        const BlockSummary rest = plain(values + i, n - i, inverseWidth, out + i);
        summary = {std::min(summary.min, rest.min), std::max(summary.max, rest.max),
                   summary.finite && rest.finite, summary.zeros + rest.zeros};
    }
    return summary;
}
#endif

}  // namespace

BlockSummary binIndices(const float* values, std::size_t n, float inverseWidth, std::uint16_t* out) {
#if defined(__x86_64__)
    static const bool avx2 = __builtin_cpu_supports("avx2");
    if (avx2) return withAvx2(values, n, inverseWidth, out);
#endif
    return plain(values, n, inverseWidth, out);
}

}  // namespace pwb::quantize
