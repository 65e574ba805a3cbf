// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/evaluate/detection_metrics.h"

namespace pwb::evaluate {

/// DetectionMetrics::confusion; empty above kLargestConfusion classes. A detection that lies on a crowd of
/// its class and found no object is left out, as in the other measures.
[[nodiscard]] std::vector<std::int64_t> confusionOf(std::span<const dataset::Sample> samples,
                                                    const DetectionTable& table, const MatchTable& matches,
                                                    int classes, double threshold);

}  // namespace pwb::evaluate
