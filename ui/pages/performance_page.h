// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

class QComboBox;
class QLabel;
class QPushButton;
class QSpinBox;

namespace pwb::ui {

class BarRows;
class Card;
class ChartOrTable;
class DataTable;
class LatencyBoxes;
class LineChart;
class NoteList;
class Segmented;

/// Latency per round, its percentiles, one sample end to end, throughput, and how many cameras that carries.
class PerformancePage : public Page {
    Q_OBJECT

public:
    explicit PerformancePage(QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    void buildLatency();
    void buildEndToEnd();
    void buildThroughput();
    void buildCameras();
    void refreshLatency();
    void refreshEndToEnd();
    void refreshThroughput();
    void refreshCameras();
    void showTables(bool tables);
    [[nodiscard]] bool hasMeasurements() const;
    [[nodiscard]] QString waitingText() const;
    [[nodiscard]] int batch() const;

    Card *m_latencyCard, *m_percentilesCard, *m_endToEndCard, *m_throughputCard, *m_throughputTableCard,
        *m_camerasCard;
    LatencyBoxes* m_boxes;
    Segmented *m_batches, *m_over;
    DataTable *m_percentiles, *m_throughputTable, *m_camerasTable;
    NoteList* m_notes;
    BarRows *m_endToEnd, *m_cameraBars;
    LineChart* m_throughput;
    ChartOrTable *m_boxesView, *m_endToEndView, *m_throughputView;
    QLabel *m_power, *m_needs;
    QSpinBox *m_wanted, *m_fps;
    QComboBox* m_streams;
    QPushButton* m_asTables;
    QVector<int> m_batchSizes, m_streamCounts;
    bool m_edited = false;  ///< cameras and fps were changed here and no longer follow the run's requirements
};

}  // namespace pwb::ui
