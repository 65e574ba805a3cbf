// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/table_view.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <algorithm>

#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/group_header.h"

namespace pwb::ui {

TableView::TableView(QWidget* parent) : QTableView(parent) {
    setHorizontalHeader(new GroupHeader(this));
    horizontalHeader()->setVisible(true);
    horizontalHeader()->setResizeContentsPrecision(40);
    setItemDelegate(new CellDelegate(this));
    verticalHeader()->hide();
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    setWordWrap(false);
    setRowHeight(24);
}

void TableView::setRowHeight(int pixels) {
    m_leastHeight = pixels;
    m_rowHeight = std::max(pixels, QFontMetrics(ui::font(TextRole::Table)).height() + 6);
    verticalHeader()->setMinimumSectionSize(m_rowHeight);
    verticalHeader()->setDefaultSectionSize(m_rowHeight);
}

QVector<int> TableView::neededWidths() const {
    QVector<int> widths(model()->columnCount());
    for (int c = 0; c < widths.size(); ++c)
        widths[c] = std::max(sizeHintForColumn(c), horizontalHeader()->sectionSizeHint(c));
    return widths;
}

void TableView::setWidths(const QVector<int>& widths, int spare) {
    const int count = static_cast<int>(widths.size());
    spare = std::max(0, spare);
    for (int c = 0; c < count; ++c)
        horizontalHeader()->resizeSection(c, widths[c] + spare / count + (c < spare % count ? 1 : 0));
}

QVector<int> TableView::selectedRows() const {
    QVector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows()) rows << index.row();
    std::sort(rows.begin(), rows.end());
    return rows;
}

void TableView::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    QTableView::keyPressEvent(event);
}

void TableView::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void TableView::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange)
        setRowHeight(m_leastHeight);
}

}  // namespace pwb::ui
