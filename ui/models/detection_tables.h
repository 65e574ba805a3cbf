// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// “< 8 px”, “8–15 px”, “small”.
[[nodiscard]] QString sizeName(const evaluate::SizeRange& range);
/// One size range of one class, of all classes for −1; null where it is not known.
[[nodiscard]] const evaluate::SizeMetrics* sizeMetrics(const result::EngineResult* engine, int classIndex,
                                                       std::size_t range);

/// AP50, AP50-95, precision and recall of every class under each engine, the objects that each candidate lost
/// against FP32, and the change from FP32 to INT8. Row i is class i.
[[nodiscard]] CellTable detectionClassTable(const result::RunResult& document);
/// The column it is sorted by at first, the change of AP50-95.
inline constexpr int kDetectionDeltaColumn = 2;

/// Found, missed and false at the chosen confidence, one row per engine.
[[nodiscard]] CellTable foundTable(const result::RunResult& document);
/// What became of FP32's objects, one row per candidate.
[[nodiscard]] CellTable fatesTable(const result::RunResult& document);

}  // namespace pwb::ui
