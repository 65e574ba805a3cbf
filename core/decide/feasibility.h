// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/decide/case.h"

namespace pwb::decide {

/// Five rows in the order throughput, latency, accuracy, memory, smallest_object; definitions at
/// FeasibilityCell.
[[nodiscard]] std::vector<FeasibilityRow> feasibilityOf(const Case& of);

/// bestFps slowed by the ratio of p50 to the slowest round's median; absent when not measured.
[[nodiscard]] std::optional<double> pessimisticFps(const EngineEvidence& engine);
/// FP32's accuracy + the lower end of the paired interval; absent when not known.
[[nodiscard]] std::optional<double> pessimisticAccuracy(const Case& of, const EngineEvidence& engine);
/// FP32's accuracy + the paired difference.
[[nodiscard]] std::optional<double> estimatedAccuracy(const Case& of, const EngineEvidence& engine);

}  // namespace pwb::decide
