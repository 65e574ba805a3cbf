// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>

namespace pwb::ui {

/// The list of a ChangesModel: picture, name, what changed.
class ChangesList : public QListView {
    Q_OBJECT

public:
    explicit ChangesList(QWidget* parent = nullptr);
    /// Moves the selection by `rows`, as far as the list goes.
    void step(int rows);

signals:
    void currentRowChanged(int row);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
};

}  // namespace pwb::ui
