// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/quantize only (onnx types).
#pragma once

#include <span>

#include "core/quantize/sensitivity.h"

namespace pwb::quantize {

/// Greedy search for the fewest groups to leave float (beside `floats`), as in NNCF's accuracy control: the
/// group with the most SQNR gained per millisecond lost goes first (the millisecond from the layers'
/// sensitivity, where the profile gave it), then the true metric is measured. A group after which the metric
/// is worse is taken back and the others are ranked anew; where none helps alone, half of those that are left
/// go together. After four groups that were not enough, the steps double. Once the metric is met, each group
/// is tried in INT8 again, the least sensitive first, and stays there if the metric still holds.
[[nodiscard]] base::Result<SearchOutcome> searchMixed(LayerTrials& trials, std::span<const LayerFacts> layers,
                                                      const LayerTrials::Floats& floats,
                                                      const SearchOptions& options,
                                                      const base::ProgressSink& progress,
                                                      std::stop_token stop);

}  // namespace pwb::quantize
