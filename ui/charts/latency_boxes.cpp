// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/latency_boxes.h"

#include <QPainter>
#include <algorithm>

#include "core/measure/measure.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

const measure::LatencyStats* statsOf(const result::EngineResult& engine, int batch) {
    if (!engine.measurement) return nullptr;
    for (const auto& stats : engine.measurement->latency)
        if (stats.batch == batch && !stats.rounds.empty()) return &stats;
    return nullptr;
}

std::optional<measure::RoundStats> allRounds(const measure::LatencyStats& stats) {
    if (stats.times.empty()) return std::nullopt;
    const auto whole = measure::summarise(stats.batch, stats.times, std::vector<int>(stats.times.size(), 0));
    return whole.rounds.empty() ? std::nullopt : std::optional(whole.rounds.front());
}

}  // namespace

LatencyBoxes::LatencyBoxes(QWidget* parent) : Chart(tr("Latency per round"), parent) {
    setObjectName(QStringLiteral("latencyBoxes"));
    setEmptyText(
        tr("Latency appears here when the engines have been timed, one at a time, after evaluation."));
}

void LatencyBoxes::setDocument(const std::shared_ptr<const result::RunResult>& document, int batch) {
    m_engines.clear();
    if (document)
        for (const auto& engine : document->engines) {
            const auto* stats = statsOf(engine, batch);
            if (!stats) continue;
            m_engines << Engine{result::kindOf(*document, engine),
                                QVector<measure::RoundStats>(stats->rounds.begin(), stats->rounds.end()),
                                allRounds(*stats)};
        }
    dataChanged();
}

CellTable LatencyBoxes::table() const {
    CellTable table;
    table.columns = {{tr("Round")}, {tr("Engine")}};
    for (const QString& name : {tr("1 %"), tr("25 %"), tr("median"), tr("75 %"), tr("99 %")})
        table.columns << CellColumn{name, {}, true, {}, tr("ms")};
    table.columns << CellColumn{tr("runs"), {}, true};
    const auto add = [&](const QString& round, const result::EngineKind& kind,
                         const measure::RoundStats& box) {
        Cell name{engineName(kind)};
        name.mark = kind;
        QVector<Cell> row = {{round}, name};
        const int decimals = millisecondDecimals(box.median);
        for (const double ms : {box.p1, box.q1, box.median, box.q3, box.p99})
            row << Cell{formatNumber(ms, decimals), ms};
        row << Cell{formatCount(box.n), box.n};
        table.rows << row;
    };
    for (int r = 0; r < rounds(); ++r)
        for (const Engine& engine : m_engines)
            if (r < engine.boxes.size()) add(QString::number(r + 1), engine.kind, engine.boxes[r]);
    for (const Engine& engine : m_engines)
        if (engine.all) add(tr("all rounds"), engine.kind, *engine.all);
    return table;
}

int LatencyBoxes::rounds() const {
    qsizetype most = 0;
    for (const Engine& engine : m_engines) most = std::max(most, engine.boxes.size());
    return static_cast<int>(most);
}

Plot LatencyBoxes::plotIn(const QRectF& area) const {
    double lo = 1e300, hi = 0;
    const auto widen = [&](const measure::RoundStats& box) {
        lo = std::min(lo, box.p1);
        hi = std::max(hi, box.p99);
    };
    for (const Engine& engine : m_engines) {
        for (const auto& box : engine.boxes) widen(box);
        if (engine.all) widen(*engine.all);
    }
    Plot plot;
    plot.area = area.adjusted(ui::scaled(40), ui::scaled(20), 0, -ui::scaled(42));
    plot.vertical = Axis::around(lo - (hi - lo) * 0.06, hi + (hi - lo) * 0.04, 6);
    return plot;
}

