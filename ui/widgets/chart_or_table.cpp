// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/chart_or_table.h"

#include "ui/widgets/data_table.h"

namespace pwb::ui {

ChartOrTable::ChartOrTable(QWidget* chart, QWidget* parent)
    : QStackedWidget(parent), m_table(new DataTable(chart->objectName() + QStringLiteral("Table"))) {
    m_table->setAccessibleName(chart->accessibleName());
    setSizePolicy(chart->sizePolicy());
    addWidget(chart);
    addWidget(m_table);
}

void ChartOrTable::setTable(const CellTable& table) {
    m_table->setTable(table);
}

void ChartOrTable::showTable(bool table) {
    setCurrentIndex(table ? 1 : 0);
    updateGeometry();
}

}  // namespace pwb::ui
