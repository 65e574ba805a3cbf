// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

class QPushButton;
class QWidget;

namespace pwb::ui {

/// Renders a chart as it is shown into a file: SVG by that ending, else PNG at twice its size. False where
/// the file could not be written.
[[nodiscard]] bool saveChart(QWidget& chart, const QString& file);
/// Asks for a file name and saves; says so where it failed.
void askAndSaveChart(QWidget& chart, const QString& suggestedName);
/// Beside other tools of a card an icon says enough.
enum class SaveButton { Icon, Text };
/// A flat button that saves `chart`.
[[nodiscard]] QPushButton* saveChartButton(QWidget* chart, const QString& suggestedName,
                                           SaveButton kind = SaveButton::Text);
/// A flat button as they stand in the heads of cards and pages.
[[nodiscard]] QPushButton* flatButton(const QString& text, const QString& iconName,
                                      QWidget* parent = nullptr);

}  // namespace pwb::ui
