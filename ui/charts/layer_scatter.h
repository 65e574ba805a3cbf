// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"

namespace pwb::ui {

/// What INT8 costs in accuracy against the time it saves, one mark per layer: ▲ runs in INT8, ● is float. A
/// click chooses a layer.
class LayerScatter : public Chart {
    Q_OBJECT

public:
    explicit LayerScatter(QWidget* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    void setChosen(int layer);
    [[nodiscard]] CellTable table() const override;
    [[nodiscard]] QString textAt(QPointF position) const override;

signals:
    /// Index into the document's layers.
    void layerChosen(int layer);

protected:
    void draw(QPainter& painter, const QRectF& area) override;
    [[nodiscard]] bool isEmpty() const override { return m_points.isEmpty(); }
    void mousePressEvent(QMouseEvent* event) override;

private:
    struct Point {
        int layer;
        QString name;
        double saved, cost;  ///< ms, dB
        bool int8;
    };
    [[nodiscard]] Plot plotIn(const QRectF& area) const;
    [[nodiscard]] const Point* pointAt(QPointF position) const;

    QVector<Point> m_points;
    int m_chosen = -1;
};

}  // namespace pwb::ui
