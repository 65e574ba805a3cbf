// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layers/sensitivity.h"

#include <algorithm>
#include <mutex>

#include "core/base/try.h"
#include "core/quantize/int8/output_quality.h"
#include "core/quantize/trials/in_pairs.h"

namespace pwb::quantize {
namespace {

using base::Result;
using Floats = LayerTrials::Floats;

Floats with(const Floats& floats, const Floats& more) {
    Floats all = floats;
    all.insert(more.begin(), more.end());
    return all;
}

/// inPairs() that tells how many are done.
base::Status inPairsTelling(std::size_t count, const std::function<base::Status(std::size_t)>& trial,
                            const std::function<void(int)>& tell) {
    std::mutex mutex;
    int done = 0;
    return inPairs(count, [&](std::size_t i) -> base::Status {
        PWB_CHECK(trial(i));
        const std::scoped_lock lock(mutex);
        tell(++done);
        return {};
    });
}

}  // namespace

std::vector<LayerGroup> groupsOf(std::span<const LayerFacts> layers, const Floats& floats) {
    std::vector<LayerGroup> groups;
    for (const LayerFacts& layer : layers) {
        if (!layer.candidate) continue;
        auto found = std::find_if(groups.begin(), groups.end(),
                                  [&](const LayerGroup& group) { return group.name == layer.group; });
        if (found == groups.end()) found = groups.insert(groups.end(), {layer.group, {}});
        found->layers.insert(layer.name);
    }
    std::erase_if(groups, [&](const LayerGroup& group) {
        return std::any_of(group.layers.begin(), group.layers.end(),
                           [&](const std::string& layer) { return floats.contains(layer); });
    });
    return groups;
}

Result<std::vector<double>> sqnrWithout(LayerTrials& trials, std::span<const LayerGroup> groups,
                                        const Floats& floats, const std::function<void(int)>& tell,
                                        std::stop_token stop) {
    constexpr double kNothingLost = kLargestSqnr;
    std::vector<double> found(groups.size());
    const auto one = [&](std::size_t index) -> base::Status {
        PWB_TRY(const auto sqnr, trials.sqnr(with(floats, groups[index].layers), stop));
        found[index] = sqnr.value_or(kNothingLost);
        return {};
    };
    PWB_CHECK(inPairsTelling(groups.size(), one, tell));
    return found;
}

base::Status profileSensitivity(LayerTrials& trials, std::span<LayerFacts> layers, const Floats& floats,
                                const TaskMetric& metric, const base::ProgressSink& progress,
                                std::stop_token stop) {
    const std::vector<LayerGroup> groups = groupsOf(layers, {});
    Floats all;
    for (const LayerGroup& group : groups) all.insert(group.layers.begin(), group.layers.end());
    std::vector<LayerSensitivity> found(groups.size());
    const auto one = [&](std::size_t index) -> base::Status {
        const LayerGroup& group = groups[index];
        LayerSensitivity& sensitivity = found[index];
        Floats others = all;
        for (const std::string& layer : group.layers) others.erase(layer);
        PWB_TRY(const auto alone, trials.sqnr(others, stop));
        sensitivity.sqnrOnlyThis = alone;
        const bool keptAnyway = std::any_of(group.layers.begin(), group.layers.end(),
                                            [&](const std::string& layer) { return floats.contains(layer); });
        if (keptAnyway) return {};
        const Floats without = with(floats, group.layers);
        PWB_TRY(const auto rest, trials.sqnr(without, stop));
        sensitivity.sqnrWithoutThis = rest;
        if (!metric) return {};
        PWB_TRY(const auto task, trials.metric(without, metric, stop));
        sensitivity.metricWithoutThis = task;
        return {};
    };
    const auto tell = [&](int done) { base::tell(progress, done, static_cast<double>(groups.size())); };
    PWB_CHECK(inPairsTelling(groups.size(), one, tell));
    for (LayerFacts& layer : layers) {
        if (!layer.candidate) continue;
        const auto group = std::find_if(groups.begin(), groups.end(),
                                        [&](const LayerGroup& known) { return known.name == layer.group; });
        const auto lost = layer.sensitivity.millisecondsLost;  // known from the profile
        layer.sensitivity = found[static_cast<std::size_t>(group - groups.begin())];
        layer.sensitivity.millisecondsLost = lost;
    }
    return {};
}

}  // namespace pwb::quantize
