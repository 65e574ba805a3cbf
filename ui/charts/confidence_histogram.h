// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// How sure one engine is: right predictions upwards, wrong ones downwards, in the bins that core counted.
class ConfidenceHistogram : public Chart {
    Q_OBJECT

public:
    explicit ConfidenceHistogram(const result::EngineKind& kind, QWidget* parent = nullptr);
    /// The largest bins of all engines, so that they compare. Longer bars of wrong answers are cut and their
    /// lengths written.
    void setHistogram(const evaluate::ConfidenceHistogram& histogram, std::int64_t largestRight,
                      std::int64_t largestWrong);
    void clear();
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QSize sizeHint() const override { return {320, 190}; }

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_histogram.correct.empty(); }

private:
    void drawCuts(QPainter& painter, const Plot& plot) const;

    result::EngineKind m_kind;
    evaluate::ConfidenceHistogram m_histogram;
    std::int64_t m_largestRight = 1, m_largestWrong = 1;
};

}  // namespace pwb::ui
