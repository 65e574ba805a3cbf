// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonValue>
#include <vector>

#include "ui/main_window.h"

namespace pwb::tests {

/// Holds what a page of the window shows against the figures of the run's report.json (and
/// predictions.csv), with QtTest's macros.
struct PageCheck {
    const char* name;
    void (*run)(ui::MainWindow& window, const QJsonValue& report);
};
[[nodiscard]] const std::vector<PageCheck>& pageChecks();

/// An engine of the report: 0 FP32, 1 FP16, 2 INT8.
[[nodiscard]] QJsonValue engineOf(const QJsonValue& report, int index);
/// The text of a cell of the overview's table.
[[nodiscard]] QString overviewCell(const ui::MainWindow& window, const QString& label, int engine);

}  // namespace pwb::tests
