// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/models/cell_table.h"
#include "ui/pages/page.h"

class QBoxLayout;
class QGridLayout;
class QLabel;

namespace pwb::ui {

class CandidateChoice;
class Card;
class ChartOrTable;
class ConfidenceDensity;
class ConfidenceHistogram;
class DataTable;
class ReliabilityChart;

/// How sure the engines are, whether rightly so, and how a candidate's confidence moves against FP32's (of a
/// detector: object by object, as a table).
class ConfidencePage : public Page {
    Q_OBJECT

public:
    explicit ConfidencePage(QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    /// The confidences of one engine.
    struct EngineCard {
        result::EngineKind kind;
        Card* card;
        QLabel* mark;
        ConfidenceHistogram* histogram;
        ChartOrTable* view;
    };
    void setKinds(const std::vector<result::EngineKind>& kinds);
    [[nodiscard]] EngineCard engineCard(const result::EngineKind& kind);
    void showTables(bool tables);
    void buildBelow(QBoxLayout* row);
    void buildFates();
    void refreshHistograms();
    void refreshDensity();
    void refreshFates();
    [[nodiscard]] QString histogramHint(const result::EngineResult& engine) const;
    [[nodiscard]] CellTable calibrationTable() const;

    std::vector<EngineCard> m_engines;
    QGridLayout* m_grid;
    QBoxLayout *m_below, *m_column;
    bool m_tables = false;
    Card *m_reliabilityCard, *m_densityCard, *m_fatesCard, *m_tableCard;
    ReliabilityChart* m_reliability;
    ConfidenceDensity* m_density;
    ChartOrTable *m_reliabilityView, *m_densityView;
    CandidateChoice* m_candidate;
    DataTable *m_table, *m_fates;
};

}  // namespace pwb::ui
