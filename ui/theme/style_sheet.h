// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "ui/theme/theme.h"

namespace pwb::ui {

/// Shapes of the standard controls (fields, buttons, tables, menus) for a theme.
///
/// Widgets opt in to variants with dynamic properties: a QLabel's "tone" is secondary, waiting, good, bad or
/// accent; a QPushButton's "kind" is primary or flat.
[[nodiscard]] QString styleSheet(const Theme& theme);

}  // namespace pwb::ui
