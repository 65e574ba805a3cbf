// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <memory>

#include "ui/models/changes_model.h"
#include "ui/widgets/card.h"

class QCheckBox;
class QComboBox;

namespace pwb::ui {

class CandidateChoice;
class ChangesList;

/// Chooses which of the samples whose answer changed are listed, and lists them.
class SampleFilterCard : public Card {
    Q_OBJECT

public:
    /// `model` outlives the card.
    explicit SampleFilterCard(ChangesModel* model, QWidget* parent = nullptr);
    /// Candidates and classes to choose from. Emits nothing.
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    /// Emits nothing.
    void setFilter(const ChangesFilter& filter);
    [[nodiscard]] const ChangesFilter& filter() const { return m_filter; }
    /// To be called when the model lists others: shows how many, and chooses a row.
    void showList(int row);
    /// Moves the choice.
    void step(int rows);

signals:
    void filterChanged();
    void rowChosen(int row);

private:
    void addKinds(QVBoxLayout& column);
    QComboBox* addClassChoice(QVBoxLayout& column, const QString& name,
                              std::optional<int> ChangesFilter::*field);
    void addList();
    void fillClassChoices();
    [[nodiscard]] QString emptyText() const;

    std::shared_ptr<const result::RunResult> m_document;
    ChangesModel* m_model;
    ChangesFilter m_filter;
    CandidateChoice* m_candidate;
    std::array<QCheckBox*, kChangeKinds> m_kinds{};
    std::array<QLabel*, kChangeKinds> m_counts{};
    QComboBox *m_truth, *m_answer;
    QLabel *m_head, *m_empty;
    ChangesList* m_list;
};

}  // namespace pwb::ui
