// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/histogram.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define PWB_VECTOR_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
#else
#define PWB_VECTOR_CLONES
#endif

namespace pwb::quantize {
namespace {

constexpr std::size_t kBlock = 4096;

struct Extremes {
    float min, max;
    bool finite;
};

PWB_VECTOR_CLONES Extremes extremesOf(const float* values, std::size_t n) {
    float lo = std::numeric_limits<float>::max();
    float hi = std::numeric_limits<float>::lowest();
    int bad = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const float x = values[i];
        bad |= !(std::fabs(x) <= std::numeric_limits<float>::max());
        lo = x < lo ? x : lo;
        hi = x > hi ? x : hi;
    }
    return {lo, hi, bad == 0};
}

/// Bin of each value, shifted to start at 0. The scaling is exact; the comparison turns truncation into
/// floor.
PWB_VECTOR_CLONES void binIndices(const float* values, std::size_t n, float inverseWidth, std::int32_t* out) {
    for (std::size_t i = 0; i < n; ++i) {
        const float scaled = values[i] * inverseWidth;
        const auto truncated = static_cast<std::int32_t>(scaled);
        out[i] = truncated - (scaled < static_cast<float>(truncated) ? 1 : 0) + Histogram::kHalf;
    }
}

/// The smallest e with absmax < kHalf·2^e.
int exponentFor(float absmax) {
    int e = 0;
    std::frexp(absmax, &e);  // absmax = m·2^e, m in [½, 1), so absmax < 2^e
    return e - 11;
}

}  // namespace

double Histogram::width() const {
    return std::ldexp(1.0, m_exponent);
}

void Histogram::halve(int times) {
    for (; times > 0; --times) {
        std::vector<std::int64_t> merged(kBins, 0);
        for (int k = -kHalf; k < kHalf; ++k) merged[(k >> 1) + kHalf] += m_bins[k + kHalf];
        m_bins.swap(merged);
    }
}

void Histogram::growTo(int exponent) {
    if (!m_hasWidth) {
        m_bins.assign(kBins, 0);
        m_bins[kHalf] = m_zeros;
        m_zeros = 0;
        m_exponent = exponent;
        m_hasWidth = true;
    } else if (exponent > m_exponent) {
        // After 12 halvings everything sits in the two middle bins; more change nothing.
        halve(std::min(exponent - m_exponent, 12));
        m_exponent = exponent;
    }
}

void Histogram::countBins(std::span<const float> values) {
    // Two tables: equal neighbours (zeros after a Relu) would else wait for each other's store.
    static thread_local std::vector<std::uint32_t> even(kBins), odd(kBins);
    std::array<std::int32_t, kBlock> indices;
    const float inverse = std::ldexp(1.0F, -m_exponent);
    std::fill(even.begin(), even.end(), 0);
    std::fill(odd.begin(), odd.end(), 0);
    for (std::size_t start = 0; start < values.size(); start += kBlock) {
        const std::size_t n = std::min(kBlock, values.size() - start);
        binIndices(values.data() + start, n, inverse, indices.data());
        std::size_t i = 0;
        for (; i + 1 < n; i += 2) {
            ++even[indices[i]];
            ++odd[indices[i + 1]];
        }
        if (i < n) ++even[indices[i]];
    }
    for (int k = 0; k < kBins; ++k) m_bins[k] += static_cast<std::int64_t>(even[k]) + odd[k];
}

void Histogram::add(std::span<const float> values) {
    if (values.empty()) return;
    Extremes extremes = extremesOf(values.data(), values.size());
    if (!extremes.finite) {
        std::vector<float> finite;
        finite.reserve(values.size());
        std::copy_if(values.begin(), values.end(), std::back_inserter(finite),
                     [](float x) { return std::isfinite(x); });
        m_nonFinite += static_cast<std::int64_t>(values.size() - finite.size());
        if (!finite.empty()) add(finite);
        return;
    }
    m_min = m_count == 0 ? extremes.min : std::min(m_min, extremes.min);
    m_max = m_count == 0 ? extremes.max : std::max(m_max, extremes.max);
    m_count += static_cast<std::int64_t>(values.size());
    const float absmax = std::max(std::fabs(extremes.min), std::fabs(extremes.max));
    if (absmax == 0 && !m_hasWidth) {
        m_zeros += static_cast<std::int64_t>(values.size());
        return;
    }
    if (absmax > 0) growTo(exponentFor(absmax));
    // 2^32 equal values would overflow a block table; tensors are folded in pieces far below that.
    constexpr std::size_t kPiece = std::size_t{1} << 30;
    for (std::size_t start = 0; start < values.size(); start += kPiece)
        countBins(values.subspan(start, std::min(kPiece, values.size() - start)));
}

void Histogram::merge(const Histogram& other) {
    if (other.m_count > 0) {
        m_min = m_count == 0 ? other.m_min : std::min(m_min, other.m_min);
        m_max = m_count == 0 ? other.m_max : std::max(m_max, other.m_max);
    }
    m_count += other.m_count;
    m_nonFinite += other.m_nonFinite;
    if (!other.m_hasWidth) {
        if (m_hasWidth)
            m_bins[kHalf] += other.m_zeros;
        else
            m_zeros += other.m_zeros;
        return;
    }
    growTo(other.m_exponent);
    Histogram widened = other;
    widened.growTo(m_exponent);
    for (int i = 0; i < kBins; ++i) m_bins[i] += widened.m_bins[i];
}

std::vector<std::int64_t> Histogram::bins() const {
    if (m_hasWidth) return m_bins;
    std::vector<std::int64_t> bins(kBins, 0);
    bins[kHalf] = m_zeros;
    return bins;
}

std::vector<double> Histogram::absoluteBins() const {
    const std::vector<std::int64_t> signedBins = bins();
    std::vector<double> out(kHalf);
    for (int k = 0; k < kHalf; ++k)
        out[k] = static_cast<double>(signedBins[kHalf + k]) + static_cast<double>(signedBins[kHalf - 1 - k]);
    return out;
}

}  // namespace pwb::quantize
