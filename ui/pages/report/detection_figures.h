// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "ui/pages/report/blocks.h"

namespace pwb::ui::paper {

/// AP50 and recall by pixel bucket as bars from zero, over all classes.
[[nodiscard]] Block accuracyBySize(const result::RunResult& document);
/// Precision over recall of the six classes that lose most.
[[nodiscard]] Block precisionRecallCurves(const result::RunResult& document);
/// What plain INT8 would lose on small objects, in words and as a table; nothing without plain INT8.
void appendPlainLoss(Blocks& blocks, const result::RunResult& document);
/// Found, missed and false at the chosen confidence.
void appendFound(Blocks& blocks, const result::RunResult& document);

}  // namespace pwb::ui::paper
