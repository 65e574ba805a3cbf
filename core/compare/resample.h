// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace pwb::compare {

/// splitmix64 (Steele, Lea, Flood 2014): the same numbers with every standard library.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    /// One of many sequences of the same seed, so that resamples can be drawn in any order.
    Random(std::uint64_t seed, std::uint64_t sequence) : m_state(seed) {
        m_state = next() ^ sequence * 0xD1342543DE82EF95U;
        m_state = next();
    }

    /// Uniform in 0 … n − 1 by multiplication (Lemire 2019); its bias of n / 2³² is far below sampling noise.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>((next() >> 32U) * n >> 32U); }
    std::uint64_t next() {
        std::uint64_t z = m_state += 0x9E3779B97F4A7C15U;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

private:
    std::uint64_t m_state;
};

/// How often each of n images is in a bootstrap sample of n (Efron 1979).
[[nodiscard]] std::vector<std::uint16_t> drawImages(std::size_t n, Random random);

/// The 2.5 % and 97.5 % quantiles, linear between closest ranks, as numpy.percentile; {0, 0} of none.
[[nodiscard]] std::array<double, 2> percentileInterval(std::vector<double> values);

/// The same with quantiles moved by how far `estimate`, what all images together give, is from the median of
/// the resamples: twice that, in standard normal units (bias-corrected interval; Efron, Canadian Journal of
/// Statistics 9, 1981).
[[nodiscard]] std::array<double, 2> biasCorrectedInterval(std::vector<double> values, double estimate);

}  // namespace pwb::compare