void LatencyBoxes::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const Plot plot = plotIn(area);
    const double groupWidth = plot.area.width() / (rounds() + 1);
    painter.fillRect(QRectF(plot.area.right() - groupWidth, plot.area.top(), groupWidth, plot.area.height()),
                     theme.raised);
    plot.drawVertical(painter);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(area.left(), area.top(), 40, ui::scaled(16)), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("ms"));
    const double slot = groupWidth / (static_cast<double>(m_engines.size()) + 0.6);
    const double width = std::clamp(slot * 0.72, 5.0, 26.0);
    // The names of a few stand at their boxes, of many in a line above.
    const bool many = m_engines.size() > 3;
    if (many) drawLegend(painter, area);
    QVector<QRectF> names;
    for (int e = 0; e < m_engines.size(); ++e) {
        const double inGroup = slot * (e + 0.8);
        const Engine& engine = m_engines[e];
        for (int r = 0; r < engine.boxes.size(); ++r)
            drawBox(painter, plot, engine.kind, engine.boxes[r], plot.area.left() + r * groupWidth + inGroup,
                    width);
        if (!engine.all) continue;
        if (many) {
            drawBox(painter, plot, engine.kind, *engine.all, plot.area.right() - groupWidth + inGroup, width);
            continue;
        }
        const double x = plot.area.right() - groupWidth + inGroup;
        drawBox(painter, plot, engine.kind, *engine.all, x, width);
        painter.setFont(ui::font(TextRole::TableStrong));
        const double room = painter.fontMetrics().horizontalAdvance(engineName(engine.kind)) + 6;
        QRectF name(std::min(x - room / 2, area.right() - room), plot.y(engine.all->p1) + 2, room,
                    ui::scaled(15));
        for (const QRectF& other : names)
            if (other.intersects(name)) name.moveTop(other.bottom());
        names << name;
        painter.setPen(theme.of(engine.kind));
        painter.drawText(name, Qt::AlignCenter, engineName(engine.kind));
    }
    drawGroupNames(painter, plot, groupWidth);
}

void LatencyBoxes::drawLegend(QPainter& painter, const QRectF& area) const {
    painter.setFont(ui::font(TextRole::Caption));
    const QFontMetricsF metrics(painter.font());
    double x = area.right();
    for (int e = static_cast<int>(m_engines.size()) - 1; e >= 0; --e) {
        const QString name = QString::fromStdString(m_engines[e].kind.shortName());
        x -= metrics.horizontalAdvance(name);
        painter.setPen(Theme::current().text);
        painter.drawText(QPointF(x, area.top() + metrics.ascent()), name);
        drawMark(painter, m_engines[e].kind, {x - 9, area.top() + metrics.height() / 2}, 9);
        x -= 30;
    }
}

void LatencyBoxes::drawGroupNames(QPainter& painter, const Plot& plot, double groupWidth) const {
    const Theme& theme = Theme::current();
    const double y = plot.area.bottom() + 6, height = ui::scaled(16);
    for (int g = 0; g <= rounds(); ++g) {
        const bool all = g == rounds();
        painter.setFont(ui::font(all ? TextRole::TableStrong : TextRole::Caption));
        painter.setPen(all ? theme.text : theme.textSecondary);
        painter.drawText(QRectF(plot.area.left() + g * groupWidth, y, groupWidth, height), Qt::AlignCenter,
                         all ? tr("all rounds") : tr("round %1").arg(g + 1));
    }
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(plot.area.left(), y + height, plot.area.width(), height + 4),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     tr("Box: quartiles and median; whiskers: 1 and 99 %; the engines take turns."));
}

void LatencyBoxes::drawBox(QPainter& painter, const Plot& plot, const result::EngineKind& kind,
                           const measure::RoundStats& box, double x, double width) const {
    const Theme& theme = Theme::current();
    const QPen solid(theme.of(kind), 1.3), whisker = enginePen(kind, 1.3);
    const double cap = width * 0.3;
    painter.setPen(whisker);
    painter.drawLine(QPointF(x, plot.y(box.p99)), QPointF(x, plot.y(box.q3)));
    painter.drawLine(QPointF(x, plot.y(box.q1)), QPointF(x, plot.y(box.p1)));
    painter.setPen(solid);
    for (const double end : {box.p1, box.p99})
        painter.drawLine(QPointF(x - cap, plot.y(end)), QPointF(x + cap, plot.y(end)));
    const QRectF body(QPointF(x - width / 2, plot.y(box.q3)), QPointF(x + width / 2, plot.y(box.q1)));
    painter.setBrush(theme.tint(kind));
    painter.drawRect(body);
    painter.setPen(QPen(theme.of(kind), 2));
    painter.drawLine(QPointF(body.left(), plot.y(box.median)), QPointF(body.right(), plot.y(box.median)));
    painter.setBrush(Qt::NoBrush);
}

}  // namespace pwb::ui
