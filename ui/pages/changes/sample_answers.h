// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <QWidget>
#include <memory>
#include <vector>

#include "ui/models/cell_table.h"
#include "ui/models/changes_model.h"

class QHBoxLayout;
class QPushButton;

namespace pwb::ui {

class AnswerBars;
class Card;
class DataTable;
class SamplePicture;

/// One sample large, with the five likeliest classes of every engine as bars and as a table.
class SampleAnswers : public QWidget {
    Q_OBJECT

public:
    explicit SampleAnswers(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    /// Null: none is chosen.
    void showSample(const Change* change);

signals:
    void stepped(int rows);  ///< the previous (−1) or the next (1) sample is wanted

private:
    void buildSample();
    void buildTable();
    void setKinds(const std::vector<result::EngineKind>& kinds);
    [[nodiscard]] CellTable answersTable(int sample) const;

    std::shared_ptr<const result::RunResult> m_document;
    int m_sample = -1;
    Card *m_sampleCard, *m_tableCard;
    QVector<QPushButton*> m_tools;
    SamplePicture* m_picture;
    std::vector<result::EngineKind> m_engines;
    QVector<AnswerBars*> m_bars;
    QHBoxLayout* m_barRow;
    DataTable* m_table;
};

}  // namespace pwb::ui
