// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>

#include "ui/models/changes_model.h"

namespace pwb::ui {

class SampleAnswers;
class SampleFilterCard;

/// The Changes page of a classifier: the samples whose answer changed, and the chosen one with all answers.
class ChangesSamples : public QWidget {
    Q_OBJECT

public:
    explicit ChangesSamples(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    void setFilter(const ChangesFilter& filter);
    [[nodiscard]] const ChangesFilter& filter() const;
    [[nodiscard]] const ChangesModel& model() const { return *m_model; }

signals:
    void listChanged();  ///< other rows are listed

private:
    void addShortcuts();
    void showList();
    void showRow(int row);

    std::shared_ptr<const result::RunResult> m_document;
    ChangesModel* m_model;
    SampleFilterCard* m_filter;
    SampleAnswers* m_answers;
    int m_sample = -1;  ///< the chosen one, which stays chosen when the list changes
};

}  // namespace pwb::ui
