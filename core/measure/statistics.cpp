// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/statistics.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "core/measure/measure.h"

namespace pwb::measure {
namespace {

using base::quantile;

RoundStats roundStats(std::vector<float> times) {
    std::sort(times.begin(), times.end());
    return {quantile(times, .01), quantile(times, .25), quantile(times, .5),
            quantile(times, .75), quantile(times, .99), static_cast<int>(times.size())};
}

}  // namespace

LatencyStats summarise(int batch, std::vector<float> times, const std::vector<int>& roundOf) {
    LatencyStats stats;
    stats.batch = batch;
    stats.n = static_cast<int>(times.size());
    if (times.empty()) return stats;
    std::vector<float> sorted = times;
    std::sort(sorted.begin(), sorted.end());
    stats.mean = std::accumulate(sorted.begin(), sorted.end(), 0.0) / stats.n;
    stats.min = sorted.front();
    stats.p50 = quantile(sorted, .5);
    stats.p90 = quantile(sorted, .9);
    stats.p99 = quantile(sorted, .99);

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
