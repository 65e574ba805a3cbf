// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace pwb::ui {

/// Says what this program is, and with which ONNX Runtime and Qt it runs. Returns at once.
void showAbout(QWidget* window);

}  // namespace pwb::ui
