// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QBoxLayout;
class QWidget;

namespace pwb::ui {

/// A transparent area that scrolls up and down only when `content` needs more height than there is, as with
/// 200 % text.
[[nodiscard]] QWidget* scrollBody(QBoxLayout* content);

}  // namespace pwb::ui
