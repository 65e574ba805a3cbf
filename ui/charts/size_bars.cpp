// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/size_bars.h"

#include <QPainter>
#include <algorithm>

#include "core/result/detection_figures.h"
#include "ui/models/detection_tables.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr int kRanges = static_cast<int>(evaluate::kSizeRanges.size()),
              kBuckets = static_cast<int>(evaluate::kPixelBuckets);
constexpr double kBetween = 0.45;  ///< room between buckets and COCO's ranges, in groups

QString nameOf(int range) {
    return sizeName(evaluate::kSizeRanges[static_cast<std::size_t>(range)]);
}

/// COCO's ranges by their size alone; the table and the tool tips say what it means.
QString shortName(int range) {
    const auto name = evaluate::kSizeRanges[static_cast<std::size_t>(range)].name;
    if (name == "small") return SizeBars::tr("small");
    if (name == "medium") return SizeBars::tr("medium");
    return name == "large" ? SizeBars::tr("large") : nameOf(range);
}

std::optional<double> valueOf(const evaluate::SizeMetrics& size, SizeBars::Measure measure) {
    switch (measure) {
        case SizeBars::Measure::Ap50:
            return size.ap50;
        case SizeBars::Measure::Ap50To95:
            return size.ap50_95;
        case SizeBars::Measure::Recall:
            return size.recall;
    }
    return std::nullopt;
}

}  // namespace

SizeBars::SizeBars(QWidget* parent) : Chart(tr("Accuracy by object size"), parent) {
    setObjectName(QStringLiteral("sizeBars"));
}

void SizeBars::setDocument(const std::shared_ptr<const result::RunResult>& document, Measure measure,
                           int classIndex) {
    m_series.clear();
    m_objects.fill(0, kRanges);
    setEmptyText(
        document && document->finished && !result::isAnnotated(*document)
            ? tr("The images of this run are not annotated: how accurate its engines are cannot be told. "
                 "The Changes page shows where they differ from FP32.")
            : tr("Average precision by object size appears here once annotated images are evaluated."));
    m_measure = measure == Measure::Ap50       ? QStringLiteral("AP50")
                : measure == Measure::Ap50To95 ? QStringLiteral("AP50-95")
                                               : tr("Recall");
    if (document)
        for (const auto& kind : result::shownKinds(document.get())) {
            const auto* engine = document->engine(kind.engine);
            if (!engine || !engine->detection) continue;
            Series series{kind, {}};
            for (int range = 0; range < kRanges; ++range) {
                const auto* size = sizeMetrics(engine, classIndex, static_cast<std::size_t>(range));
                const auto value = size ? valueOf(*size, measure) : std::nullopt;
                series.values << (value ? std::optional(*value * 100) : std::nullopt);
                if (size) m_objects[range] = std::max(m_objects[range], size->objects);
            }
            m_series << series;
        }
    dataChanged();
}

CellTable SizeBars::table() const {
    CellTable table;
    table.columns = {{tr("Object size")}, {tr("Objects"), {}, true}};
    for (const Series& series : m_series)
        table.columns << CellColumn{{}, m_measure, true, series.kind, QStringLiteral("%")};
    for (int range = 0; range < kRanges && !isEmpty(); ++range) {
        QVector<Cell> row = {
            {nameOf(range), range},
            {formatCount(m_objects[range]), QVariant::fromValue<qlonglong>(m_objects[range])}};
        for (const Series& series : m_series) {
            const auto& value = series.values[range];
            row << (value ? Cell{formatNumber(*value, 1), *value}
                          : Cell{QStringLiteral("–"), -1.0, Cell::Tone::Secondary});
        }
        table.rows << row;
    }
    return table;
}

Plot SizeBars::plotIn(const QRectF& area) const {
    Plot plot;
    plot.area = area.adjusted(ui::scaled(40), ui::scaled(24), 0, -ui::scaled(38));
    plot.vertical = {0, 100, 20, 0};
    return plot;
}

QRectF SizeBars::groupRect(const Plot& plot, int range) const {
    const double width = plot.area.width() / (kRanges + kBetween);
    const double left = plot.area.left() + width * (range + (range >= kBuckets ? kBetween : 0));
    return {left, plot.area.top(), width, plot.area.height()};
}

