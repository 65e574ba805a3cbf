// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QListView>
#include <QStandardItemModel>

namespace pwb::ui {

/// The pages' names at the left, in groups divided by a hairline, each with an icon and maybe a count.
class Rail : public QListView {
    Q_OBJECT

public:
    explicit Rail(QWidget* parent = nullptr);

    /// A new group begins when `startsGroup`.
    void addPage(const QString& id, const QString& title, bool startsGroup);
    void setCount(const QString& id, const QString& count);
    void select(const QString& id);
    [[nodiscard]] QString selected() const;
    /// The id `step` places after the selected one, wrapping round.
    [[nodiscard]] QString neighbour(int step) const;

signals:
    void pageSelected(const QString& id);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    [[nodiscard]] QSize sizeHint() const override;

private:
    [[nodiscard]] QStandardItem* item(const QString& id) const;
    QStandardItemModel* m_model;
};

}  // namespace pwb::ui
