// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStackedWidget>

#include "ui/models/cell_table.h"

namespace pwb::ui {

class DataTable;

/// A chart and the table of the same numbers, of which one is shown.
class ChartOrTable : public QStackedWidget {
    Q_OBJECT

public:
    explicit ChartOrTable(QWidget* chart, QWidget* parent = nullptr);
    void setTable(const CellTable& table);
    void showTable(bool table);
    // The size of what is shown, not the larger of both.
    [[nodiscard]] QSize sizeHint() const override { return currentWidget()->sizeHint(); }
    [[nodiscard]] QSize minimumSizeHint() const override { return currentWidget()->minimumSizeHint(); }

private:
    DataTable* m_table;
};

}  // namespace pwb::ui
