// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QVector>
#include <memory>

#include "core/result/run_result.h"
#include "ui/widgets/card.h"

namespace pwb::ui {

class ChartOrTable;
class LatencyBoxes;
class Segmented;

/// Latency of each round, at the batch size that is chosen here.
class LatencyCard : public Card {
    Q_OBJECT

public:
    explicit LatencyCard(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    void showTable(bool table);
    [[nodiscard]] int batch() const;

signals:
    void batchChosen(int batch);

private:
    void showBatch();

    std::shared_ptr<const result::RunResult> m_document;
    QVector<int> m_batchSizes;
    Segmented* m_batches;
    LatencyBoxes* m_boxes;
    ChartOrTable* m_view;
};

}  // namespace pwb::ui
