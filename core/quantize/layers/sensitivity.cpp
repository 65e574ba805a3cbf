// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layers/sensitivity.h"

#include <algorithm>
#include <thread>

#include "core/base/try.h"
#include "core/quantize/int8/output_quality.h"

namespace pwb::quantize {
namespace {

using base::Result;
using Floats = LayerTrials::Floats;

Floats with(const Floats& floats, const Floats& more) {
    Floats all = floats;
    all.insert(more.begin(), more.end());
    return all;
}

/// Does `job` for 0 … count − 1, two at a time: each holds a copy of the model. The first failure ends it.
base::Status inPairs(int count, const std::function<base::Status(int)>& job,
                     const std::function<void(int)>& tell) {
    std::mutex mutex;
    int next = 0, done = 0;
    base::Status outcome;
    const auto work = [&] {
        for (;;) {
            int mine = 0;
            {
                const std::scoped_lock lock(mutex);
                if (!outcome || next == count) return;
                mine = next++;
            }
            base::Status status;
            try {
                status = job(mine);
            } catch (const std::exception& error) {
                status = base::engineFailure("", "quantize.unexpected", {{"detail", error.what()}});
            }
            const std::scoped_lock lock(mutex);
            if (!status && outcome) outcome = status;
            tell(++done);
        }
    };
    {
        std::vector<std::jthread> threads;
        if (count > 1 && std::thread::hardware_concurrency() > 1) threads.emplace_back(work);
        work();
    }
    return outcome;
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
    const auto one = [&](int i) -> base::Status {
        const auto index = static_cast<std::size_t>(i);
        PWB_TRY(const auto sqnr, trials.sqnr(with(floats, groups[index].layers), stop));
        found[index] = sqnr.value_or(kNothingLost);
        return {};
    };
    PWB_CHECK(inPairs(static_cast<int>(groups.size()), one, tell));
    return found;
}

base::Status profileSensitivity(LayerTrials& trials, std::span<LayerFacts> layers, const Floats& floats,
                                const TaskMetric& metric, const base::ProgressSink& progress,
                                std::stop_token stop) {
    const std::vector<LayerGroup> groups = groupsOf(layers, {});
    Floats all;
    for (const LayerGroup& group : groups) all.insert(group.layers.begin(), group.layers.end());
    std::vector<LayerSensitivity> found(groups.size());
    const auto one = [&](int i) -> base::Status {
        const auto index = static_cast<std::size_t>(i);
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
    const auto count = static_cast<int>(groups.size());
    const auto tell = [&](int done) { base::tell(progress, done, count); };
    PWB_CHECK(inPairs(count, one, tell));
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
