// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/resample.h"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>

#include "core/base/statistics.h"

namespace pwb::compare {

using base::quantile;

std::vector<std::uint16_t> drawImages(std::size_t n, Random random) {
    std::vector<std::uint16_t> times(n);
    for (std::size_t i = 0; i < n; ++i) ++times[random.below(n)];
    return times;
}

std::array<double, 2> percentileInterval(std::vector<double> values) {
    if (values.empty()) return {0, 0};
    std::ranges::sort(values);
    return {quantile(values, 0.025), quantile(values, 0.975)};
}

std::array<double, 2> biasCorrectedInterval(std::vector<double> values, double estimate) {
    if (values.empty()) return {0, 0};
    std::ranges::sort(values);
    const auto [first, last] = std::equal_range(values.begin(), values.end(), estimate);
    const auto n = static_cast<double>(values.size());
    const double below = static_cast<double>(first - values.begin()) + static_cast<double>(last - first) / 2;
    const boost::math::normal normal;
    const double shift = boost::math::quantile(normal, std::clamp(below / n, 0.5 / n, 1 - 0.5 / n));
    const double z = boost::math::quantile(normal, 0.975);
    return {quantile(values, boost::math::cdf(normal, 2 * shift - z)),
            quantile(values, boost::math::cdf(normal, 2 * shift + z))};
}

}  // namespace pwb::compare
