// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <numeric>

#include "core/measure/measure.h"

namespace pwb::measure {
namespace {

/// numpy.percentile's default: linear interpolation at rank (n − 1) · fraction. `sorted` is not empty.
double percentile(const std::vector<float>& sorted, double fraction) {
    const double rank = static_cast<double>(sorted.size() - 1) * fraction;
    const auto below = static_cast<std::size_t>(rank);
    const auto above = std::min(below + 1, sorted.size() - 1);
    const double part = rank - static_cast<double>(below);
    return sorted[below] + part * (static_cast<double>(sorted[above]) - sorted[below]);
}

RoundStats roundStats(std::vector<float> times) {
    std::sort(times.begin(), times.end());
    return {percentile(times, .01), percentile(times, .25), percentile(times, .5),
            percentile(times, .75), percentile(times, .99), static_cast<int>(times.size())};
}

}  // namespace

double median(std::vector<double> values) {
    if (values.empty()) return 0;
    std::sort(values.begin(), values.end());
    const std::size_t middle = values.size() / 2;
    return values.size() % 2 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

LatencyStats summarise(int batch, std::vector<float> times, const std::vector<int>& roundOf) {
    LatencyStats stats;
    stats.batch = batch;
    stats.n = static_cast<int>(times.size());
    if (times.empty()) return stats;
    std::vector<float> sorted = times;
    std::sort(sorted.begin(), sorted.end());
    stats.mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / stats.n;
    stats.min = sorted.front();
    stats.p50 = percentile(sorted, .5);
    stats.p90 = percentile(sorted, .9);
    stats.p99 = percentile(sorted, .99);

    std::map<int, std::vector<float>> byRound;
    for (std::size_t i = 0; i < times.size(); ++i) byRound[roundOf[i]].push_back(times[i]);
    for (auto& [round, ofRound] : byRound) stats.rounds.push_back(roundStats(std::move(ofRound)));
    const auto [low, high] =
        std::minmax_element(stats.rounds.begin(), stats.rounds.end(),
                            [](const RoundStats& a, const RoundStats& b) { return a.median < b.median; });
    stats.spread = high->median - low->median;
    stats.times = std::move(times);
    return stats;
}

}  // namespace pwb::measure
