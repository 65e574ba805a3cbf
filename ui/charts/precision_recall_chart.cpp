// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/precision_recall_chart.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "core/result/detection_figures.h"
#include "ui/models/format.h"
#include "ui/models/samples.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr double kLast = static_cast<double>(evaluate::kRecallPoints - 1);

const evaluate::DetectionClass* classOf(const result::EngineResult* engine, int index) {
    if (!engine || !engine->detection || index >= static_cast<int>(engine->detection->perClass.size()))
        return nullptr;
    return &engine->detection->perClass[static_cast<std::size_t>(index)];
}

}  // namespace

PrecisionRecallChart::PrecisionRecallChart(QWidget* parent) : Chart(tr("Precision over recall"), parent) {
    setObjectName(QStringLiteral("precisionRecallChart"));
}

void PrecisionRecallChart::setDocument(const std::shared_ptr<const result::RunResult>& document,
                                       int classIndex) {
    m_panels.clear();
    m_leftOut = 0;
    setEmptyText(document && document->finished && !result::isAnnotated(*document)
                     ? tr("The images of this run are not annotated.")
                     : tr("Precision over recall appears here once annotated images are evaluated."));
    QVector<int> classes;
    if (document)
        for (const std::size_t label : result::classesByLoss(*document))
            if (classIndex < 0 || static_cast<int>(label) == classIndex) classes << static_cast<int>(label);
    if (classes.size() > kMostPanels) {
        m_leftOut = static_cast<int>(classes.size()) - kMostPanels;
        classes.resize(kMostPanels);
    }
    for (const int c : classes) {
        Panel panel{className(*document, c), {}};
        for (const auto& kind : result::shownKinds(document.get()))
            if (const auto* one = classOf(document->engine(kind.engine), c); one && !one->curve.empty())
                panel.curves << Curve{kind, one->curve, one->ap50};
        if (!panel.curves.isEmpty()) m_panels << panel;
    }
    dataChanged();
}

CellTable PrecisionRecallChart::table() const {
    CellTable table;
    table.columns = {{tr("Recall"), {}, true}};
    for (const Panel& panel : m_panels) {
        bool first = true;
        for (const Curve& curve : panel.curves) {
            table.columns << CellColumn{{}, panel.name, true, curve.kind, {}, first};
            first = false;
        }
    }
    for (std::size_t i = 0; i < evaluate::kRecallPoints && !isEmpty(); ++i) {
        const double recall = static_cast<double>(i) / kLast;
        QVector<Cell> row = {{formatNumber(recall, 2), recall}};
        for (const Panel& panel : m_panels)
            for (const Curve& curve : panel.curves) {
                const auto precision = static_cast<double>(curve.points[i]);
                row << Cell{formatNumber(precision, 3), precision};
            }
        table.rows << row;
    }
    return table;
}

QRectF PrecisionRecallChart::panelRect(const QRectF& area, int index) const {
    const int count = panels(), columns = count <= 3 ? count : (count + 1) / 2, rows = count <= 3 ? 1 : 2;
    const QRectF room = area.adjusted(0, ui::scaled(22), 0, -ui::scaled(14));
    const double width = room.width() / columns, height = room.height() / rows;
    return {room.left() + width * (index % columns), room.top() + height * (index / columns), width, height};
}

Plot PrecisionRecallChart::plotIn(const QRectF& panel) const {
    Plot plot;
    plot.area = panel.adjusted(ui::scaled(32), ui::scaled(22), -ui::scaled(10), -ui::scaled(24));
    const double step = plot.area.width() < ui::scaled(150) ? 0.5 : 0.2;
    plot.horizontal = {0, 1, step, 1};
    plot.vertical = {0, 1, plot.area.height() < ui::scaled(90) ? 0.5 : 0.2, 1};
    return plot;
}

void PrecisionRecallChart::draw(QPainter& painter, const QRectF& area) {
    drawLegend(painter, area);
    for (int i = 0; i < panels(); ++i) drawPanel(painter, plotIn(panelRect(area, i)), m_panels[i]);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(Theme::current().textSecondary);
    painter.drawText(QRectF(area.left(), area.top(), 160, ui::scaled(16)), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("Precision"));
    painter.drawText(QRectF(area.left(), area.bottom() - ui::scaled(16), area.width() - 10, ui::scaled(16)),
                     Qt::AlignRight | Qt::AlignVCenter, tr("Recall"));
}

