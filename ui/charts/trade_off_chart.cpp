// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/trade_off_chart.h"

#include <QHelpEvent>
#include <QPainter>
#include <QToolTip>
#include <algorithm>
#include <array>

#include "core/result/detection_figures.h"
#include "ui/models/format.h"
#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr double kCap = 4;

const measure::LatencyStats* batchOne(const result::EngineResult& engine) {
    if (!engine.measurement) return nullptr;
    for (const auto& stats : engine.measurement->latency)
        if (stats.batch == 1) return &stats;
    return nullptr;
}

}  // namespace

TradeOffChart::TradeOffChart(QWidget* parent) : Chart(tr("Accuracy against latency"), parent) {
    setObjectName(QStringLiteral("tradeOffChart"));
    setEmptyText(tr("Each engine appears here as soon as its accuracy and its latency are known."));
}

QString TradeOffChart::betterWords() {
    return QChar(0x2196) + u' ' + tr("better");
}

void TradeOffChart::setDocument(std::shared_ptr<const result::RunResult> document) {
    m_points.clear();
    m_floor.reset();
    m_latencyMax.reset();
    m_quality = qualityName(document.get());
    m_paired = document && document->isDetection() ? tr("paired by image") : tr("paired by sample");
    setEmptyText(document && document->finished && document->isDetection() && !result::isAnnotated(*document)
                     ? tr("Accuracy needs annotated images, and this run has none.")
                     : tr("Each engine appears here as soon as its accuracy and its latency are known."));
    if (!document) return dataChanged();
    for (const auto& engine : document->engines) {
        const auto* latency = batchOne(engine);
        const auto quality = engine.quality();
        if (!latency || !quality || (engine.accuracy && engine.accuracy->samples == 0)) continue;
        const auto interval = engine.qualityInterval().value_or(std::array{*quality, *quality});
        Point point{result::kindOf(*document, engine),
                    engineName(*document, engine),
                    latency->p50,
                    latency->p50,
                    latency->p50,
                    *quality * 100,
                    interval[0] * 100,
                    interval[1] * 100,
                    engine.accuracyPartial};
        for (const auto& round : latency->rounds) {
            point.latencyLow = std::min(point.latencyLow, round.median);
            point.latencyHigh = std::max(point.latencyHigh, round.median);
        }
        m_points << point;
    }
    const auto& needs = document->requirements;
    const auto* fp32 = document->engine(base::Precision::Fp32);
    const auto best = fp32 ? fp32->quality() : std::nullopt;
    if (needs.accuracyFloorPercent && best) {
        m_floor = *best * *needs.accuracyFloorPercent;
        m_floorText = tr("accuracy floor, %1 % of FP32").arg(QString::number(*needs.accuracyFloorPercent));
    }
    if (needs.fps && *needs.fps > 0) {
        const int streams = needs.streams.value_or(1);
        m_latencyMax = 1000.0 / (*needs.fps * streams);
        m_latencyText =
            tr("%1 × %2 fps needs %3 or less").arg(streams).arg(*needs.fps).arg(formatMs(*m_latencyMax));
    }
    dataChanged();
}

CellTable TradeOffChart::table() const {
    CellTable table;
    table.columns = {{tr("Engine")},
                     {tr("Latency p50"), {}, true, {}, tr("ms")},
                     {tr("Rounds from"), {}, true, {}, tr("ms")},
                     {tr("to"), {}, true, {}, tr("ms")},
                     {m_quality, {}, true, {}, tr("%")},
                     {tr("95 % from"), {}, true, {}, tr("%")},
                     {tr("to"), {}, true, {}, tr("%")}};
    for (const Point& point : m_points) {
        Cell name{point.name};
        name.mark = point.kind;
        QVector<Cell> row = {name};
        const int decimals = millisecondDecimals(point.latency);
        for (const double ms : {point.latency, point.latencyLow, point.latencyHigh})
            row << Cell{formatNumber(ms, decimals), ms};
        for (const double percent : {point.accuracy, point.accuracyLow, point.accuracyHigh})
            row << Cell{formatNumber(percent, 2), percent};
        table.rows << row;
    }
    return table;
}

