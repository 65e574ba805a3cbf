// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <span>

#include "core/base/progress.h"
#include "core/quantize/layers.h"
#include "core/quantize/layers/layer_trials.h"

namespace pwb::quantize {

/// A group of layers that change precision together.
struct LayerGroup {
    std::string name;
    LayerTrials::Floats layers;  ///< node names
};
/// Groups of the layers that INT8 can take, in graph order, without those that hold any of `floats`.
[[nodiscard]] std::vector<LayerGroup> groupsOf(std::span<const LayerFacts> layers,
                                               const LayerTrials::Floats& floats);

/// SQNR (dB) with `floats` and one group more in float, for each group; two at a time. `tell` is called after
/// each with how many are done.
[[nodiscard]] base::Result<std::vector<double>> sqnrWithout(LayerTrials& trials,
                                                            std::span<const LayerGroup> groups,
                                                            const LayerTrials::Floats& floats,
                                                            const std::function<void(int)>& tell,
                                                            std::stop_token stop);

/// Fills in the sensitivity of every layer by its group: alone in INT8, and alone in float beside `floats`.
/// With `metric` also the task metric of the latter.
[[nodiscard]] base::Status profileSensitivity(LayerTrials& trials, std::span<LayerFacts> layers,
                                              const LayerTrials::Floats& floats, const TaskMetric& metric,
                                              const base::ProgressSink& progress, std::stop_token stop);

}  // namespace pwb::quantize
