// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/layer_times.h"

#include <QMouseEvent>
#include <QPainter>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/layer_table.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr int kTableRows = 30, kBar = 4, kRowGap = 7, kFoot = 22, kMostShown = 12;

}  // namespace

LayerTimes::LayerTimes(QWidget* parent) : Chart(tr("Costliest layers"), parent) {
    setObjectName(QStringLiteral("layerTimes"));
    setEmptyText(tr("The layers that take most time appear here once they have been measured."));
}

void LayerTimes::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_kinds.clear();
    m_rows.clear();
    if (document && document->layers) {
        const auto& layers = document->layers->layers;
        for (const auto& kind : layerEngines(*document))
            if (std::any_of(layers.begin(), layers.end(), [&](const auto& layer) {
                    const auto* ran = executionOf(layer, kind.engine);
                    return ran && ran->milliseconds;
                }))
                m_kinds << kind;
        for (std::size_t i = 0; i < layers.size(); ++i) {
            Row row{static_cast<int>(i), shortLayerName(layers[i]), {}, 0};
            for (const auto& kind : m_kinds) {
                const auto* ran = executionOf(layers[i], kind.engine);
                row.times << (ran ? ran->milliseconds : std::nullopt);
                row.most = std::max(row.most, row.times.last().value_or(0));
            }
            if (row.most > 0) m_rows << row;
        }
        std::stable_sort(m_rows.begin(), m_rows.end(),
                         [](const Row& a, const Row& b) { return a.most > b.most; });
        if (m_rows.size() > kTableRows) m_rows.resize(kTableRows);
    }
    dataChanged();
}

CellTable LayerTimes::table() const {
    CellTable table;
    table.columns = {{tr("Layer")}};
    for (const auto& kind : m_kinds) table.columns << CellColumn{{}, tr("Time"), true, kind, tr("ms")};
    for (const Row& row : m_rows) {
        Cell name{row.name};
        name.elideMiddle = true;
        QVector<Cell> cells = {name};
        for (const auto& time : row.times)
            cells << (time ? Cell{formatNumber(*time, 3), *time}
                           : Cell{QStringLiteral("·"), -1.0, Cell::Tone::Waiting});
        table.rows << cells;
    }
    return table;
}

int LayerTimes::shownRows(const QRectF& area) const {
    const double row = m_kinds.size() * ui::scaled(kBar) + ui::scaled(kRowGap);
    const int fit = static_cast<int>((area.height() - ui::scaled(kFoot)) / row);
    return std::clamp(fit, 1, std::min<int>(kMostShown, static_cast<int>(m_rows.size())));
}

int LayerTimes::rowAt(QPointF position) const {
    if (isEmpty()) return -1;
    const int rows = shownRows(rect());
    const double each = (height() - ui::scaled(kFoot)) / static_cast<double>(rows);
    const int row = static_cast<int>(position.y() / each);
    return row >= 0 && row < rows ? row : -1;
}

void LayerTimes::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const QFont face = ui::font(TextRole::Caption);
    const QFontMetricsF metrics(face);
    const int rows = shownRows(area);
    double names = 0;
    for (int i = 0; i < rows; ++i) names = std::max(names, metrics.horizontalAdvance(m_rows[i].name));
    names = std::min(names, area.width() * 0.42);
    Plot plot;
    plot.area = area.adjusted(names + 8, 0, -ui::scaled(44), -ui::scaled(kFoot));
    plot.horizontal =
        Axis::fromZero(m_rows.first().most, std::max(2, static_cast<int>(plot.area.width() / 60)));
    plot.drawHorizontal(painter, true);
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(plot.area.right() + 18, plot.area.bottom() + 5, 40, 18),
                     Qt::AlignLeft | Qt::AlignTop, tr("ms"));
    const double each = plot.area.height() / rows, bar = ui::scaled(kBar);
    for (int i = 0; i < rows; ++i) {
        const Row& row = m_rows[i];
        const double top = plot.area.top() + i * each;
        painter.setFont(face);
        painter.setPen(theme.text);
        painter.drawText(QRectF(area.left(), top, names, each), Qt::AlignRight | Qt::AlignVCenter,
                         metrics.elidedText(row.name, Qt::ElideMiddle, names));
        double y = top + (each - bar * static_cast<double>(m_kinds.size())) / 2;
        for (int e = 0; e < m_kinds.size(); ++e) {
            const double length = plot.x(row.times[e].value_or(0)) - plot.area.left();
            painter.fillRect(QRectF(plot.area.left(), y, length, bar - 1), theme.of(m_kinds[e]));
            y += bar;
        }
    }
    painter.setPen(QPen(theme.chartAxis, 1));
    painter.drawLine(QPointF(plot.area.left() - 0.5, plot.area.top()),
                     QPointF(plot.area.left() - 0.5, plot.area.bottom()));
}

void LayerTimes::mousePressEvent(QMouseEvent* event) {
    const int row = rowAt(event->position());
    if (row >= 0) emit layerChosen(m_rows[row].layer);
}

QString LayerTimes::textAt(QPointF position) const {
    const int row = rowAt(position);
    if (row < 0) return {};
    QStringList lines = {m_rows[row].name};
    for (int e = 0; e < m_kinds.size(); ++e)
        if (m_rows[row].times[e])
            lines << engineName(m_kinds[e]) + QStringLiteral(": ") + formatMs(*m_rows[row].times[e]);
    return lines.join(u'\n');
}

}  // namespace pwb::ui
