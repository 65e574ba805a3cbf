// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/pages/report/blocks.h"

namespace pwb::ui::paper {

/// The engines' confusion matrices side by side on one ramp.
[[nodiscard]] Block confusionMatrices(const result::RunResult& document);
/// The engines' confidence of right and wrong answers side by side.
[[nodiscard]] Block confidenceHistograms(const result::RunResult& document);
/// p50 latency at batch 1 as bars from zero, p99 as a whisker.
[[nodiscard]] Block latencyBars(const result::RunResult& document);

}  // namespace pwb::ui::paper
