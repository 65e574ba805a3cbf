// SPDX-License-Identifier: GPL-3.0-or-later
// Where the words of a TradeOffChart stand; its figures and marks are in trade_off_chart.cpp.
#include <QPainter>
#include <algorithm>
#include <array>
#include <cmath>

#include "ui/charts/trade_off_chart.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

double areaOf(const QRectF& box) {
    return box.isEmpty() ? 0 : box.width() * box.height();
}

}  // namespace

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
    const Theme& theme = Theme::current();
    const QFont strong = ui::font(TextRole::TableStrong), plain = ui::font(TextRole::Caption);
    const QFontMetricsF strongMetrics(strong), plainMetrics(plain);
    // Many labels are names alone; the figures are in the tool tips and in the table.
    const bool few = m_points.size() <= 4;
    QVector<QRectF> taken = {betterWordsBox(plot)};
    for (const Point& point : m_points) {
        const double px = plot.x(point.latency);
        taken << QRectF(px - kMark / 2, plot.y(point.accuracy) - kMark / 2, kMark, kMark);
        const double left = plot.x(point.latencyLow), right = plot.x(point.latencyHigh);
        taken << QRectF(px - 5, plot.y(point.accuracyHigh) - 2, 10,
                        plot.y(point.accuracyLow) - plot.y(point.accuracyHigh) + 4);
        taken << QRectF(left - 3, plot.y(point.accuracy) - 3, right - left + 6, 6);
    }
    if (m_latencyMax) taken << latencyWordsBox(plot);
    if (m_floor && *m_floor >= plot.vertical.lo) {
        const QRectF words = floorWordsBox(plot, taken);
        drawFloorWords(painter, words);
        taken << words << QRectF(plot.area.left(), plot.y(*m_floor) - 1, plot.area.width(), 2);
    }
    for (const Point& point : m_points) {
        const QPointF at(plot.x(point.latency), plot.y(point.accuracy));
        const QString figuresText = formatMs(point.latency) + QStringLiteral(", ") +
                                    formatNumber(point.accuracy, 2) + QStringLiteral(" %");
        const double width = std::max(strongMetrics.horizontalAdvance(point.name),
                                      few ? plainMetrics.horizontalAdvance(figuresText) : 0) +
                             2;
        const double height = strongMetrics.height() + (few ? plainMetrics.height() : 0);
        static constexpr std::array<double, 9> kRises = {0, -34, 34, -52, 52, -17, 17, -70, 70};
        const QRectF inside = plot.area.adjusted(0, -8, 10, 0);
        QRectF box, best;
        double least = 1e300;
        for (const double rise : kRises)
            for (const double side : {1.0, -1.0}) {
                const double away = rise == 0 ? 12 : 16;
                box = QRectF(side > 0 ? at.x() + away : at.x() - away - width, at.y() + rise - height / 2,
                             width, height);
                double covered = 1e6 * (1 - areaOf(box & inside) / areaOf(box));
                for (const QRectF& other : taken) covered += areaOf(box & other);
                if (covered >= least) continue;
                least = covered;
                best = box;
            }
        box = best;
        taken << box;
        if (std::abs(box.center().y() - at.y()) > 4) {
            painter.setPen(QPen(theme.chartAxis, 1));
            const QPointF end(box.left() > at.x() ? box.left() - 3 : box.right() + 3, box.center().y());
            const QPointF way = end - at;
            painter.drawLine(at + way * (8 / std::max(8.0, std::hypot(way.x(), way.y()))), end);
        }
        painter.setFont(strong);
        painter.setPen(theme.of(point.kind));
        painter.drawText(QPointF(box.left(), box.top() + strongMetrics.ascent()), point.name);
        if (!few) continue;
        QFont figures = plain;
        figures.setItalic(point.partial);
        painter.setFont(figures);
        painter.setPen(theme.textSecondary);
        painter.drawText(QPointF(box.left(), box.top() + strongMetrics.height() + plainMetrics.ascent()),
                         figuresText);
    }
}

// The words of the floor go where no mark stands, above or below its line, or where they cover least.
QRectF TradeOffChart::floorWordsBox(const Plot& plot, const QVector<QRectF>& taken) const {
    const QFontMetricsF metrics(ui::font(TextRole::Caption));
    const double width = metrics.horizontalAdvance(m_floorText) + 4, height = metrics.height(),
                 y = plot.y(*m_floor);
    QRectF best;
    double least = 1e300;
    for (const double part : {0.5, 1.0, 0.0, 0.75, 0.25, 0.6, 0.4, 0.9, 0.1})
        for (const double top : {y - height - 2, y + 2}) {
            const QRectF box(plot.area.left() + 8 + part * (plot.area.width() - 16 - width), top, width,
                             height);
            double covered = 0;
            for (const QRectF& other : taken) covered += areaOf(box & other);
            if (covered >= least) continue;
            least = covered;
            best = box;
        }
    return best;
}

void TradeOffChart::drawFloorWords(QPainter& painter, const QRectF& box) const {
    painter.setFont(ui::font(TextRole::Caption));
    QColor ground = Theme::current().card;  // a whisker may still cross the words
    ground.setAlphaF(0.8F);
    painter.fillRect(box.adjusted(0, 1, 0, -1), ground);
    painter.setPen(Theme::current().textSecondary);
    painter.drawText(box, Qt::AlignCenter, m_floorText);
}

}  // namespace pwb::ui