void PrecisionRecallChart::drawPanel(QPainter& painter, const Plot& plot, const Panel& panel) const {
    const Theme& theme = Theme::current();
    plot.drawVertical(painter);
    plot.drawHorizontal(painter);
    painter.setFont(ui::font(TextRole::TableStrong));
    painter.setPen(theme.text);
    const double line = painter.fontMetrics().height();
    painter.drawText(QRectF(plot.area.left(), plot.area.top() - line - 4, plot.area.width(), line),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(panel.name, Qt::ElideRight, plot.area.width()));
    for (const Curve& curve : panel.curves) {
        QPolygonF way;
        for (std::size_t i = 0; i < curve.points.size(); ++i)
            way << QPointF(plot.x(static_cast<double>(i) / kLast),
                           plot.y(static_cast<double>(curve.points[i])));
        painter.setPen(enginePen(curve.kind, 1.8));
        painter.drawPolyline(way);
    }
    drawFigures(painter, plot, panel);
}

// AP50 of each engine stands in the lower left corner, where curves seldom are.
void PrecisionRecallChart::drawFigures(QPainter& painter, const Plot& plot, const Panel& panel) const {
    const Theme& theme = Theme::current();
    painter.setFont(ui::font(TextRole::Caption));
    const QFontMetricsF metrics(painter.font());
    const double line = metrics.height() + 1, lines = static_cast<double>(panel.curves.size()) + 1;
    double y = plot.area.bottom() - lines * line - 6;
    if (y < plot.area.top() + 20) return;
    const double left = plot.area.left() + 8;
    QColor ground = theme.card;
    ground.setAlphaF(0.85F);
    painter.fillRect(QRectF(left - 3, y, ui::scaled(70), lines * line), ground);
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(left, y, 120, line), Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("AP50, %"));
    for (const Curve& curve : panel.curves) {
        y += line;
        drawMark(painter, curve.kind, {left + 5, y + line / 2}, 8);
        painter.setPen(theme.text);
        painter.drawText(QRectF(left + 16, y, 80, line), Qt::AlignLeft | Qt::AlignVCenter,
                         curve.ap50 ? formatNumber(*curve.ap50 * 100, 1) : QStringLiteral("–"));
    }
}

void PrecisionRecallChart::drawLegend(QPainter& painter, const QRectF& area) const {
    const Theme& theme = Theme::current();
    painter.setFont(ui::font(TextRole::Caption));
    const QFontMetricsF metrics(painter.font());
    const auto& curves = m_panels.first().curves;
    double x = area.right();
    for (qsizetype i = curves.size() - 1; i >= 0; --i) {
        const QString name = engineName(curves[i].kind);
        x -= metrics.horizontalAdvance(name);
        painter.setPen(theme.text);
        painter.drawText(QPointF(x, area.top() + metrics.ascent()), name);
        painter.setPen(enginePen(curves[i].kind, 1.8));
        const double y = area.top() + metrics.height() / 2;
        painter.drawLine(QPointF(x - 28, y), QPointF(x - 5, y));
        x -= 44;
    }
}

QString PrecisionRecallChart::textAt(QPointF position) const {
    for (int i = 0; i < panels(); ++i) {
        const Plot plot = plotIn(panelRect(QRectF(rect()), i));
        if (!plot.area.contains(position)) continue;
        const double recall = (position.x() - plot.area.left()) / plot.area.width();
        const auto at = static_cast<std::size_t>(std::lround(recall * kLast));
        QStringList lines = {
            tr("%1, recall %2").arg(m_panels[i].name, formatNumber(static_cast<double>(at) / kLast, 2))};
        for (const Curve& curve : m_panels[i].curves)
            lines << tr("%1: precision %2")
                         .arg(engineName(curve.kind), formatNumber(static_cast<double>(curve.points[at]), 3));
        return lines.join('\n');
    }
    return {};
}

}  // namespace pwb::ui
