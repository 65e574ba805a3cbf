// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/line_chart.h"

#include <QCategoryAxis>
#include <QChart>
#include <QEvent>
#include <QGraphicsLayout>
#include <QLineSeries>
#include <QValueAxis>
#include <algorithm>

#include "ui/charts/chart.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

LineChart::LineChart(const QString& objectName, const QString& accessibleName, QWidget* parent)
    : QChartView(new QChart, parent) {
    setObjectName(objectName);
    setAccessibleName(accessibleName);
    setRenderHint(QPainter::Antialiasing);
    setFrameShape(NoFrame);
    setBackgroundBrush(Qt::NoBrush);
    viewport()->setAutoFillBackground(false);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    chart()->legend()->hide();
    chart()->setBackgroundVisible(false);
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
}

void LineChart::setData(Data content) {
    m_data = std::move(content);
    build();
    setAccessibleDescription(isEmpty() ? m_emptyText : toTsv(table()));
}

void LineChart::setEmptyText(const QString& text) {
    m_emptyText = text;
    viewport()->update();
}

bool LineChart::isEmpty() const {
    return std::all_of(m_data.series.begin(), m_data.series.end(),
                       [](const Series& s) { return s.points.isEmpty(); });
}

CellTable LineChart::table() const {
    CellTable table;
    table.columns = {{m_data.xTitle}};
    QVector<double> xs;
    for (const Series& series : m_data.series) {
        table.columns << CellColumn{{}, m_data.yTitle, true, series.kind, m_data.unit};
        for (const QPointF& point : series.points)
            if (!xs.contains(point.x())) xs << point.x();
    }
    std::sort(xs.begin(), xs.end());
    for (const double x : xs) {
        QVector<Cell> row = {
            {m_data.places.isEmpty() ? formatNumber(x, 2) : m_data.places.value(static_cast<int>(x)), x}};
        for (const Series& series : m_data.series) {
            const auto at = std::find_if(series.points.begin(), series.points.end(),
                                         [x](const QPointF& p) { return p.x() == x; });
            row << (at == series.points.end() ? Cell{QStringLiteral("·"), {}, Cell::Tone::Waiting}
                                              : Cell{formatNumber(at->y(), m_data.decimals), at->y()});
        }
        table.rows << row;
    }
    return table;
}

void LineChart::build() {
    const Theme& theme = Theme::current();
    chart()->removeAllSeries();
    for (QAbstractAxis* axis : chart()->axes()) {
        chart()->removeAxis(axis);
        delete axis;
    }
    if (isEmpty()) return viewport()->update();
    double highest = m_data.target.value_or(0);
    for (const Series& series : m_data.series)
        for (const QPointF& point : series.points) highest = std::max(highest, point.y());
    const auto add = [this](const QPen& pen, const QVector<QPointF>& points) {
        auto* line = new QLineSeries;
        line->setPen(pen);
        line->replace(points);
        chart()->addSeries(line);
    };
    const double lastPlace = m_data.places.isEmpty() ? 1 : m_data.places.size() - 0.5,
                 first = m_data.places.isEmpty() ? 0 : -0.5;
    const QPen reference(theme.neutral, 1.2, Qt::DotLine);
    if (m_data.target) add(reference, {{first, *m_data.target}, {lastPlace, *m_data.target}});
    if (m_data.diagonal) add(reference, {{0, 0}, {1, 1}});
    for (const Series& series : m_data.series) add(enginePen(series.kind, 1.8), series.points);
    buildAxes(highest);
}

