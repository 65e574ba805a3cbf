// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// Peak, loaded, weights, activations and file size of every engine, with peak and file against FP32.
[[nodiscard]] CellTable memoryTable(const result::RunResult& document);

}  // namespace pwb::ui