QRectF SizeBars::barRect(int engine, int range) const {
    const auto& value = m_series[engine].values[range];
    if (!value) return {};
    const Plot plot = plotIn(QRectF(rect()));
    const QRectF group = groupRect(plot, range);
    const double slot =
        std::min<double>(ui::scaled(26), group.width() * 0.84 / static_cast<double>(m_series.size()));
    const double left = group.center().x() + slot * (engine - static_cast<double>(m_series.size()) / 2);
    const double top = plot.y(*value);
    return {left + 0.5, top, std::max(1.0, slot - 1.5), plot.area.bottom() - top};
}

void SizeBars::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const Plot plot = plotIn(area);
    plot.drawVertical(painter);
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(area.left(), area.top(), 160, ui::scaled(16)), Qt::AlignLeft | Qt::AlignVCenter,
                     m_measure + QStringLiteral(", %"));
    drawLegend(painter, area);
    for (int engine = 0; engine < m_series.size(); ++engine)
        for (int range = 0; range < kRanges; ++range) {
            const QRectF bar = barRect(engine, range);
            if (bar.isNull()) continue;
            const auto& kind = m_series[engine].kind;
            painter.fillRect(bar, theme.of(kind));
            drawMark(painter, kind, {bar.center().x(), bar.top() - 6}, 7);
        }
    drawGroupNames(painter, plot);
}

void SizeBars::drawGroupNames(QPainter& painter, const Plot& plot) const {
    const Theme& theme = Theme::current();
    const double line = ui::scaled(16), y = plot.area.bottom() + 4;
    painter.setFont(ui::font(TextRole::Caption));
    for (int range = 0; range < kRanges; ++range) {
        const QRectF group = groupRect(plot, range);
        painter.setPen(theme.text);
        painter.drawText(QRectF(group.left(), y, group.width(), line), Qt::AlignCenter, shortName(range));
        painter.setPen(theme.textSecondary);
        painter.drawText(QRectF(group.left() - 6, y + line - 2, group.width() + 12, line), Qt::AlignCenter,
                         m_objects[range] == 0   ? tr("no objects")
                         : m_objects[range] == 1 ? tr("1 object")
                                                 : tr("%1 objects").arg(formatCount(m_objects[range])));
    }
    const double rule = (groupRect(plot, kBuckets - 1).right() + groupRect(plot, kBuckets).left()) / 2;
    painter.setPen(QPen(theme.hairline, 1));
    painter.drawLine(QPointF(rule, plot.area.top()), QPointF(rule, y + 2 * line));
}

void SizeBars::drawLegend(QPainter& painter, const QRectF& area) const {
    const Theme& theme = Theme::current();
    painter.setFont(ui::font(TextRole::Caption));
    const QFontMetricsF metrics(painter.font());
    double x = area.right();
    for (qsizetype e = m_series.size() - 1; e >= 0; --e) {
        const QString name = engineName(m_series[e].kind);
        x -= metrics.horizontalAdvance(name);
        painter.setPen(theme.text);
        painter.drawText(QPointF(x, area.top() + metrics.ascent()), name);
        drawMark(painter, m_series[e].kind, {x - 9, area.top() + metrics.height() / 2}, 9);
        x -= 28;
    }
}

QString SizeBars::textAt(QPointF position) const {
    if (isEmpty()) return {};
    const Plot plot = plotIn(QRectF(rect()));
    for (int engine = 0; engine < m_series.size(); ++engine)
        for (int range = 0; range < kRanges; ++range) {
            QRectF bar = barRect(engine, range);
            if (bar.isNull()) continue;
            bar.setTop(plot.area.top() - 10);  // above a short bar too
            if (!bar.contains(position)) continue;
            return tr("%1, %2: %3 %4 % of %5 objects")
                .arg(engineName(m_series[engine].kind), nameOf(range), m_measure,
                     formatNumber(*m_series[engine].values[range], 2), formatCount(m_objects[range]));
        }
    return {};
}

}  // namespace pwb::ui
