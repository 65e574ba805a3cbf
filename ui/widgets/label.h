// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

#include "ui/theme/theme.h"

namespace pwb::ui {

enum class Tone { Normal, Secondary, Waiting, Good, Bad, Accent };

/// A label in one of the text roles; its colour follows the theme.
[[nodiscard]] QLabel* label(const QString& text, TextRole role = TextRole::Table, Tone tone = Tone::Normal);
/// One that wraps its words and can be selected, its text at the top.
[[nodiscard]] QLabel* paragraph(TextRole role, Tone tone = Tone::Normal);
void setTone(QLabel* label, Tone tone);
/// A 1 px horizontal line in the inner hairline colour.
[[nodiscard]] QFrame* separator();

}  // namespace pwb::ui
