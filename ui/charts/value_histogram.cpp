// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/value_histogram.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"

namespace pwb::ui {

namespace {

/// A bar is this wide at least: finer bins are drawn together.
constexpr double kBarPixels = 2;

}  // namespace

ValueHistogram::ValueHistogram(QWidget* parent) : Chart(tr("Values of the layer"), parent) {
    setObjectName(QStringLiteral("valueHistogram"));
    setEmptyText(tr("The values of this layer were not collected."));
}

void ValueHistogram::setValues(const std::optional<quantize::LayerValues>& values) {
    m_values = values.value_or(quantize::LayerValues{});
    if (m_values.edges.size() != m_values.counts.size() + 1) m_values.counts.clear();
    dataChanged();
}

CellTable ValueHistogram::table() const {
    CellTable table;
    table.columns = {{tr("From"), {}, true}, {tr("to"), {}, true}, {tr("values"), {}, true}, {tr("INT8")}};
    for (std::size_t i = 0; i < m_values.counts.size(); ++i) {
        if (m_values.counts[i] == 0) continue;
        const auto from = static_cast<double>(m_values.edges[i]),
                   to = static_cast<double>(m_values.edges[i + 1]);
        const bool clipped =
            hasRange() && (m_values.edges[i + 1] < m_values.lo || m_values.edges[i] > m_values.hi);
        table.rows << QVector<Cell>{
            {formatNumber(from, 4), from},
            {formatNumber(to, 4), to},
            {formatCount(m_values.counts[i]), QVariant::fromValue<qlonglong>(m_values.counts[i])},
            {!hasRange() ? tr("not quantised")
             : clipped   ? tr("clipped")
                         : tr("kept")}};
    }
    return table;
}

void ValueHistogram::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    Plot plot;
    plot.area = area.adjusted(4, ui::scaled(4), -4, -ui::scaled(22));
    double lo = static_cast<double>(m_values.edges.front()), hi = static_cast<double>(m_values.edges.back());
    if (hasRange()) {
        lo = std::min(lo, static_cast<double>(m_values.lo));
        hi = std::max(hi, static_cast<double>(m_values.hi));
    }
    const Axis round = Axis::around(lo, hi, std::max(2, static_cast<int>(plot.area.width() / 56)));
    plot.horizontal = {lo, hi > lo ? hi : lo + 1e-6, round.step, round.decimals};
    if (hasRange())
        painter.fillRect(QRectF(QPointF(plot.x(static_cast<double>(m_values.lo)), plot.area.top()),
                                QPointF(plot.x(static_cast<double>(m_values.hi)), plot.area.bottom())),
                         theme.tint(base::Precision::Int8));
    // Bins that are too fine to see are added up.
    const std::size_t bins = m_values.counts.size();
    const double binPixels = (plot.x(static_cast<double>(m_values.edges.back())) -
                              plot.x(static_cast<double>(m_values.edges.front()))) /
                             static_cast<double>(bins);
    const auto together =
        static_cast<std::size_t>(std::max(1.0, std::ceil(kBarPixels / std::max(binPixels, 1e-3))));
    struct Bar {
        double from, to, count;
    };
    std::vector<Bar> bars;
    double largest = 1;
    for (std::size_t i = 0; i < bins; i += together) {
        const std::size_t end = std::min(bins, i + together);
        Bar bar{static_cast<double>(m_values.edges[i]), static_cast<double>(m_values.edges[end]), 0};
        for (std::size_t bin = i; bin < end; ++bin) bar.count += static_cast<double>(m_values.counts[bin]);
        largest = std::max(largest, bar.count);
        bars.push_back(bar);
    }
    painter.setRenderHint(QPainter::Antialiasing, false);
    for (const Bar& bar : bars) {
        if (bar.count <= 0) continue;
        const double middle = (bar.from + bar.to) / 2;
        const bool clipped = hasRange() && (middle < static_cast<double>(m_values.lo) ||
                                            middle > static_cast<double>(m_values.hi));
        const double left = std::floor(plot.x(bar.from)), right = std::floor(plot.x(bar.to)),
                     height = std::max(1.0, plot.area.height() * std::sqrt(bar.count / largest));
        painter.fillRect(QRectF(left, plot.area.bottom() - height, std::max(1.0, right - left), height),
                         clipped      ? theme.bad
                         : hasRange() ? theme.of(base::Precision::Int8)
                                      : theme.neutral);
    }
    if (hasRange()) {
        painter.setPen(QPen(theme.of(base::Precision::Int8), 1, Qt::DashLine));
        for (const float end : {m_values.lo, m_values.hi}) {
            const double x = std::round(plot.x(static_cast<double>(end)));
            painter.drawLine(QPointF(x, plot.area.top()), QPointF(x, plot.area.bottom()));
        }
    }
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setFont(ui::font(TextRole::Caption));
    for (double value = std::ceil(lo / round.step) * round.step; value <= hi; value += round.step) {
        const double x = std::round(plot.x(value)) + 0.5;
        painter.setPen(QPen(theme.chartAxis, 1));
        painter.drawLine(QPointF(x, plot.area.bottom()), QPointF(x, plot.area.bottom() + 4));
        const QString text = formatNumber(value, round.decimals);
        const double width = painter.fontMetrics().horizontalAdvance(text) + 2.0;
        const double left = std::clamp(x - width / 2, area.left(), area.right() - width);
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(left, plot.area.bottom() + 5, width, 16), Qt::AlignCenter, text);
    }
    painter.setPen(QPen(theme.chartAxis, 1));
    painter.drawLine(plot.area.bottomLeft(), plot.area.bottomRight());
}

}  // namespace pwb::ui
