// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/changed_answers_bars.h"

#include <QPainter>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"

namespace pwb::ui {

namespace {

constexpr int kRow = 40, kCompactRow = 23, kHead = 22;

double middleOf(const QRectF& box) {
    return box.left() + box.width() * 0.5;
}

QString sentenceFor(const compare::AccuracyComparison& accuracy, const QString& name) {
    if (accuracy.samplesNeeded)
        return ChangedAnswersBars::tr("About %1 samples are needed to tell a difference of %2 points.")
            .arg(formatCount(*accuracy.samplesNeeded),
                 formatNumber(std::abs(accuracy.accuracyDelta) * 100, 2));
    if (accuracy.distinguishable)
        return ChangedAnswersBars::tr("%1 differs from FP32 by %2, which %3 samples are enough to tell.")
            .arg(name, formatPoints(accuracy.accuracyDelta), formatCount(accuracy.samples));
    return {};
}

}  // namespace

ChangedAnswersBars::ChangedAnswersBars(QWidget* parent) : Chart(tr("Answers that differ from FP32"), parent) {
    setObjectName(QStringLiteral("changedAnswersBars"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    setEmptyText(
        tr("The answers that FP16 and INT8 give differently from FP32 are counted here after evaluation."));
}

void ChangedAnswersBars::setDocument(std::shared_ptr<const result::RunResult> document) {
    m_rows.clear();
    m_sentence.clear();
    if (document)
        for (const auto& comparison : document->comparisons) {
            const auto* engine = document->engine(comparison.candidate);
            if (!engine || !comparison.accuracy) continue;
            const auto& a = *comparison.accuracy;
            const auto kind = result::kindOf(*document, *engine);
            m_rows << Row{kind,           engineName(kind), a.rightToWrong, a.wrongToRight,
                          a.wrongToWrong, a.changedSamples, a.samples,      engine->accuracyPartial};
            const QString sentence = sentenceFor(a, m_rows.last().name);
            if (!sentence.isEmpty()) m_sentence = sentence;
        }
    dataChanged();
}

CellTable ChangedAnswersBars::table() const {
    CellTable table;
    table.columns = {{tr("Engine")},
                     {tr("right → wrong"), {}, true},
                     {tr("wrong → right"), {}, true},
                     {tr("wrong, another class"), {}, true},
                     {tr("changed"), {}, true},
                     {tr("samples"), {}, true}};
    for (const Row& row : m_rows) {
        Cell name{row.name};
        name.mark = row.kind;
        QVector<Cell> cells = {name};
        for (const std::int64_t count : {row.worse, row.better, row.other, row.changed, row.samples})
            cells << Cell{formatCount(count), QVariant::fromValue<qlonglong>(count)};
        table.rows << cells;
    }
    return table;
}

bool ChangedAnswersBars::compact() const {
    return m_rows.size() > 2;
}

int ChangedAnswersBars::rowHeight() const {
    return ui::scaled(compact() ? kCompactRow : kRow);
}

QSize ChangedAnswersBars::sizeHint() const {
    const int rows = std::max<int>(2, static_cast<int>(m_rows.size()));
    return {360, ui::scaled(kHead + 28) + rowHeight() * rows};
}

void ChangedAnswersBars::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const double head = ui::scaled(kHead), height = rowHeight(), middle = middleOf(area);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(area.left(), area.top(), middle - area.left() - 8, head),
                     Qt::AlignRight | Qt::AlignVCenter, tr("right → wrong"));
    painter.drawText(QRectF(middle + 8, area.top(), 160, head), Qt::AlignLeft | Qt::AlignVCenter,
                     tr("wrong → right"));
    painter.drawText(QRectF(area.right() - 160, area.top(), 160, head), Qt::AlignRight | Qt::AlignVCenter,
                     tr("wrong, another class"));
    std::int64_t largest = 1;
    for (const Row& row : m_rows) largest = std::max({largest, row.worse, row.better});
    const QFontMetricsF nameMetrics(ui::font(TextRole::TableStrong));
    double names = ui::scaled(88);
    for (const Row& row : m_rows) names = std::max(names, 20 + nameMetrics.horizontalAdvance(row.name));
    const double unit = (area.width() * 0.5 - names - ui::scaled(40)) / static_cast<double>(largest);
    double y = area.top() + head;
    for (const Row& row : m_rows) {
        drawRow(painter, row, {area.left(), y, area.width(), height}, std::max(0.0, unit));
        y += height;
    }
    painter.setPen(QPen(theme.chartAxis, 1));
    painter.drawLine(QPointF(middle, area.top() + head), QPointF(middle, y));
    painter.setFont(ui::font(TextRole::Table));
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(area.left(), y + 4, area.width(), area.bottom() - y - 4),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextWordWrap, m_sentence);
}

void ChangedAnswersBars::drawRow(QPainter& painter, const Row& row, const QRectF& box, double unit) const {
    const Theme& theme = Theme::current();
    const double middle = middleOf(box), bar = ui::scaled(15), text = ui::scaled(18);
    const double y = box.top() + (box.height() - text) / 2 - (compact() ? 0 : ui::scaled(8));
    drawMark(painter, row.kind, {box.left() + 6, y + text / 2}, 10);
    painter.setFont(ui::font(TextRole::TableStrong));
    painter.setPen(theme.text);
    painter.drawText(QRectF(box.left() + 20, y, 160, text), Qt::AlignLeft | Qt::AlignVCenter, row.name);
    QFont small = ui::font(TextRole::Caption);
    small.setItalic(row.partial);
    painter.setFont(small);
    painter.setPen(theme.textSecondary);
    if (!compact())
        painter.drawText(QRectF(box.left() + 20, y + text - 2, 160, text), Qt::AlignLeft | Qt::AlignVCenter,
                         row.partial
                             ? tr("%1 of %2 so far").arg(formatCount(row.changed), formatCount(row.samples))
                             : tr("%1 of %2").arg(formatCount(row.changed), formatCount(row.samples)));

    const double left = row.worse * unit, right = row.better * unit, barY = y + (text - bar) / 2;
    painter.fillRect(QRectF(middle - left, barY, left, bar), softened(theme.bad));
    painter.fillRect(QRectF(middle, barY, right, bar), softened(theme.good));
    painter.setFont(ui::font(TextRole::Table));
    painter.setPen(theme.text);
    painter.drawText(QRectF(middle - left - 86, y, 80, text), Qt::AlignRight | Qt::AlignVCenter,
                     formatSigned(-static_cast<double>(row.worse), 0));
    painter.drawText(QRectF(middle + right + 6, y, 80, text), Qt::AlignLeft | Qt::AlignVCenter,
                     formatSigned(static_cast<double>(row.better), 0));
    painter.drawText(QRectF(box.right() - 80, y, 80, text), Qt::AlignRight | Qt::AlignVCenter,
                     formatCount(row.other));
}

}  // namespace pwb::ui
