// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// Recall and F1 of every class under each engine, the change from FP32 to INT8, and what it is most
/// often taken for. Row i is class i; figures that are not known yet hold “·”.
[[nodiscard]] CellTable perClassTable(const result::RunResult& document);
/// The column the table is sorted by at first: the change of F1.
[[nodiscard]] int perClassDeltaColumn(const result::RunResult* document);

/// Every pair of classes that any engine confuses, with its count per engine: the matrices as a table.
[[nodiscard]] CellTable confusionPairsTable(const result::RunResult& document);
inline constexpr int kPairsInt8Column = 4;

}  // namespace pwb::ui
