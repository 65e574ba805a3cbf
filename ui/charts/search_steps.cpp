// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/search_steps.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/models/layer_table.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

SearchSteps::SearchSteps(QWidget* parent) : Chart(tr("Mixed-precision search"), parent) {
    setObjectName(QStringLiteral("searchSteps"));
    setEmptyText(tr("A search for the layers that must stay float appears here, step by step."));
}

void SearchSteps::setSearch(const std::optional<quantize::MixedSearch>& search) {
    m_search = search;
    dataChanged();
}

CellTable SearchSteps::table() const {
    return m_search ? searchTable(*m_search) : CellTable{};
}

double SearchSteps::floor() const {
    return 100 * m_search->baseline - m_search->maxDropPoints;
}

Plot SearchSteps::plotIn(const QRectF& area) const {
    double lo = std::min(floor(), 100 * m_search->plain), hi = 100 * m_search->baseline;
    for (const auto& step : m_search->steps) {
        lo = std::min(lo, 100 * step.metric);
        hi = std::max(hi, 100 * step.metric);
    }
    const double room = std::max(0.02, (hi - lo) * 0.1);
    Plot plot;
    plot.area = area.adjusted(ui::scaled(44), ui::scaled(20), -ui::scaled(12), -ui::scaled(22));
    plot.horizontal = {-0.4, static_cast<double>(m_search->steps.size()) + 0.4, 1, 0};
    plot.vertical =
        Axis::around(lo - room, hi + room, std::max(2, static_cast<int>(plot.area.height() / 28)));
    return plot;
}

void SearchSteps::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const Plot plot = plotIn(area);
    plot.drawVertical(painter);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(area.left(), area.top(), area.width(), ui::scaled(16)),
                     Qt::AlignLeft | Qt::AlignVCenter, tr("Accuracy, %"));
    painter.drawText(QRectF(plot.area.left(), plot.area.bottom() + 5, plot.area.width(), 18),
                     Qt::AlignLeft | Qt::AlignTop, tr("all in INT8"));
    painter.drawText(QRectF(plot.area.left(), plot.area.bottom() + 5, plot.area.width(), 18),
                     Qt::AlignRight | Qt::AlignTop,
                     m_search->steps.size() == 1 ? tr("1 step") : tr("%1 steps").arg(m_search->steps.size()));
    const auto line = [&](double value, const QString& words, Qt::Alignment side) {
        const double y = std::round(plot.y(value)) + 0.5;
        painter.setPen(QPen(theme.neutral, 1.2, Qt::DotLine));
        painter.drawLine(QPointF(plot.area.left(), y), QPointF(plot.area.right(), y));
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(plot.area.left() + 6, y - 17, plot.area.width() - 12, 16),
                         Qt::AlignVCenter | side, words);
    };
    line(floor(), tr("floor, %1 points below FP32").arg(formatNumber(m_search->maxDropPoints, 2)),
         Qt::AlignLeft);
    line(100 * m_search->baseline, QStringLiteral("FP32"), Qt::AlignRight);
    QPolygonF kept = {QPointF(plot.x(0), plot.y(100 * m_search->plain))};
    for (std::size_t i = 0; i < m_search->steps.size(); ++i)
        if (m_search->steps[i].kept)
            kept << QPointF(plot.x(static_cast<double>(i) + 1), plot.y(100 * m_search->steps[i].metric));
    painter.setPen(QPen(theme.of(base::Precision::Int8), 1.6));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(kept);
    drawMark(painter, base::Precision::Int8, kept.first(), 9);
    for (std::size_t i = 0; i < m_search->steps.size(); ++i) {
        const auto& step = m_search->steps[i];
        drawMark(painter, base::Precision::Int8,
                 {plot.x(static_cast<double>(i) + 1), plot.y(100 * step.metric)}, step.kept ? 9 : 8,
                 !step.kept);
    }
}

QString SearchSteps::textAt(QPointF position) const {
    const Plot plot = plotIn(rect());
    for (std::size_t i = 0; i < m_search->steps.size(); ++i) {
        const auto& step = m_search->steps[i];
        const QPointF at(plot.x(static_cast<double>(i) + 1), plot.y(100 * step.metric));
        if (std::hypot(at.x() - position.x(), at.y() - position.y()) > 12) continue;
        return tr("%1 left float: %2, %3")
            .arg(QString::fromStdString(step.group), formatPercent(step.metric), formatMs(step.milliseconds));
    }
    return {};
}

}  // namespace pwb::ui
