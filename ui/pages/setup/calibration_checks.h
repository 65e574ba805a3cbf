// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QString>

#include "ui/jobs/inspect_job.h"
#include "ui/widgets/chip.h"

namespace pwb::ui {

/// One line of what is to be said about a calibration set.
struct SetCheck {
    Chip::Sign sign = Chip::Sign::Info;
    QString name, text;
    QString tip;  ///< which samples, for those who want to see for themselves
};

/// The lines for what is known so far; `own`: the set is not drawn from the validation data.
[[nodiscard]] QList<SetCheck> calibrationChecks(const SetupFacts& facts, bool own);

}  // namespace pwb::ui
