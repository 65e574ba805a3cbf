// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// Latency per round and over all rounds as boxes: quartiles and median, whiskers at 1 and 99 %.
class LatencyBoxes : public Chart {
    Q_OBJECT

public:
    explicit LatencyBoxes(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document, int batch);
    [[nodiscard]] CellTable table() const override;

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_engines.isEmpty(); }

private:
    struct Engine {
        result::EngineKind kind;
        QVector<measure::RoundStats> boxes;      ///< one per round
        std::optional<measure::RoundStats> all;  ///< absent where the single times were not kept
    };
    [[nodiscard]] int rounds() const;
    [[nodiscard]] Plot plotIn(const QRectF& area) const;
    void drawBox(QPainter& painter, const Plot& plot, const result::EngineKind& kind,
                 const measure::RoundStats& box, double x, double width) const;
    void drawLegend(QPainter& painter, const QRectF& area) const;
    void drawGroupNames(QPainter& painter, const Plot& plot, double groupWidth) const;

    QVector<Engine> m_engines;
};

}  // namespace pwb::ui
