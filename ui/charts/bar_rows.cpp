// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/bar_rows.h"

#include <QPainter>
#include <algorithm>
#include <numeric>

#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr int kBarRow = 26, kBar = 14;

double total(const BarRows::Row& row) {
    return std::accumulate(row.values.begin(), row.values.end(), 0.0);
}

}  // namespace

BarRows::BarRows(const QString& objectName, const QString& accessibleName, QWidget* parent)
    : Chart(accessibleName, parent) {
    setObjectName(objectName);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
}

void BarRows::setData(Data content) {
    m_data = std::move(content);
    dataChanged();
}

CellTable BarRows::table() const {
    CellTable table;
    table.columns = {{tr("Engine")}};
    for (const Part& part : m_data.parts) table.columns << CellColumn{part.name, {}, true, {}, m_data.unit};
    if (hasLegend()) table.columns << CellColumn{tr("total"), {}, true, {}, m_data.unit};
    for (const Row& row : m_data.rows) {
        Cell name{row.name};
        name.mark = row.kind;
        QVector<Cell> cells = {name};
        for (const double value : row.values) cells << Cell{formatNumber(value, m_data.decimals), value};
        if (hasLegend()) cells << Cell{formatNumber(total(row), m_data.decimals), total(row)};
        table.rows << cells;
    }
    return table;
}

int BarRows::headHeight() const {
    return hasLegend() ? ui::scaled(24) : m_data.target ? ui::scaled(18) : 4;
}

QSize BarRows::sizeHint() const {
    const int rows = std::max<int>(3, static_cast<int>(m_data.rows.size()));
    return {320, headHeight() + ui::scaled(kBarRow) * rows + (m_data.unit.isEmpty() ? 6 : ui::scaled(24))};
}

// Mark and name of the longest row.
double BarRows::nameWidth() const {
    const QFontMetricsF metrics(ui::font(TextRole::TableStrong));
    double width = ui::scaled(80);
    for (const Row& row : m_data.rows) width = std::max(width, 30 + metrics.horizontalAdvance(row.name));
    return width;
}

QColor BarRows::partColor(const Part& part, const result::EngineKind& kind) const {
    const Theme& theme = Theme::current();
    if (!part.shade) return theme.of(kind);
    const auto mix = [&](int a, int b) { return static_cast<int>(a + (b - a) * *part.shade); };
    const QColor from = theme.inactive, to = theme.neutral;
    return QColor(mix(from.red(), to.red()), mix(from.green(), to.green()), mix(from.blue(), to.blue()));
}

void BarRows::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const QFontMetricsF metrics(ui::font(TextRole::TableStrong));
    double highest = m_data.target.value_or(0), textWidth = 0;
    for (const Row& row : m_data.rows) {
        highest = std::max(highest, total(row));
        textWidth = std::max(textWidth, metrics.horizontalAdvance(row.text));
    }
    Plot plot;
    plot.area = QRectF(area.left() + nameWidth(), area.top() + headHeight(), 0,
                       ui::scaled(kBarRow) * static_cast<double>(m_data.rows.size()));
    plot.area.setRight(area.right() - textWidth - 12);
    if (m_data.unit.isEmpty()) {
        plot.horizontal.lo = 0;
        plot.horizontal.hi = std::max(highest * 1.02, 1e-9);
    } else {
        plot.horizontal = Axis::fromZero(highest, std::max(2, static_cast<int>(plot.area.width() / 70)));
        plot.drawHorizontal(painter, true);
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(plot.area.right() + 26, plot.area.bottom() + 5, 60, 18),
                         Qt::AlignLeft | Qt::AlignTop, m_data.unit);
    }
    if (hasLegend()) drawLegend(painter, area);
    double y = plot.area.top();
    for (const Row& row : m_data.rows) {
        drawRow(painter, plot, row, y);
        y += ui::scaled(kBarRow);
    }
    painter.setPen(QPen(theme.chartAxis, 1));
    painter.drawLine(QPointF(plot.area.left() - 0.5, plot.area.top()),
                     QPointF(plot.area.left() - 0.5, plot.area.bottom()));
    drawTarget(painter, plot);
}

void BarRows::drawLegend(QPainter& painter, const QRectF& area) const {
    const Theme& theme = Theme::current();
    painter.setFont(ui::font(TextRole::Caption));
    double x = area.left() + nameWidth();
    for (const Part& part : m_data.parts) {
        const double y = area.top() + 4;
        if (part.shade) {
            painter.fillRect(QRectF(x, y, 9, 9), partColor(part, base::Precision::Fp32));
            x += 14;
        } else {
            for (const Row& row : m_data.rows) {
                drawMark(painter, row.kind, {x + 4.5, y + 4.5}, 8);
                x += 11;
            }
            x += 3;
        }
        painter.setPen(theme.textSecondary);
        const double width = painter.fontMetrics().horizontalAdvance(part.name);
        painter.drawText(QRectF(x, y - 5, width + 4, 18), Qt::AlignLeft | Qt::AlignVCenter, part.name);
        x += width + 24;
    }
}

void BarRows::drawRow(QPainter& painter, const Plot& plot, const Row& row, double y) const {
    const Theme& theme = Theme::current();
    const double height = ui::scaled(kBarRow), bar = ui::scaled(kBar), top = y + (height - bar) / 2;
    drawMark(painter, row.kind, {plot.area.left() - nameWidth() + 6, y + height / 2}, 10);
    painter.setFont(ui::font(TextRole::TableStrong));
    painter.setPen(theme.text);
    painter.drawText(QRectF(plot.area.left() - nameWidth() + 20, y, nameWidth() - 20, height),
                     Qt::AlignLeft | Qt::AlignVCenter, row.name);
    double from = 0;
    for (int i = 0; i < row.values.size() && i < m_data.parts.size(); ++i) {
        const QRectF box(QPointF(plot.x(from), top), QPointF(plot.x(from + row.values[i]), top + bar));
        painter.fillRect(box.adjusted(from > 0 ? 1 : 0, 0, 0, 0), partColor(m_data.parts[i], row.kind));
        from += row.values[i];
        if (i != m_data.labelledPart) continue;
        const QString text = formatNumber(row.values[i], m_data.decimals);
        painter.setFont(ui::font(TextRole::Caption));
        if (painter.fontMetrics().horizontalAdvance(text) + 6 > box.width()) continue;
        painter.setPen(theme.card);
        painter.drawText(box, Qt::AlignCenter, text);
    }
    painter.setFont(ui::font(row.strong ? TextRole::TableStrong : TextRole::Table));
    painter.setPen(theme.text);
    painter.drawText(QRectF(plot.x(from) + 8, y, 300, height), Qt::AlignLeft | Qt::AlignVCenter, row.text);
}

void BarRows::drawTarget(QPainter& painter, const Plot& plot) const {
    if (!m_data.target) return;
    const Theme& theme = Theme::current();
    const double x = plot.x(*m_data.target);
    painter.setPen(QPen(theme.text, 1.2, Qt::DotLine));
    painter.drawLine(QPointF(x, plot.area.top() - 2), QPointF(x, plot.area.bottom()));
    painter.setFont(ui::font(TextRole::Caption));
    painter.drawText(QRectF(x - 100, plot.area.top() - ui::scaled(18), 200, ui::scaled(16)), Qt::AlignCenter,
                     m_data.targetText);
}

}  // namespace pwb::ui
