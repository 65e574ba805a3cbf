// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cell_table.h"
#include "ui/widgets/table_view.h"

class QPushButton;

namespace pwb::ui {

/// A read-only result table: sorts by its headings, copies its selection (or all of it) as TSV with units.
class DataTable : public TableView {
    Q_OBJECT

public:
    explicit DataTable(const QString& objectName, QWidget* parent = nullptr);

    void setTable(CellTable table);
    [[nodiscard]] const CellTable& table() const { return m_model->table(); }
    void setSortable(int column, Qt::SortOrder order);
    /// Gives the view exactly the height of its rows, for short tables that never scroll.
    void setFitsRows(bool fits);
    /// Row of the model (not of the sorted view) that is selected, or −1.
    [[nodiscard]] int selectedRow() const;
    void selectRow(int modelRow);
    /// A flat “Copy” button for the head of a card.
    [[nodiscard]] QPushButton* copyButton(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

    void copy() override;

signals:
    void rowSelected(int modelRow);
    void rowHovered(int modelRow);

protected:
    void fitColumns() override;
    void leaveEvent(QEvent* event) override;

private:
    CellTableModel* m_model;
    QSortFilterProxyModel* m_proxy;
    bool m_fits = false;
    bool m_settingRow = false;
    int m_barHeight = 0;  ///< room for the horizontal scroll bar of a table that fits its rows
};

}  // namespace pwb::ui
