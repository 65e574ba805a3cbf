// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/result/run_result.h"

namespace pwb::app {

/// One row per precision for stdout, the reference last: what it computes in, accuracy with its interval, the
/// difference from FP32 and whether it is significant, of a detector recall of small objects and what became
/// of FP32's, times, memory, size, status. "-" where a figure was not measured. Below, in one line, what
/// plain INT8 would have lost on small objects.
[[nodiscard]] std::string resultTable(const result::RunResult& document);

/// The engines alone, as `pwb build` prints them.
[[nodiscard]] std::string engineTable(const std::vector<result::EngineResult>& engines);

/// "ready", "failed", "cancelled".
[[nodiscard]] std::string statusText(const result::EngineResult& engine);

}  // namespace pwb::app
