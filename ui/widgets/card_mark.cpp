// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card_mark.h"

#include <QHBoxLayout>
#include <QLabel>

#include "ui/widgets/card.h"

namespace pwb::ui {

QLabel* addCardMark(Card& card) {
    auto* mark = new QLabel(&card);
    mark->setContentsMargins(0, 0, 0, 0);
    auto* head = qobject_cast<QHBoxLayout*>(card.layout()->itemAt(0)->layout());
    if (head) head->insertWidget(0, mark);
    return mark;
}

}  // namespace pwb::ui
