// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/comparison_model.h"

namespace pwb::ui {

/// Lays the document's figures out as rows; null gives the empty table.
[[nodiscard]] QVector<ComparisonModel::Row> comparisonRows(const result::RunResult* document);

}  // namespace pwb::ui
