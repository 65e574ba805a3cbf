// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/flow_layout.h"

#include <QWidget>

namespace pwb::ui {

FlowLayout::FlowLayout(int gap, QWidget* parent) : QLayout(parent), m_gap(gap) {
    setContentsMargins(0, 0, 0, 0);
}

FlowLayout::~FlowLayout() {
    while (QLayoutItem* item = takeAt(0)) delete item;
}

QLayoutItem* FlowLayout::takeAt(int index) {
    return index >= 0 && index < m_items.size() ? m_items.takeAt(index) : nullptr;
}

QSize FlowLayout::minimumSize() const {
    QSize size;
    for (const QLayoutItem* item : m_items) size = size.expandedTo(item->minimumSize());
    return size;
}

void FlowLayout::setGeometry(const QRect& rect) {
    QLayout::setGeometry(rect);
    place(rect, true);
}

int FlowLayout::place(const QRect& rect, bool move) const {
    int x = rect.x(), y = rect.y(), line = 0, lines = 1;
    bool over = false;
    for (QLayoutItem* item : m_items) {
        const int width = std::min(item->sizeHint().width(), rect.width());
        if (!over && x > rect.x() && x + width > rect.right() + 1) {
            over = m_maxLines > 0 && lines == m_maxLines;
            if (!over) {
                ++lines;
                x = rect.x();
                y += line + m_gap;
                line = 0;
            }
        }
        // Kept in the layout, without room: hiding it would take it out and bring it back with every resize.
        if (move) item->setGeometry(over ? QRect(x, y, 0, 0) : QRect(x, y, width, item->sizeHint().height()));
        if (over) continue;
        x += width + m_gap;
        line = std::max(line, item->sizeHint().height());
    }
    return y + line - rect.y();
}

}  // namespace pwb::ui
