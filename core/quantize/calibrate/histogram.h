// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace pwb::quantize {

/// Exact counts of a tensor's values over all samples, in constant memory.
///
/// Bin k ∈ [−2048, 2047] covers [k·w, (k+1)·w) with w = 2^exponent, the smallest power of two (from 2^−126
/// on) for which every value fits. When a larger value comes, pairs of bins merge (k → ⌊k/2⌋) and w doubles:
/// scaling by a power of two is exact, so the counts depend neither on the order nor on the batching of the
/// values, and two histograms merge into what one would have held.
class Histogram {
public:
    static constexpr int kHalf = 2048;
    static constexpr int kBins = 2 * kHalf;

    struct Extremes {
        float min = 0, max = 0;  ///< of the finite values; 0 where there are none
    };
    /// Counts all finite values; NaN and infinity are counted apart. Gives the extremes of `values`.
    Extremes add(std::span<const float> values);
    void merge(const Histogram& other);

    [[nodiscard]] std::int64_t count() const { return m_count; }  ///< finite values
    [[nodiscard]] std::int64_t nonFinite() const { return m_nonFinite; }
    [[nodiscard]] float min() const { return m_min; }  ///< 0 when count() = 0
    [[nodiscard]] float max() const { return m_max; }
    [[nodiscard]] bool hasWidth() const { return m_hasWidth; }  ///< false while only zeros were seen
    [[nodiscard]] double width() const;
    /// kBins counts; entry i is bin i − kHalf. All in the zero bin while hasWidth() is false.
    [[nodiscard]] std::vector<std::int64_t> bins() const;
    /// kHalf counts of |x|: bin k and bin −k−1 together.
    [[nodiscard]] std::vector<double> absoluteBins() const;
    [[nodiscard]] std::int64_t zeros() const { return m_zeros; }  ///< values that are exactly 0

    /// All that a histogram holds, to keep it in a file.
    struct Parts {
        std::vector<std::int64_t> bins;  ///< kBins counts, or none while only zeros were seen
        int exponent = 0;                ///< of the bins' width
        std::int64_t zeros = 0, nonFinite = 0;
        float min = 0, max = 0;
    };
    [[nodiscard]] Parts parts() const;
    /// Nothing where the parts cannot be those of a histogram.
    [[nodiscard]] static std::optional<Histogram> restore(Parts parts);

private:
    class Counter;
    void growTo(int exponent);
    void halve(int times);

    std::vector<std::int64_t> m_bins;  ///< empty until the first value that is not zero
    int m_exponent = 0;
    bool m_hasWidth = false;
    std::int64_t m_zeros = 0, m_count = 0, m_nonFinite = 0;
    float m_min = 0, m_max = 0;
};

}  // namespace pwb::quantize