Plot TradeOffChart::plotIn(const QRectF& area) const {
    double x0 = 1e300, x1 = -1e300, y0 = 1e300, y1 = -1e300;
    for (const Point& point : m_points) {
        x0 = std::min(x0, point.latencyLow);
        x1 = std::max(x1, point.latencyHigh);
        y0 = std::min(y0, point.accuracyLow);
        y1 = std::max(y1, point.accuracyHigh);
    }
    // A requirement far away would squeeze the points together: it is then named, not drawn.
    if (m_latencyMax && *m_latencyMax > x0 / 3 && *m_latencyMax < x1 * 3) {
        x0 = std::min(x0, *m_latencyMax);
        x1 = std::max(x1, *m_latencyMax);
    }
    if (m_floor) {
        y0 = std::min(y0, *m_floor);
        y1 = std::max(y1, *m_floor);
    }
    const double xPad = std::max((x1 - x0) * 0.15, x1 * 0.04), yPad = std::max((y1 - y0) * 0.08, 0.05);
    Plot plot;
    plot.area = area.adjusted(ui::scaled(40), ui::scaled(28), -ui::scaled(12), -ui::scaled(42));
    plot.horizontal = Axis::around(std::max(0.0, x0 - xPad), x1 + xPad, 5);
    plot.vertical = Axis::around(std::max(0.0, y0 - yPad), std::min(100.0, y1 + yPad), 5);
    return plot;
}

void TradeOffChart::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const Plot plot = plotIn(area);
    drawRequirements(painter, plot);
    plot.drawVertical(painter);
    plot.drawHorizontal(painter);
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(area.left(), area.top(), 200, 18), Qt::AlignLeft | Qt::AlignVCenter,
                     m_quality + QStringLiteral(", %"));
    painter.drawText(QRectF(plot.area.right() - 200, area.bottom() - 18, 200, 18),
                     Qt::AlignRight | Qt::AlignVCenter, tr("Latency p50, ms"));
    painter.setPen(theme.textWaiting);
    painter.drawText(betterWordsBox(plot), Qt::AlignLeft | Qt::AlignVCenter, betterWords());
    for (const Point& point : m_points) drawPoint(painter, plot, point);
    drawLabels(painter, plot);
}

void TradeOffChart::drawRequirements(QPainter& painter, const Plot& plot) const {
    const Theme& theme = Theme::current();
    QColor shade = theme.neutral;
    shade.setAlphaF(0.06F);
    painter.setFont(ui::font(TextRole::Caption));
    const QPen line(theme.neutral, 1.2, Qt::DotLine);
    if (m_floor && *m_floor >= plot.vertical.lo) {
        const double py = plot.y(*m_floor);
        painter.fillRect(QRectF(QPointF(plot.area.left(), py), plot.area.bottomRight()), shade);
        painter.setPen(line);
        painter.drawLine(QPointF(plot.area.left(), py), QPointF(plot.area.right(), py));
    }
    if (!m_latencyMax) return;
    painter.setPen(theme.textSecondary);
    painter.drawText(latencyWordsBox(plot), Qt::AlignLeft | Qt::AlignVCenter, m_latencyText);
    const double px = plot.x(*m_latencyMax);
    if (px < plot.area.left() || px > plot.area.right()) return;
    painter.fillRect(QRectF(QPointF(px, plot.area.top()), plot.area.bottomRight()), shade);
    painter.setPen(line);
    painter.drawLine(QPointF(px, plot.area.top()), QPointF(px, plot.area.bottom()));
}

void TradeOffChart::drawPoint(QPainter& painter, const Plot& plot, const Point& point) const {
    const double px = plot.x(point.latency), py = plot.y(point.accuracy);
    const double low = plot.y(point.accuracyLow), high = plot.y(point.accuracyHigh);
    const double left = plot.x(point.latencyLow), right = plot.x(point.latencyHigh);
    painter.setPen(enginePen(point.kind));
    painter.drawLine(QPointF(px, high), QPointF(px, low));
    painter.drawLine(QPointF(left, py), QPointF(right, py));
    painter.setPen(QPen(Theme::current().of(point.kind), 1.5));
    for (const double cap : {high, low}) painter.drawLine(QPointF(px - kCap, cap), QPointF(px + kCap, cap));
    for (const double cap : {left, right})
        painter.drawLine(QPointF(cap, py - kCap / 2), QPointF(cap, py + kCap / 2));
    drawMark(painter, point.kind, {px, py}, kMark, point.kind == base::Precision::Fp16);
}

bool TradeOffChart::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip || isEmpty()) return Chart::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const Plot plot = plotIn(rect());
    for (const Point& point : m_points) {
        const QPointF at(plot.x(point.latency), plot.y(point.accuracy));
        if (std::abs(at.x() - help->pos().x()) > 10 || std::abs(at.y() - help->pos().y()) > 14) continue;
        QToolTip::showText(
            help->globalPos(),
            tr("%1: %2 % (95 %: %3 to %4), p50 %5. The accuracy floor is judged on the difference to FP32, "
               "%6, not on this interval.")
                .arg(point.name, formatNumber(point.accuracy, 2), formatNumber(point.accuracyLow, 2),
                     formatNumber(point.accuracyHigh, 2), formatMs(point.latency), m_paired),
            this);
        return true;
    }
    QToolTip::hideText();
    return true;
}

}  // namespace pwb::ui
