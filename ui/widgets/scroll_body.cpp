// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/scroll_body.h"

#include <QBoxLayout>
#include <QScrollArea>

namespace pwb::ui {

QWidget* scrollBody(QBoxLayout* content) {
    auto* inner = new QWidget;
    inner->setProperty("role", "scrolled");
    content->setContentsMargins(0, 0, 0, 0);
    inner->setLayout(content);
    auto* area = new QScrollArea;
    area->setWidget(inner);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    area->setFocusPolicy(Qt::NoFocus);
    return area;
}

}  // namespace pwb::ui
