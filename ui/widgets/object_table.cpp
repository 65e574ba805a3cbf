// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/object_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <algorithm>
#include <numeric>

#include "ui/models/object_changes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"
#include "ui/widgets/group_header.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

ObjectTable::ObjectTable(ObjectChangesModel* model, QWidget* parent) : QTableView(parent), m_model(model) {
    setObjectName(QStringLiteral("objectTable"));
    setAccessibleName(tr("Objects that changed"));
    setHorizontalHeader(new GroupHeader(this));
    horizontalHeader()->setVisible(true);
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    horizontalHeader()->setSortIndicatorClearable(true);
    horizontalHeader()->setResizeContentsPrecision(40);
    setModel(m_model);
    setItemDelegate(new CellDelegate(this));
    setSortingEnabled(true);
    verticalHeader()->hide();
    setShowGrid(false);
    setFrameShape(QFrame::NoFrame);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    setWordWrap(false);
    fitRows();
    connect(m_model, &QAbstractItemModel::modelReset, this, &ObjectTable::fitColumns);
}

void ObjectTable::step(int rows) {
    if (m_model->rowCount() == 0) return;
    const int row = currentIndex().isValid() ? currentIndex().row() + rows : 0;
    const QModelIndex index = m_model->index(std::clamp(row, 0, m_model->rowCount() - 1), 0);
    setCurrentIndex(index);
    scrollTo(index);
}

void ObjectTable::setRow(int row) {
    m_settingRow = true;
    if (row < 0)
        setCurrentIndex({});
    else
        setCurrentIndex(m_model->index(row, 0));
    if (row >= 0) scrollTo(currentIndex());
    m_settingRow = false;
}

QPushButton* ObjectTable::copyButton() {
    QPushButton* button = flatButton(tr("Copy"), QStringLiteral("copy"));
    button->setObjectName(QStringLiteral("objectTableCopy"));
    button->setToolTip(tr("Copies the list with its units, separated by tabs"));
    connect(button, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_model->tsv()); });
    return button;
}

void ObjectTable::copy() {
    QVector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows()) rows << index.row();
    std::sort(rows.begin(), rows.end());
    QApplication::clipboard()->setText(m_model->tsv(rows));
}

void ObjectTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    QTableView::keyPressEvent(event);
}

void ObjectTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QTableView::currentChanged(current, previous);
    if (!m_settingRow && current.isValid() && current.row() != previous.row()) emit rowChosen(current.row());
}

void ObjectTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fitColumns();
}

void ObjectTable::changeEvent(QEvent* event) {
    QTableView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) fitRows();
}

void ObjectTable::fitRows() {
    const int height = std::max(24, QFontMetrics(ui::font(TextRole::Table)).height() + 6);
    verticalHeader()->setMinimumSectionSize(height);
    verticalHeader()->setDefaultSectionSize(height);
}

// Columns get what they need, the name of the image what can be spared; what is left over is shared out.
void ObjectTable::fitColumns() {
    const int count = m_model->columnCount();
    if (count == 0) return;
    QVector<int> widths(count);
    for (int c = 0; c < count; ++c)
        widths[c] = std::max(sizeHintForColumn(c), horizontalHeader()->sectionSizeHint(c));
    int spare = viewport()->width() - std::accumulate(widths.begin(), widths.end(), 0);
    if (spare < 0) {
        const int give = std::min(-spare, std::max(0, widths[0] - ui::scaled(96)));
        widths[0] -= give;
        spare = 0;
    }
    for (int c = 0; c < count; ++c)
        horizontalHeader()->resizeSection(c, widths[c] + spare / count + (c < spare % count ? 1 : 0));
}

}  // namespace pwb::ui
