// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/object_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QPushButton>
#include <algorithm>
#include <numeric>

#include "ui/models/object_changes.h"
#include "ui/theme/theme.h"
#include "ui/widgets/save_chart.h"

namespace pwb::ui {

ObjectTable::ObjectTable(ObjectChangesModel* model, QWidget* parent) : TableView(parent), m_model(model) {
    setObjectName(QStringLiteral("objectTable"));
    setAccessibleName(tr("Objects that changed"));
    horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    horizontalHeader()->setSortIndicatorClearable(true);
    setModel(m_model);
    setSortingEnabled(true);
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
    QApplication::clipboard()->setText(m_model->tsv(selectedRows()));
}

void ObjectTable::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    TableView::currentChanged(current, previous);
    if (!m_settingRow && current.isValid() && current.row() != previous.row()) emit rowChosen(current.row());
}

// Columns get what they need, the name of the image what can be spared.
void ObjectTable::fitColumns() {
    if (m_model->columnCount() == 0) return;
    QVector<int> widths = neededWidths();
    const int spare = viewport()->width() - std::accumulate(widths.begin(), widths.end(), 0);
    if (spare < 0) widths[0] -= std::min(-spare, std::max(0, widths[0] - ui::scaled(96)));
    setWidths(widths, spare);
}

}  // namespace pwb::ui
