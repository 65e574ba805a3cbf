// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// Accuracy over mean confidence in the 15 bins that core counted, with the samples of each bin below. On the
/// dotted diagonal an engine is as sure as it is right.
class ReliabilityChart : public Chart {
    Q_OBJECT

public:
    explicit ReliabilityChart(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QSize sizeHint() const override { return {320, 260}; }

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_series.isEmpty(); }

private:
    struct Series {
        result::EngineKind kind;
        QVector<evaluate::ReliabilityBin> bins;
    };
    void drawCounts(QPainter& painter, const QRectF& strip) const;

    QVector<Series> m_series;
    bool m_detection = false;
};

}  // namespace pwb::ui
