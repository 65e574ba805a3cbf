// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// The figures of two runs side by side with their differences, measure by measure and engine by
/// engine; figures that neither run has are left out.
[[nodiscard]] CellTable runDifference(const result::RunResult& baseline, const result::RunResult& other);

}  // namespace pwb::ui
