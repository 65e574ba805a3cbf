// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/base/words.h"

namespace pwb::ui {

/// The language of the window: "en" or "zh_CN".
[[nodiscard]] QString currentLanguage();
/// `choice`: "en", "zh_CN", or empty for the system's; installs the translation. Widgets made afterwards
/// speak it.
void applyLanguage(const QString& choice);
/// Core's catalogue in that language.
[[nodiscard]] const base::Words& words();

}  // namespace pwb::ui
