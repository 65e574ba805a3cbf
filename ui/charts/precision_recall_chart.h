// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// Precision over recall at IoU .5, a line per engine: of one class, or of several side by side.
class PrecisionRecallChart : public Chart {
    Q_OBJECT

public:
    static constexpr int kMostPanels = 6;

    explicit PrecisionRecallChart(QWidget* parent = nullptr);
    /// `classIndex`: −1 for the first kMostPanels of result::classesByLoss().
    void setDocument(const std::shared_ptr<const result::RunResult>& document, int classIndex);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QSize sizeHint() const override { return {420, 260}; }
    [[nodiscard]] int panels() const { return static_cast<int>(m_panels.size()); }
    /// Classes that have a curve but no panel.
    [[nodiscard]] int leftOut() const { return m_leftOut; }
    /// The engines' precisions at a place of the chart; empty outside the panels.
    [[nodiscard]] QString textAt(QPointF position) const override;

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_panels.isEmpty(); }

private:
    struct Curve {
        result::EngineKind kind;
        std::vector<float> points;  ///< precision at evaluate::kRecallPoints recalls
        std::optional<double> ap50;
    };
    struct Panel {
        QString name;
        QVector<Curve> curves;
    };
    [[nodiscard]] QRectF panelRect(const QRectF& area, int index) const;
    [[nodiscard]] Plot plotIn(const QRectF& panel) const;
    void drawPanel(QPainter& painter, const Plot& plot, const Panel& panel) const;
    void drawFigures(QPainter& painter, const Plot& plot, const Panel& panel) const;
    void drawLegend(QPainter& painter, const QRectF& area) const;

    QVector<Panel> m_panels;
    int m_leftOut = 0;
};

}  // namespace pwb::ui
