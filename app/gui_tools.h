// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/gui_options.h"

namespace pwb::app {

/// `--export`: writes one file of a run without a window. Returns the exit code.
[[nodiscard]] int exportRun(const GuiOptions& options);
/// `--screenshot`: grabs one page. Returns the exit code.
[[nodiscard]] int takeScreenshot(const GuiOptions& options);

}  // namespace pwb::app
