// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/card_mark.h"

#include <QHBoxLayout>
#include <QLabel>

#include "ui/widgets/card.h"

namespace pwb::ui {

QLabel* addCardMark(Card& card) {
    auto* mark = new QLabel(&card);
    QLayoutItem* first = card.layout()->itemAt(0);
    QLayout* layout = first->layout() ? first->layout() : first->widget()->layout();
    if (auto* head = qobject_cast<QHBoxLayout*>(layout)) head->insertWidget(0, mark);
    return mark;
}

}  // namespace pwb::ui
