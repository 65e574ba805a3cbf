// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>

#include "core/base/progress.h"
#include "core/quantize/layers.h"
#include "core/quantize/layers/layer_list.h"
#include "core/quantize/layers/sensitivity.h"

namespace pwb::quantize {

/// Greedy search for the fewest groups to leave float (beside `floats`), after NNCF's accuracy control. A
/// move leaves one group float, or a group and those that read its codes: a tensor whose codes lose much is
/// only rid of them when its maker and its readers are float. The move with the most SQNR gained per
/// millisecond lost goes first (the millisecond from the layers' sensitivity, where the profile gave it),
/// then the true metric is measured. A move after which the metric is worse is taken back, and the others are
/// ranked anew if others were made since; where none helps, half of all that is left goes together. After
/// four groups that were not enough, the moves per step double. Once the metric is met, each group is tried
/// in INT8 again, the last ones first, and stays there if the metric still holds.
[[nodiscard]] base::Result<SearchOutcome> searchMixed(LayerTrials& trials, std::span<const LayerFacts> layers,
                                                      const GroupReaders& readers,
                                                      const LayerTrials::Floats& floats,
                                                      const SearchOptions& options,
                                                      const base::ProgressSink& progress,
                                                      std::stop_token stop);

}  // namespace pwb::quantize
