// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/report/document.h"

namespace pwb::app {

/// One row per precision for stdout: what it computes in, accuracy with its interval, the difference from
/// FP32 and whether it is significant, times, memory, size, status. "-" where a figure was not measured.
[[nodiscard]] std::string resultTable(const report::ReportDocument& document);

/// The engines alone, as `pwb build` prints them.
[[nodiscard]] std::string engineTable(const std::vector<report::EngineResult>& engines);

/// "ready", "failed", "cancelled".
[[nodiscard]] std::string statusText(const report::EngineResult& engine);

}  // namespace pwb::app
