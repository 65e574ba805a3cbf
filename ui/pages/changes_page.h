// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "ui/models/cell_table.h"
#include "ui/models/changes_model.h"
#include "ui/pages/page.h"

class QCheckBox;
class QComboBox;
class QHBoxLayout;
class QLabel;
class QPushButton;

namespace pwb::ui {

class AnswerBars;
class CandidateChoice;
class Card;
class ChangesList;
class ChangesObjects;
class DataTable;
class SamplePicture;

/// The samples whose answer changed, one of them large with the five likeliest classes of every engine; of a
/// detector the objects.
class ChangesPage : public Page {
    Q_OBJECT

public:
    explicit ChangesPage(QWidget* parent = nullptr);
    [[nodiscard]] QString railCount() const override;

public slots:
    /// "true=24 answer=0 engine=int8": class indices and the candidate; of a detector as objectFilterFrom().
    void applyFilter(const QString& filter) override;

protected:
    void refresh() override;

private:
    [[nodiscard]] QWidget* buildFilter();
    [[nodiscard]] QWidget* buildSample();
    void setKinds(const std::vector<result::EngineKind>& kinds);
    void addShortcuts();
    void showTask();
    void fillClassChoices();
    void showList();
    void showCounts();
    void showSample(int row);
    void saveList();
    [[nodiscard]] CellTable answersTable(int sample) const;

    [[nodiscard]] bool showsObjects() const { return document() && document()->isDetection(); }

    ChangesFilter m_filter;
    ChangesModel* m_model;
    Card *m_filterCard, *m_sampleCard, *m_tableCard;
    CandidateChoice* m_candidate;
    std::array<QCheckBox*, kChangeKinds> m_kinds{};
    std::array<QLabel*, kChangeKinds> m_counts{};
    QComboBox *m_truth, *m_answer;
    QLabel *m_listHead, *m_listEmpty;
    ChangesList* m_list;
    SamplePicture* m_picture;
    std::vector<result::EngineKind> m_engines;
    QVector<AnswerBars*> m_bars;
    QHBoxLayout* m_barRow;
    DataTable* m_table;
    QPushButton *m_save, *m_copyPath, *m_previous, *m_next;
    int m_sample = -1;
    QWidget* m_samples;         ///< of a classifier
    ChangesObjects* m_objects;  ///< of a detector
};

}  // namespace pwb::ui
