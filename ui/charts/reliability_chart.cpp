// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/reliability_chart.h"

#include <QPainter>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/task_figures.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

bool hasAnswers(const std::vector<evaluate::ReliabilityBin>& bins) {
    return std::any_of(bins.begin(), bins.end(), [](const auto& bin) { return bin.n > 0; });
}

}  // namespace

ReliabilityChart::ReliabilityChart(QWidget* parent) : Chart(tr("Reliability"), parent) {
    setObjectName(QStringLiteral("reliabilityChart"));
    setEmptyText(tr("How often each engine is as right as it is sure appears here after evaluation."));
}

void ReliabilityChart::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_series.clear();
    m_detection = document && document->isDetection();
    if (document)
        for (const auto& engine : document->engines)
            if (const auto* bins = reliabilityOf(&engine); bins && hasAnswers(*bins))
                m_series << Series{result::kindOf(*document, engine),
                                   QVector<evaluate::ReliabilityBin>(bins->begin(), bins->end())};
    dataChanged();
}

CellTable ReliabilityChart::table() const {
    CellTable table;
    table.columns = {{tr("From"), {}, true}, {tr("to"), {}, true}};
    for (const Series& series : m_series) {
        const QString group = engineName(series.kind);
        table.columns << CellColumn{m_detection ? tr("detections") : tr("samples"), group, true, {}, {}, true}
                      << CellColumn{tr("confidence"), group, true}
                      << CellColumn{m_detection ? tr("share right") : tr("accuracy"), group, true};
    }
    if (m_series.isEmpty()) return table;
    for (int b = 0; b < m_series.first().bins.size(); ++b) {
        const auto& first = m_series.first().bins[b];
        QVector<Cell> row = {{formatNumber(first.lo, 3), first.lo}, {formatNumber(first.hi, 3), first.hi}};
        for (const Series& series : m_series) {
            if (b >= series.bins.size()) continue;
            const auto& bin = series.bins[b];
            row << Cell{formatCount(bin.n), QVariant::fromValue<qlonglong>(bin.n)};
            for (const double value : {bin.meanConfidence, bin.accuracy})
                row << (bin.n > 0 ? Cell{formatNumber(value, 3), value}
                                  : Cell{QStringLiteral("–"), -1.0, Cell::Tone::Secondary});
        }
        table.rows << row;
    }
    return table;
}

void ReliabilityChart::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const double strip = ui::scaled(34);
    Plot plot;
    plot.area = area.adjusted(ui::scaled(40), ui::scaled(20), -ui::scaled(8), -ui::scaled(38) - strip - 6);
    plot.horizontal = plot.vertical = {0, 1, 0.2, 1};
    plot.drawVertical(painter);
    painter.setPen(QPen(theme.neutral, 1.2, Qt::DotLine));
    painter.drawLine(plot.area.bottomLeft(), plot.area.topRight());
    for (const Series& series : m_series) {
        QPolygonF line;
        for (const auto& bin : series.bins)
            if (bin.n > 0) line << QPointF(plot.x(bin.meanConfidence), plot.y(bin.accuracy));
        painter.setPen(enginePen(series.kind, 1.6));
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(line);
        for (const QPointF& point : line)
            drawMark(painter, series.kind, point, 7, series.kind == base::Precision::Fp16);
    }
    const QRectF counts(plot.area.left(), plot.area.bottom() + 6, plot.area.width(), strip);
    drawCounts(painter, counts);
    Plot below = plot;
    below.area.setBottom(counts.bottom());
    below.drawHorizontal(painter);
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(area.left(), area.top(), 240, ui::scaled(16)), Qt::AlignLeft | Qt::AlignVCenter,
                     m_detection ? tr("Share right") : tr("Accuracy"));
    painter.drawText(
        QRectF(plot.area.left(), counts.bottom() + ui::scaled(20), plot.area.width(), ui::scaled(16)),
        Qt::AlignRight | Qt::AlignVCenter, tr("Confidence"));
    painter.drawText(QRectF(area.left(), counts.top(), ui::scaled(36), counts.height()),
                     Qt::AlignRight | Qt::AlignVCenter, tr("count"));
}

void ReliabilityChart::drawCounts(QPainter& painter, const QRectF& strip) const {
    const Theme& theme = Theme::current();
    std::int64_t largest = 1;
    for (const Series& series : m_series)
        for (const auto& bin : series.bins) largest = std::max(largest, bin.n);
    for (int s = 0; s < m_series.size(); ++s)
        for (const auto& bin : m_series[s].bins) {
            const double whole = (bin.hi - bin.lo) * strip.width(),
                         width = whole / (static_cast<double>(m_series.size()) + 0.6);
            const double height = strip.height() * static_cast<double>(bin.n) / static_cast<double>(largest);
            painter.fillRect(QRectF(strip.left() + bin.lo * strip.width() + width * (s + 0.3),
                                    strip.bottom() - height, std::max(1.0, width - 1), height),
                             theme.of(m_series[s].kind));
        }
    painter.setPen(QPen(theme.chartAxis, 1));
    painter.drawLine(strip.bottomLeft(), strip.bottomRight());
}

}  // namespace pwb::ui