void LineChart::buildAxes(double highest) {
    const Theme& theme = Theme::current();
    QAbstractAxis* x = nullptr;
    if (m_data.places.isEmpty()) {
        auto* values = new QValueAxis;
        values->setRange(0, 1);
        values->setTickCount(6);
        values->setLabelFormat(QStringLiteral("%.1f"));
        x = values;
    } else {
        auto* named = new QCategoryAxis;
        named->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
        named->setRange(-0.5, m_data.places.size() - 0.5);
        named->setStartValue(-0.5);
        for (int i = 0; i < m_data.places.size(); ++i) named->append(m_data.places[i], i);
        x = named;
    }
    // A category axis for y as well: QValueAxis cannot write thousands commas.
    const Axis scale = m_data.diagonal ? Axis{0, 1, 0.2, 1} : Axis::fromZero(highest * 1.03, 4);
    auto* y = new QCategoryAxis;
    y->setLabelsPosition(QCategoryAxis::AxisLabelsPositionOnValue);
    y->setRange(scale.lo, scale.hi);
    y->setStartValue(scale.lo);
    for (const double value : scale.values()) y->append(formatNumber(value, scale.decimals), value);
    for (QAbstractAxis* axis : {x, static_cast<QAbstractAxis*>(y)}) {
        axis->setLabelsFont(ui::font(TextRole::Caption));
        axis->setLabelsColor(theme.textSecondary);
        axis->setGridLinePen(QPen(theme.chartGrid, 1));
        axis->setLinePen(QPen(theme.chartAxis, 1));
    }
    x->setGridLineVisible(false);
    y->setLineVisible(false);
    chart()->addAxis(x, Qt::AlignBottom);
    chart()->addAxis(y, Qt::AlignLeft);
    for (QAbstractSeries* series : chart()->series()) {
        series->attachAxis(x);
        series->attachAxis(y);
    }
    const int right = m_data.diagonal ? 8 : endWidth() + 12;
    chart()->setMargins(QMargins(0, ui::scaled(24), right, 0));
    chart()->setAcceptHoverEvents(false);
}

void LineChart::drawForeground(QPainter* painter, const QRectF&) {
    const Theme& theme = Theme::current();
    painter->setFont(ui::font(TextRole::Caption));
    painter->setPen(theme.textSecondary);
    if (isEmpty()) {
        painter->setFont(ui::font(TextRole::Body));
        painter->drawText(sceneRect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap,
                          m_emptyText);
        return;
    }
    const QRectF plot = chart()->plotArea();
    painter->drawText(QRectF(0, 0, sceneRect().width(), ui::scaled(16)), Qt::AlignLeft | Qt::AlignVCenter,
                      m_data.yTitle);
    const double below = plot.bottom() + 5;
    if (m_data.diagonal)
        painter->drawText(QRectF(plot.left(), below + 14, plot.width(), 16),
                          Qt::AlignRight | Qt::AlignVCenter, m_data.xTitle);
    else
        painter->drawText(QRectF(plot.right() + 8, below, 100, 18), Qt::AlignLeft | Qt::AlignVCenter,
                          m_data.xTitle);
    if (m_data.target) {
        const double y = chart()->mapToPosition({0, *m_data.target}, chart()->series().first()).y();
        painter->drawText(QRectF(plot.left() + 8, y - 17, plot.width(), 16), Qt::AlignLeft | Qt::AlignVCenter,
                          m_data.targetText);
    }
    for (const Series& series : m_data.series)
        for (const QPointF& point : series.points)
            drawMark(*painter, series.kind, chart()->mapToPosition(point, chart()->series().first()), 10,
                     series.kind == base::Precision::Fp16);
    if (!m_data.diagonal) drawEndNames(*painter);
}

// Name and figure of the longest line.
int LineChart::endWidth() const {
    const QFontMetrics names(ui::font(TextRole::TableStrong)), figures(ui::font(TextRole::Table));
    int name = 0, figure = 0;
    for (const Series& series : m_data.series) {
        name = std::max(name, names.horizontalAdvance(engineName(series.kind)));
        figure = std::max(figure, figures.horizontalAdvance(series.endText));
    }
    return std::max(ui::scaled(92), name + figure + 10);
}

void LineChart::drawEndNames(QPainter& painter) const {
    const Theme& theme = Theme::current();
    struct Name {
        double y;
        const Series* series;
    };
    QVector<Name> names;
    for (const Series& series : m_data.series)
        if (!series.points.isEmpty())
            names << Name{chart()->mapToPosition(series.points.last(), chart()->series().first()).y(),
                          &series};
    std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) { return a.y < b.y; });
    const double line = QFontMetricsF(ui::font(TextRole::TableStrong)).height(),
                 left = chart()->plotArea().right() + 8;
    for (int i = 0; i < names.size(); ++i) {
        if (i > 0) names[i].y = std::max(names[i].y, names[i - 1].y + line);
        const QRectF box(left, names[i].y - line / 2, endWidth(), line);
        painter.setFont(ui::font(TextRole::TableStrong));
        painter.setPen(theme.of(names[i].series->kind));
        painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, engineName(names[i].series->kind));
        painter.setFont(ui::font(TextRole::Table));
        painter.setPen(theme.textSecondary);
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, names[i].series->endText);
    }
}

void LineChart::changeEvent(QEvent* event) {
    QChartView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) build();
}

}  // namespace pwb::ui
