// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/table_view.h"

class QPushButton;

namespace pwb::ui {

class ObjectChangesModel;

/// The list of an ObjectChangesModel: sorts by its headings, copies its selection as TSV with units.
class ObjectTable : public TableView {
    Q_OBJECT

public:
    explicit ObjectTable(ObjectChangesModel* model, QWidget* parent = nullptr);
    /// Moves the selection by `rows`, as far as the list goes.
    void step(int rows);
    /// Selects without telling of it; −1: nothing.
    void setRow(int row);
    /// A flat “Copy” button for the head of a card.
    [[nodiscard]] QPushButton* copyButton();

    void copy() override;

signals:
    void rowChosen(int row);

protected:
    void fitColumns() override;
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;

private:
    ObjectChangesModel* m_model;
    bool m_settingRow = false;
};

}  // namespace pwb::ui
