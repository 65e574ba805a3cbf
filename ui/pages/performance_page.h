// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/pages/page.h"

namespace pwb::ui {

class CamerasCard;
class EndToEndCard;
class LatencyCard;
class PercentilesCard;
class ThroughputCard;
class ThroughputTableCard;

/// Latency per round, its percentiles, one sample end to end, throughput, and how many cameras that carries.
class PerformancePage : public Page {
    Q_OBJECT

public:
    explicit PerformancePage(QWidget* parent = nullptr);

protected:
    void refresh() override;

private:
    [[nodiscard]] bool hasMeasurements() const;
    [[nodiscard]] QString waitingText() const;
    void showPercentiles();
    void showTables(bool tables);

    LatencyCard* m_latency;
    PercentilesCard* m_percentiles;
    EndToEndCard* m_endToEnd;
    ThroughputCard* m_throughput;
    ThroughputTableCard* m_throughputTable;
    CamerasCard* m_cameras;
};

}  // namespace pwb::ui
