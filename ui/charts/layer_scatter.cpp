// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/layer_scatter.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/models/layer_table.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

LayerScatter::LayerScatter(QWidget* parent) : Chart(tr("Sensitivity against time saved"), parent) {
    setObjectName(QStringLiteral("layerScatter"));
    setEmptyText(
        tr("Once sensitivity is measured, each layer stands here: what INT8 costs over the time it saves."));
}

void LayerScatter::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_points.clear();
    if (document && document->layers) {
        const auto& layers = document->layers->layers;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            const auto cost = decibelsGained(layers[i], *document->layers);
            const auto saved = millisecondsSaved(layers[i]);
            if (!cost || !saved) continue;
            const auto* ran = executionOf(layers[i], base::Precision::Int8);
            m_points << Point{static_cast<int>(i), shortLayerName(layers[i]), *saved, *cost,
                              ran && ran->isInteger()};
        }
    }
    dataChanged();
}

void LayerScatter::setChosen(int layer) {
    m_chosen = layer;
    update();
}

CellTable LayerScatter::table() const {
    CellTable table;
    table.columns = {{tr("Layer")},
                     {tr("In INT8 saves"), {}, true, {}, tr("ms")},
                     {tr("Left float gains"), {}, true, {}, tr("dB")}};
    for (const Point& point : m_points) {
        Cell name{point.name};
        name.mark = point.int8 ? base::Precision::Int8 : base::Precision::Fp32;
        name.elideMiddle = true;
        table.rows << QVector<Cell>{
            name, {formatSigned(point.saved, 3), point.saved}, {formatSigned(point.cost, 2), point.cost}};
    }
    return table;
}

Plot LayerScatter::plotIn(const QRectF& area) const {
    double x0 = 0, x1 = 0, y0 = 0, y1 = 0;
    for (const Point& point : m_points) {
        x0 = std::min(x0, point.saved);
        x1 = std::max(x1, point.saved);
        y0 = std::min(y0, point.cost);
        y1 = std::max(y1, point.cost);
    }
    Plot plot;
    plot.area = area.adjusted(ui::scaled(40), ui::scaled(20), -ui::scaled(22), -ui::scaled(38));
    plot.horizontal = Axis::around(x0, x1, std::max(2, static_cast<int>(plot.area.width() / 64)));
    plot.vertical = Axis::around(y0, y1, std::max(2, static_cast<int>(plot.area.height() / 28)));
    return plot;
}

void LayerScatter::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const Plot plot = plotIn(area);
    plot.drawVertical(painter);
    plot.drawHorizontal(painter);
    painter.setPen(QPen(theme.chartAxis, 1));
    const double zero = std::round(plot.x(0)) + 0.5;
    painter.drawLine(QPointF(zero, plot.area.top()), QPointF(zero, plot.area.bottom()));
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), ui::scaled(16)),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("left float gains, dB"));
    painter.drawText(
        QRectF(plot.area.left(), plot.area.bottom() + ui::scaled(20), plot.area.width(), ui::scaled(16)),
        Qt::AlignRight | Qt::AlignVCenter, tr("INT8 saves, ms"));
    painter.setPen(theme.textWaiting);
    painter.drawText(plot.area.adjusted(6, 2, -6, 0), Qt::AlignLeft | Qt::AlignTop,
                     QChar(0x2196) + u' ' + tr("better in float"));
    for (const Point& point : m_points) {
        const QPointF at(plot.x(point.saved), plot.y(point.cost));
        if (point.layer == m_chosen) {
            painter.setPen(QPen(theme.accent, 2));
            painter.setBrush(Qt::NoBrush);
            painter.drawEllipse(at, 8, 8);
        }
        drawMark(painter, point.int8 ? base::Precision::Int8 : base::Precision::Fp32, at, 8);
    }
}

const LayerScatter::Point* LayerScatter::pointAt(QPointF position) const {
    if (isEmpty()) return nullptr;
    const Plot plot = plotIn(rect());
    const Point* nearest = nullptr;
    double least = 12;
    for (const Point& point : m_points) {
        const QPointF way = QPointF(plot.x(point.saved), plot.y(point.cost)) - position;
        if (std::hypot(way.x(), way.y()) >= least) continue;
        least = std::hypot(way.x(), way.y());
        nearest = &point;
    }
    return nearest;
}

void LayerScatter::mousePressEvent(QMouseEvent* event) {
    if (const Point* point = pointAt(event->position())) emit layerChosen(point->layer);
}

QString LayerScatter::textAt(QPointF position) const {
    const Point* point = pointAt(position);
    return point ? tr("%1\nin INT8 saves %2 ms, left float gains %3 dB")
                       .arg(point->name, formatSigned(point->saved, 3), formatSigned(point->cost, 2))
                 : QString();
}

}  // namespace pwb::ui
