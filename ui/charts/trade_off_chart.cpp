// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/trade_off_chart.h"

#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "core/result/detection_figures.h"
#include "ui/charts/label_places.h"
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

QRectF TradeOffChart::betterWordsBox(const Plot& plot) {
    const QFontMetricsF metrics(ui::font(TextRole::Caption));
    return {plot.area.left() + 8, plot.area.top() + 2, metrics.horizontalAdvance(betterWords()) + 4, 18};
}

// Beside the line, or at the right edge where the line is off the chart.
QRectF TradeOffChart::latencyWordsBox(const Plot& plot) const {
    const QFontMetricsF metrics(ui::font(TextRole::Caption));
    const double width = metrics.horizontalAdvance(m_latencyText) + 4, height = metrics.height();
    const double px = plot.x(*m_latencyMax), y = plot.area.bottom() - height - 4;
    if (px < plot.area.left() || px > plot.area.right())
        return {plot.area.right() - width - 4, y, width, height};
    return {px - plot.area.left() > width + 10 ? px - width - 4 : px + 6, y, width, height};
}

// Labels stand right of their mark; where that hits another label, mark or whisker they are led out.
void TradeOffChart::drawLabels(QPainter& painter, const Plot& plot) const {
    LabelPlaces places = takenPlaces(plot);
    if (m_floor && *m_floor >= plot.vertical.lo) {
        const QFontMetricsF metrics(ui::font(TextRole::Caption));
        const QRectF words = places.along(
            plot.y(*m_floor), {metrics.horizontalAdvance(m_floorText) + 4, metrics.height()}, plot.area);
        drawFloorWords(painter, words);
        places.take(words);
        places.take({plot.area.left(), plot.y(*m_floor) - 1, plot.area.width(), 2});
    }
    for (const Point& point : m_points) drawLabel(painter, plot, point, places);
}

LabelPlaces TradeOffChart::takenPlaces(const Plot& plot) const {
    LabelPlaces places;
    places.take(betterWordsBox(plot));
    for (const Point& point : m_points) {
        const double px = plot.x(point.latency);
        places.take({px - kMark / 2, plot.y(point.accuracy) - kMark / 2, kMark, kMark});
        const double left = plot.x(point.latencyLow), right = plot.x(point.latencyHigh);
        places.take({px - 5, plot.y(point.accuracyHigh) - 2, 10,
                     plot.y(point.accuracyLow) - plot.y(point.accuracyHigh) + 4});
        places.take({left - 3, plot.y(point.accuracy) - 3, right - left + 6, 6});
    }
    if (m_latencyMax) places.take(latencyWordsBox(plot));
    return places;
}

void TradeOffChart::drawLabel(QPainter& painter, const Plot& plot, const Point& point,
                              LabelPlaces& places) const {
    const Theme& theme = Theme::current();
    const QFont strong = ui::font(TextRole::TableStrong), plain = ui::font(TextRole::Caption);
    const QFontMetricsF strongMetrics(strong), plainMetrics(plain);
    // Many labels are names alone; the figures are in the tool tips and in the table.
    const bool few = m_points.size() <= 4;
    const QPointF at(plot.x(point.latency), plot.y(point.accuracy));
    const QString figuresText = formatMs(point.latency) + QStringLiteral(", ") +
                                formatNumber(point.accuracy, 2) + QStringLiteral(" %");
    const double width = std::max(strongMetrics.horizontalAdvance(point.name),
                                  few ? plainMetrics.horizontalAdvance(figuresText) : 0) +
                         2;
    const double height = strongMetrics.height() + (few ? plainMetrics.height() : 0);
    const QRectF box = places.beside(at, {width, height}, plot.area.adjusted(0, -8, 10, 0));
    places.take(box);
    if (std::abs(box.center().y() - at.y()) > 4) {
        painter.setPen(QPen(theme.chartAxis, 1));
        const QPointF end(box.left() > at.x() ? box.left() - 3 : box.right() + 3, box.center().y());
        const QPointF way = end - at;
        painter.drawLine(at + way * (8 / std::max(8.0, std::hypot(way.x(), way.y()))), end);
    }
    painter.setFont(strong);
    painter.setPen(theme.of(point.kind));
    painter.drawText(QPointF(box.left(), box.top() + strongMetrics.ascent()), point.name);
    if (!few) return;
    QFont figures = plain;
    figures.setItalic(point.partial);
    painter.setFont(figures);
    painter.setPen(theme.textSecondary);
    painter.drawText(QPointF(box.left(), box.top() + strongMetrics.height() + plainMetrics.ascent()),
                     figuresText);
}

void TradeOffChart::drawFloorWords(QPainter& painter, const QRectF& box) const {
    painter.setFont(ui::font(TextRole::Caption));
    QColor ground = Theme::current().card;  // a whisker may still cross the words
    ground.setAlphaF(0.8F);
    painter.fillRect(box.adjusted(0, 1, 0, -1), ground);
    painter.setPen(Theme::current().textSecondary);
    painter.drawText(box, Qt::AlignCenter, m_floorText);
}

QString TradeOffChart::textAt(QPointF position) const {
    const Plot plot = plotIn(rect());
    for (const Point& point : m_points) {
        const QPointF at(plot.x(point.latency), plot.y(point.accuracy));
        if (std::abs(at.x() - position.x()) > 10 || std::abs(at.y() - position.y()) > 14) continue;
        return tr("%1: %2 % (95 %: %3 to %4), p50 %5. The accuracy floor is judged on the difference to "
                  "FP32, "
                  "%6, not on this interval.")
            .arg(point.name, formatNumber(point.accuracy, 2), formatNumber(point.accuracyLow, 2),
                 formatNumber(point.accuracyHigh, 2), formatMs(point.latency), m_paired);
    }
    return {};
}

}  // namespace pwb::ui
