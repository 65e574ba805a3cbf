// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>

#include "ui/models/cell_table.h"
#include "ui/pages/page.h"

class QBoxLayout;
class QLabel;

namespace pwb::ui {

class Card;
class ChartOrTable;
class ConfidenceDensity;
class ConfidenceHistogram;
class DataTable;
class ReliabilityChart;
class Segmented;

/// How sure the engines are, whether rightly so, and how a candidate's confidence moves against FP32's.
class ConfidencePage : public Page {
    Q_OBJECT

public:
    explicit ConfidencePage(QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    void buildHistograms(QBoxLayout* row);
    void buildBelow(QBoxLayout* row);
    void refreshHistograms();
    void refreshDensity();
    [[nodiscard]] CellTable calibrationTable() const;

    std::array<Card*, 3> m_cards{};
    std::array<QLabel*, 3> m_marks{};
    std::array<ConfidenceHistogram*, 3> m_histograms{};
    std::array<ChartOrTable*, 3> m_histogramViews{};
    Card *m_reliabilityCard, *m_densityCard, *m_tableCard;
    ReliabilityChart* m_reliability;
    ConfidenceDensity* m_density;
    ChartOrTable *m_reliabilityView, *m_densityView;
    Segmented* m_candidate;
    DataTable* m_table;
};

}  // namespace pwb::ui
