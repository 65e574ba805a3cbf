// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>

#include "ui/charts/chart.h"

namespace pwb::ui {

/// The confidence of FP32 in its answer against a candidate's in its own: samples with the same answer as a
/// density of 50 × 50 cells, the changed ones as single marks (at most 2,000).
class ConfidenceDensity : public Chart {
    Q_OBJECT

public:
    explicit ConfidenceDensity(QWidget* parent = nullptr);
    /// `kind` is the candidate's.
    void setEngines(const result::EngineResult* baseline, const result::EngineResult* candidate,
                    const result::EngineKind& kind);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QSize sizeHint() const override { return {320, 260}; }

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_same.isEmpty(); }

private:
    result::EngineKind m_kind = base::Precision::Int8;
    QVector<int> m_same;  ///< counts, row = candidate (from below), column = FP32
    QVector<QPointF> m_changed;
    int m_samples = 0, m_changedSamples = 0;
};

}  // namespace pwb::ui
