// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>
#include <optional>

#include "core/result/run_result.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// What INT8 with every layer quantised would lose on the small objects of one class, beside what the run's
/// own INT8 loses.
struct PlainLoss {
    int classIndex = -1;
    /// In words with the run's figures, one per pixel bucket under 15 px with objects; the first is the
    /// reports' own where it is of this class.
    QStringList sentences;
    CellTable table;  ///< AP50 and recall per pixel bucket of FP32, INT8 and plain INT8
};

/// `classIndex` −1 takes the class of result::referenceFinding(). Nothing without plain INT8, or before all
/// three are evaluated.
[[nodiscard]] std::optional<PlainLoss> plainLoss(const result::RunResult& document, int classIndex);
/// What plain INT8 is, for under the figures.
[[nodiscard]] QString plainInt8Note();

}  // namespace pwb::ui
