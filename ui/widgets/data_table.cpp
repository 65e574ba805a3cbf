// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/data_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPushButton>
#include <QScrollBar>
#include <algorithm>
#include <cmath>
#include <numeric>

#include "ui/theme/theme.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

DataTable::DataTable(const QString& objectName, QWidget* parent)
    : TableView(parent), m_model(new CellTableModel(this)), m_proxy(new QSortFilterProxyModel(this)) {
    setObjectName(objectName);
    m_proxy->setSourceModel(m_model);
    m_proxy->setSortRole(CellTableModel::SortRole);
    m_proxy->setDynamicSortFilter(true);
    setModel(m_proxy);
    setMouseTracking(true);
    connect(this, &QTableView::entered, this,
            [this](const QModelIndex& index) { emit rowHovered(m_proxy->mapToSource(index).row()); });
    connect(selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex& index) {
                if (!m_settingRow && index.isValid()) emit rowSelected(m_proxy->mapToSource(index).row());
            });
}

void DataTable::setTable(CellTable table) {
    m_model->setTable(std::move(table));
    fitColumns();
    updateGeometry();
}

void DataTable::setSortable(int column, Qt::SortOrder order) {
    setSortingEnabled(true);
    sortByColumn(column, order);
}

void DataTable::setFitsRows(bool fits) {
    m_fits = fits;
    setVerticalScrollBarPolicy(fits ? Qt::ScrollBarAlwaysOff : Qt::ScrollBarAsNeeded);
    setSizePolicy(QSizePolicy::Expanding, fits ? QSizePolicy::Fixed : QSizePolicy::Expanding);
}

int DataTable::selectedRow() const {
    const QModelIndexList rows = selectionModel()->selectedRows();
    return rows.isEmpty() ? -1 : m_proxy->mapToSource(rows.first()).row();
}

void DataTable::selectRow(int modelRow) {
    m_settingRow = true;
    if (modelRow < 0) {
        clearSelection();
    } else {
        const QModelIndex index = m_proxy->mapFromSource(m_model->index(modelRow, 0));
        QTableView::selectRow(index.row());
        scrollTo(index);
    }
    m_settingRow = false;
}

QPushButton* DataTable::copyButton(QWidget* parent) {
    QPushButton* button = flatButton(tr("Copy"), QStringLiteral("copy"), parent);
    button->setObjectName(objectName() + QStringLiteral("Copy"));
    button->setToolTip(tr("Copies the table with its units, separated by tabs"));
    connect(button, &QPushButton::clicked, this,
            [this] { QApplication::clipboard()->setText(toTsv(*m_proxy)); });
    return button;
}

QSize DataTable::sizeHint() const {
    if (!m_fits) return QTableView::sizeHint();
    const int rows = m_model->rowCount() * rowHeight();
    return {300, horizontalHeader()->sizeHint().height() + rows + m_barHeight + 2 * frameWidth()};
}

QSize DataTable::minimumSizeHint() const {
    return m_fits ? QSize(160, sizeHint().height()) : QSize(160, 4 * rowHeight());
}

void DataTable::copy() {
    QApplication::clipboard()->setText(toTsv(*m_proxy, selectedRows()));
}

void DataTable::leaveEvent(QEvent* event) {
    TableView::leaveEvent(event);
    emit rowHovered(-1);
}

// Columns get what they need; what is left over is shared out so that the table fills its card.
void DataTable::fitColumns() {
    const int count = m_model->columnCount();
    if (count == 0) return;
    QVector<int> widths = neededWidths();
    int spare = viewport()->width() - std::accumulate(widths.begin(), widths.end(), 0);
    // Too little room: first margins move under their figures, then long words give way, numbers never.
    const auto& columns = m_model->table().columns;
    const auto leastOf = [](const CellColumn& column, int usual) {
        return column.least > 0 ? ui::scaled(column.least) : usual;
    };
    const auto shrink = [&](auto gives, int least) {
        int giving = 0;
        for (int c = 0; c < count; ++c)
            if (gives(columns[c])) giving += std::max(0, widths[c] - leastOf(columns[c], least));
        if (spare >= 0 || giving == 0) return;
        const double part = std::min(1.0, -spare / static_cast<double>(giving));
        for (int c = 0; c < count; ++c) {
            if (!gives(columns[c])) continue;
            const int give =
                static_cast<int>(std::ceil(std::max(0, widths[c] - leastOf(columns[c], least)) * part));
            widths[c] -= give;
            spare += give;
        }
    };
    shrink([](const CellColumn& column) { return !column.number && column.mark.has_value(); },
           ui::scaled(80));
    shrink([](const CellColumn& column) { return !column.number && !column.mark; }, ui::scaled(56));
    setWidths(widths, spare);
    if (!m_fits) return;
    const bool scrolls = horizontalHeader()->length() > viewport()->width();
    const int bar = scrolls ? horizontalScrollBar()->sizeHint().height() : 0;
    if (bar == m_barHeight) return;
    m_barHeight = bar;
    updateGeometry();
}

}  // namespace pwb::ui
