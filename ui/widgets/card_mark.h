// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QLabel;

namespace pwb::ui {

class Card;

/// Puts a place for a precision's mark before the title of a card; give it a markPixmap().
[[nodiscard]] QLabel* addCardMark(Card& card);

}  // namespace pwb::ui
