// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

class ChartOrTable;
class LineChart;
class Segmented;

/// Throughput over batch or over streams, and what is needed of it.
class ThroughputCard : public Card {
    Q_OBJECT

public:
    explicit ThroughputCard(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    void showTable(bool table);

private:
    void showLines();

    std::shared_ptr<const result::RunResult> m_document;
    Segmented* m_over;
    LineChart* m_lines;
    ChartOrTable* m_view;
};

}  // namespace pwb::ui
