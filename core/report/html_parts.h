// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of the page as template data, for html_writer.cpp. Only .cpp files include this (mustache).
#pragma once

#include <kainjow/mustache.hpp>
#include <string>

#include "core/base/words.h"
#include "core/result/run_result.h"

namespace pwb::report {

using Data = kainjow::mustache::data;

/// A section that the template shows only when `rows` is not empty.
[[nodiscard]] Data section(const char* name, Data rows);

/// A picture that the template shows only when there is one.
[[nodiscard]] Data picture(const std::string& svg);
/// An engine's id and name.
[[nodiscard]] Data engineHead(const result::RunResult& document, const result::EngineResult& engine);

[[nodiscard]] Data comparisonData(const result::RunResult& document, const base::Words& words);
[[nodiscard]] Data changesData(const result::RunResult& document, const base::Words& words);
[[nodiscard]] Data perEngineCharts(const result::RunResult& document, const base::Words& words);
/// Engines that are compared by speed, in the order of latencyRows()' cells.
[[nodiscard]] Data timedHeads(const result::RunResult& document);
[[nodiscard]] Data latencyRows(const result::RunResult& document);
[[nodiscard]] Data classRows(const result::RunResult& document);
[[nodiscard]] Data confusionRows(const result::RunResult& document, const base::Words& words);
[[nodiscard]] Data changedRows(const result::RunResult& document, std::size_t most, const base::Words& words);
/// What only a detector's run has; false for another.
[[nodiscard]] Data detectionData(const result::RunResult& document, const base::Words& words);
/// False where the run was not profiled layer by layer.
[[nodiscard]] Data layersData(const result::RunResult& document, const base::Words& words);
[[nodiscard]] Data decisionData(const decide::Decision& decision, const base::Words& words);

}  // namespace pwb::report
