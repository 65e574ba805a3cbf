// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/evaluate/detection_metrics.h"

namespace pwb::evaluate {

/// Share of the objects smaller than `side` px that are found, 0–1; absent without such objects. `side` is
/// the upper end of one of the pixel ranges of kSizeRanges.
[[nodiscard]] std::optional<double> recallBelow(const DetectionMetrics& metrics, double side);

}  // namespace pwb::evaluate
