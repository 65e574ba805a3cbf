// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/decide/decision.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// Every requirement against every precision, with the margin; last the verdict over all of them.
[[nodiscard]] CellTable feasibilityTable(const decide::Decision& decision);
/// The guide's recommendations; the rows that apply are marked.
[[nodiscard]] CellTable recommendationsTable(const decide::Decision& decision);
/// Requirements at which the answer changes, and to what.
[[nodiscard]] CellTable tippingTable(const decide::Decision& decision);
/// The answered path of the tree: question, answer, where the answer came from.
[[nodiscard]] CellTable pathTable(const decide::Decision& decision);

}  // namespace pwb::ui
