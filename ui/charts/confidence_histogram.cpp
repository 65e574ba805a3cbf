// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/confidence_histogram.h"

#include <QPainter>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"

namespace pwb::ui {

ConfidenceHistogram::ConfidenceHistogram(const result::EngineKind& kind, QWidget* parent)
    : Chart(tr("Confidence of %1").arg(engineName(kind)), parent), m_kind(kind) {
    setObjectName(QStringLiteral("confidenceHistogram%1").arg(engineName(kind)));
}

void ConfidenceHistogram::setHistogram(const evaluate::ConfidenceHistogram& histogram,
                                       std::int64_t largestRight, std::int64_t largestWrong) {
    m_histogram = histogram;
    m_largestRight = std::max<std::int64_t>(1, largestRight);
    m_largestWrong = std::max<std::int64_t>(1, largestWrong);
    dataChanged();
}

void ConfidenceHistogram::clear() {
    m_histogram = {};
    dataChanged();
}

CellTable ConfidenceHistogram::table() const {
    CellTable table;
    table.columns = {{tr("Confidence from"), {}, true},
                     {tr("to"), {}, true},
                     {tr("right"), {}, true},
                     {tr("wrong"), {}, true}};
    for (std::size_t i = 0; i < m_histogram.correct.size(); ++i)
        table.rows << QVector<Cell>{
            {formatNumber(m_histogram.edges[i], 2), m_histogram.edges[i]},
            {formatNumber(m_histogram.edges[i + 1], 2), m_histogram.edges[i + 1]},
            {formatCount(m_histogram.correct[i]), QVariant::fromValue<qlonglong>(m_histogram.correct[i])},
            {formatCount(m_histogram.wrong[i]), QVariant::fromValue<qlonglong>(m_histogram.wrong[i])}};
    return table;
}

// A bar that goes on beyond the scale has a gap near its end; words beside the last of them say how long they
// are.
void ConfidenceHistogram::drawCuts(QPainter& painter, const Plot& plot) const {
    const Theme& theme = Theme::current();
    const double end = plot.y(-static_cast<double>(m_largestWrong));
    QStringList lines;
    double right = 0;  // beside the last bar that would be in the way
    for (std::size_t i = 0; i < m_histogram.wrong.size(); ++i) {
        const double edge = plot.x(m_histogram.edges[i + 1]);
        if (m_histogram.wrong[i] > m_largestWrong / 30) right = edge;
        if (m_histogram.wrong[i] <= m_largestWrong) continue;
        painter.fillRect(QRectF(QPointF(plot.x(m_histogram.edges[i]), end - 8), QPointF(edge, end - 5)),
                         theme.card);
        lines << QStringLiteral("%1–%2: %3")
                     .arg(formatNumber(m_histogram.edges[i], 2), formatNumber(m_histogram.edges[i + 1], 2),
                          formatCount(m_histogram.wrong[i]));
    }
    if (lines.isEmpty()) return;
    const double line = painter.fontMetrics().height();
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(right + 8, plot.y(0) + 4, 160, line * static_cast<double>(lines.size())),
                     Qt::AlignLeft | Qt::AlignTop, lines.join('\n'));
}

void ConfidenceHistogram::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    Plot plot;
    plot.area = area.adjusted(ui::scaled(40), ui::scaled(8), -ui::scaled(8), -ui::scaled(24));
    plot.horizontal = {0, 1, 0.2, 1};
    const auto right = static_cast<double>(m_largestRight), wrong = static_cast<double>(m_largestWrong);
    const Axis axis = Axis::fromZero(right + wrong, 5);
    plot.vertical = {-wrong * 1.06, right * 1.06, axis.step, 0};
    painter.setFont(ui::font(TextRole::Caption));
    for (double value = std::ceil(plot.vertical.lo / axis.step) * axis.step; value <= plot.vertical.hi;
         value += axis.step) {
        painter.setPen(QPen(theme.chartGrid, 1));
        painter.drawLine(QPointF(plot.area.left(), plot.y(value)), QPointF(plot.area.right(), plot.y(value)));
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(area.left(), plot.y(value) - 9, plot.area.left() - area.left() - 6, 18),
                         Qt::AlignRight | Qt::AlignVCenter, formatNumber(std::abs(value), 0));
    }
    plot.drawHorizontal(painter);
    const QColor bad = softened(theme.bad);
    for (std::size_t i = 0; i < m_histogram.correct.size(); ++i) {
        const double left = plot.x(m_histogram.edges[i]) + 1,
                     width = plot.x(m_histogram.edges[i + 1]) - left - 1, zero = plot.y(0);
        const double up = plot.y(static_cast<double>(m_histogram.correct[i])),
                     down = plot.y(-std::min(wrong, static_cast<double>(m_histogram.wrong[i])));
        painter.fillRect(QRectF(left, up, width, zero - up), theme.of(m_kind));
        painter.fillRect(QRectF(left, zero, width, down - zero), bad);
    }
    drawCuts(painter, plot);
    painter.setPen(QPen(theme.chartAxis, 1));
    painter.drawLine(QPointF(plot.area.left(), plot.y(0)), QPointF(plot.area.right(), plot.y(0)));
    painter.setPen(theme.textSecondary);
    painter.drawText(
        QRectF(plot.area.left() + 6, plot.area.top(), 240, painter.fontMetrics().height()),
        Qt::AlignLeft | Qt::AlignVCenter,
        QChar(0x2191) + u' ' + tr("right") + QStringLiteral("   ") + QChar(0x2193) + u' ' + tr("wrong"));
}

}  // namespace pwb::ui
