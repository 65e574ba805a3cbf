// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "ui/models/object_changes.h"

class QPushButton;

namespace pwb::ui {

class Card;
class ObjectFilterCard;
class ObjectPictureCard;
class ObjectTable;

/// The Changes page of a detector: the objects that a candidate finds otherwise than FP32, and the picture of
/// the chosen one.
class ChangesObjects : public QWidget {
    Q_OBJECT

public:
    explicit ChangesObjects(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    void setFilter(const ObjectFilter& filter);
    [[nodiscard]] const ObjectFilter& filter() const;
    [[nodiscard]] const ObjectChangesModel& model() const { return *m_model; }

signals:
    void listChanged();  ///< other rows are listed

private:
    [[nodiscard]] QWidget* buildList();
    void addShortcuts();
    void showList();
    void showRow(int row);
    [[nodiscard]] QString emptyText() const;

    std::shared_ptr<const result::RunResult> m_document;
    ObjectChangesModel* m_model;
    ObjectFilterCard* m_filter;
    ObjectPictureCard* m_picture;
    Card* m_listCard;
    QPushButton* m_copy;
    ObjectTable* m_list;
    /// The chosen object, so that it stays chosen when the list changes.
    std::optional<compare::ObjectChange> m_chosen;
};

}  // namespace pwb::ui
