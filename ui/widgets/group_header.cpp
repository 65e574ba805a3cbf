// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/group_header.h"

#include <QPainter>

#include "ui/models/cell_table.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr int kHeadPad = 5, kHeadFirst = 16, kHeadLast = 12, kHeadMark = 9, kArrow = 10;

const CellColumn* columnOf(const QAbstractItemModel* model, int section) {
    return model ? model->headerData(section, Qt::Horizontal, CellTableModel::ColumnRole)
                       .value<const CellColumn*>()
                 : nullptr;
}

QString titleOf(const QAbstractItemModel* model, int section) {
    return model->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString();
}

}  // namespace

GroupHeader::GroupHeader(QWidget* parent) : QHeaderView(Qt::Horizontal, parent) {
    setSectionsClickable(true);
    setHighlightSections(false);
    setMinimumSectionSize(24);
    setFrameShape(QFrame::NoFrame);
}

bool GroupHeader::grouped() const {
    for (int section = 0; section < count(); ++section) {
        const CellColumn* column = columnOf(model(), section);
        if (column && !column->group.isEmpty()) return true;
    }
    return false;
}

int GroupHeader::rowHeight() const {
    return QFontMetrics(ui::font(TextRole::Table)).height() + 7;
}

QSize GroupHeader::sizeHint() const {
    return {QHeaderView::sizeHint().width(), rowHeight() * (grouped() ? 2 : 1)};
}

QSize GroupHeader::sectionSizeFromContents(int logicalIndex) const {
    const CellColumn* column = columnOf(model(), logicalIndex);
    const QFontMetrics metrics(ui::font(column && column->mark ? TextRole::TableStrong : TextRole::Table));
    int width = metrics.horizontalAdvance(titleOf(model(), logicalIndex)) + 2 * kHeadPad;
    if (logicalIndex == 0) width += kHeadFirst - kHeadPad;
    if (logicalIndex == count() - 1) width += kHeadLast - kHeadPad;
    if (column && column->mark) width += kHeadMark + 4;
    if (isSortIndicatorShown() && sortIndicatorSection() == logicalIndex) width += kArrow;
    return {width, rowHeight()};
}

void GroupHeader::paintSection(QPainter* painter, const QRect& rect, int logicalIndex) const {
    const Theme& theme = Theme::current();
    const CellColumn* column = columnOf(model(), logicalIndex);
    painter->fillRect(rect, theme.raised);
    painter->setPen(QPen(theme.hairline, 1));
    painter->drawLine(rect.bottomLeft(), rect.bottomRight());
    if (!column) return;
    painter->setPen(QPen(theme.hairlineInner, 1));
    if (column->rule) painter->drawLine(rect.topLeft(), rect.bottomLeft());

    QRectF box = QRectF(rect).adjusted(logicalIndex == 0 ? kHeadFirst : kHeadPad, 0,
                                       logicalIndex == count() - 1 ? -kHeadLast : -kHeadPad, 0);
    if (!column->group.isEmpty()) box.setTop(rect.bottom() - rowHeight());
    const bool sorted = isSortIndicatorShown() && sortIndicatorSection() == logicalIndex;
    painter->setFont(ui::font(column->mark ? TextRole::TableStrong : TextRole::Table));
    const QString title = titleOf(model(), logicalIndex);
    const double textWidth = QFontMetricsF(painter->font()).horizontalAdvance(title);
    const double content = textWidth + (column->mark ? kHeadMark + 4 : 0) + (sorted ? kArrow : 0);
    double x = column->number ? std::max(box.left(), box.right() - content) : box.left();
    painter->setRenderHint(QPainter::Antialiasing);
    if (column->mark) {
        drawMark(*painter, *column->mark, {x + kHeadMark / 2.0, box.center().y()}, kHeadMark);
        x += kHeadMark + 4;
    }
    painter->setPen(column->mark || sorted ? theme.text : theme.textSecondary);
    painter->drawText(QRectF(x, box.top(), box.right() - x + 2, box.height()),
                      Qt::AlignLeft | Qt::AlignVCenter, title);
    if (!sorted) return;
    const double ax = x + textWidth + 6, ay = box.center().y(),
                 up = sortIndicatorOrder() == Qt::AscendingOrder ? 1 : -1;
    painter->setPen(QPen(theme.textSecondary, 1.2));
    painter->drawPolyline(QPolygonF({{ax - 3, ay + 1.5 * up}, {ax, ay - 1.5 * up}, {ax + 3, ay + 1.5 * up}}));
}

void GroupHeader::paintEvent(QPaintEvent* event) {
    QHeaderView::paintEvent(event);
    const Theme& theme = Theme::current();
    QPainter painter(viewport());
    painter.fillRect(QRect(length() - offset(), 0, viewport()->width(), height()), theme.raised);
    painter.setPen(QPen(theme.hairline, 1));
    painter.drawLine(0, height() - 1, viewport()->width(), height() - 1);
    if (!grouped()) return;
    painter.setFont(ui::font(TextRole::Table));
    for (int first = 0; first < count();) {
        const CellColumn* column = columnOf(model(), first);
        int last = first;
        while (last + 1 < count() && column && !column->group.isEmpty()) {
            const CellColumn* next = columnOf(model(), last + 1);
            if (!next || next->group != column->group) break;
            ++last;
        }
        if (column && !column->group.isEmpty()) {
            const int left = sectionViewportPosition(first);
            const int right = sectionViewportPosition(last) + sectionSize(last);
            const QRect box(left, 0, right - left, rowHeight());
            painter.setPen(QPen(theme.hairlineInner, 1));
            painter.drawLine(box.bottomLeft(), box.bottomRight());
            painter.setPen(theme.textSecondary);
            painter.drawText(box, Qt::AlignCenter, column->group);
        }
        first = last + 1;
    }
}

}  // namespace pwb::ui
