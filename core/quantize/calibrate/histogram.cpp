// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/histogram.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

#include "core/quantize/calibrate/bin_indices.h"

namespace pwb::quantize {
namespace {

/// The smallest e with absmax < kHalf·2^e, but never so small that 2^−e is beyond a float.
int exponentFor(float absmax) {
    constexpr int kLeast = -126;
    int e = 0;
    std::frexp(absmax, &e);  // absmax = m·2^e, m in [½, 1), so absmax < 2^e
    return std::max(e - 11, kLeast);
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
        m_exponent = exponent;
        m_hasWidth = true;
    } else if (exponent > m_exponent) {
        // After 12 halvings everything sits in the two middle bins; more change nothing.
        halve(std::min(exponent - m_exponent, 12));
        m_exponent = exponent;
    }
}

/// Counts blocks into tables of its own and hands them over at the end: four tables, because equal neighbours
/// (zeros after a Relu) would else wait for each other's store.
class Histogram::Counter {
public:
    explicit Counter(Histogram& histogram) : m_histogram(histogram) {}
    ~Counter() { flush(); }
    Counter(const Counter&) = delete;
    Counter& operator=(const Counter&) = delete;

    void count(std::span<const float> block) {
        const BlockSummary summary = scan(block);
        if (!summary.finite) return countFinite(block);
        m_lo = std::min(m_lo, summary.min);
        m_hi = std::max(m_hi, summary.max);
        const float absmax = std::max(std::fabs(summary.min), std::fabs(summary.max));
        if (absmax == 0 && !m_histogram.m_hasWidth) {
            m_histogram.m_zeros += static_cast<std::int64_t>(block.size());
            return;
        }
        if (!m_histogram.m_hasWidth || (absmax > 0 && exponentFor(absmax) > m_histogram.m_exponent)) {
            flush();
            m_histogram.growTo(exponentFor(absmax));
            scan(block);
        }
        m_histogram.m_zeros += static_cast<std::int64_t>(summary.zeros);
        std::uint32_t* tables = table().data();
        std::size_t i = 0;
        for (; i + 3 < block.size(); i += 4) {
            ++tables[m_indices[i]];
            ++tables[kBins + m_indices[i + 1]];
            ++tables[2 * kBins + m_indices[i + 2]];
            ++tables[3 * kBins + m_indices[i + 3]];
        }
        for (; i < block.size(); ++i) ++tables[m_indices[i]];
        // A table entry holds 32 bits; long before they are full, the counts move on.
        m_held += block.size();
        if (m_held >= (std::size_t{1} << 31)) flush();
    }

    [[nodiscard]] Extremes extremes() const { return m_lo <= m_hi ? Extremes{m_lo, m_hi} : Extremes{}; }

private:
    static std::vector<std::uint32_t>& table() {
        static thread_local std::vector<std::uint32_t> tables(4 * kBins);
        return tables;
    }
    BlockSummary scan(std::span<const float> block) {
        const float inverse = m_histogram.m_hasWidth ? std::ldexp(1.0F, -m_histogram.m_exponent) : 0;
        return binIndices(block.data(), block.size(), inverse, m_indices.data());
    }
    void countFinite(std::span<const float> block) {
        std::vector<float> finite;
        std::copy_if(block.begin(), block.end(), std::back_inserter(finite),
                     [](float x) { return std::isfinite(x); });
        m_histogram.m_nonFinite += static_cast<std::int64_t>(block.size() - finite.size());
        m_histogram.m_count -= static_cast<std::int64_t>(block.size() - finite.size());
        if (!finite.empty()) count(finite);
    }
    void flush() {
        if (m_held == 0) return;
        std::vector<std::uint32_t>& tables = table();
        for (std::size_t k = 0; k < kBins; ++k)
            m_histogram.m_bins[k] += static_cast<std::int64_t>(tables[k]) + tables[kBins + k] +
                                     tables[2 * kBins + k] + tables[3 * kBins + k];
        std::fill(tables.begin(), tables.end(), 0);
        m_held = 0;
    }

    Histogram& m_histogram;
    std::array<std::uint16_t, kIndexBlock> m_indices;
    std::size_t m_held = 0;
    float m_lo = std::numeric_limits<float>::max();
    float m_hi = std::numeric_limits<float>::lowest();
};

Histogram::Extremes Histogram::add(std::span<const float> values) {
    const std::int64_t before = m_count;
    m_count += static_cast<std::int64_t>(values.size());
    Counter counter(*this);
    for (std::size_t start = 0; start < values.size(); start += kIndexBlock)
        counter.count(values.subspan(start, std::min(kIndexBlock, values.size() - start)));
    const Extremes extremes = counter.extremes();
    if (m_count > before) {
        m_min = before == 0 ? extremes.min : std::min(m_min, extremes.min);
        m_max = before == 0 ? extremes.max : std::max(m_max, extremes.max);
    }
    return extremes;
}

void Histogram::merge(const Histogram& other) {
    if (other.m_count > 0) {
        m_min = m_count == 0 ? other.m_min : std::min(m_min, other.m_min);
        m_max = m_count == 0 ? other.m_max : std::max(m_max, other.m_max);
    }
    m_count += other.m_count;
    m_nonFinite += other.m_nonFinite;
    if (other.m_hasWidth) {
        growTo(other.m_exponent);
        Histogram widened = other;
        widened.growTo(m_exponent);
        for (int i = 0; i < kBins; ++i) m_bins[i] += widened.m_bins[i];
    } else if (m_hasWidth) {
        m_bins[kHalf] += other.m_zeros;
    }
    m_zeros += other.m_zeros;
}

Histogram::Parts Histogram::parts() const {
    return {m_bins, m_exponent, m_zeros, m_nonFinite, m_min, m_max};
}

std::optional<Histogram> Histogram::restore(Parts parts) {
    const bool hasWidth = !parts.bins.empty();
    if (hasWidth && parts.bins.size() != kBins) return std::nullopt;
    const bool negative = std::any_of(parts.bins.begin(), parts.bins.end(), [](auto n) { return n < 0; });
    if (negative || parts.zeros < 0 || parts.nonFinite < 0) return std::nullopt;
    if (!std::isfinite(parts.min) || !std::isfinite(parts.max) || parts.min > parts.max) return std::nullopt;
    if (hasWidth && (parts.bins[kHalf] < parts.zeros || parts.exponent < -126 || parts.exponent > 117))
        return std::nullopt;
    Histogram histogram;
    histogram.m_count =
        hasWidth ? std::accumulate(parts.bins.begin(), parts.bins.end(), std::int64_t{0}) : parts.zeros;
    histogram.m_hasWidth = hasWidth;
    histogram.m_bins = std::move(parts.bins);
    histogram.m_exponent = parts.exponent;
    histogram.m_zeros = parts.zeros;
    histogram.m_nonFinite = parts.nonFinite;
    histogram.m_min = parts.min;
    histogram.m_max = parts.max;
    return histogram;
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
