// SPDX-License-Identifier: GPL-3.0-or-later
// Ranks of samples.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <vector>

namespace pwb::base {

/// Linear between the closest ranks, as numpy.percentile; `share` 0–1, `sorted` ascending and not empty.
template <class Number>
[[nodiscard]] double quantile(const std::vector<Number>& sorted, double share) {
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(static_cast<double>(sorted[below]), static_cast<double>(sorted[above]),
                     position - static_cast<double>(below));
}

/// The mean of the two in the middle where there is an even number; 0 of none.
[[nodiscard]] inline double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

/// The higher of the two in the middle where there is an even number: a value that was seen. Not of none.
template <class Number>
[[nodiscard]] Number upperMedian(std::vector<Number> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

}  // namespace pwb::base
