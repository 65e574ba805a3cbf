// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/object_fate_bars.h"

#include <QPainter>
#include <algorithm>

#include "core/compare/objects.h"
#include "core/result/detection_figures.h"
#include "ui/models/detection_tables.h"
#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/cell_delegate.h"

namespace pwb::ui {

namespace {

constexpr int kFateRow = 26, kFateHead = 22, kFateFoot = 40;

QString fateSentence(const QString& name, const compare::ObjectComparison& objects) {
    const std::int64_t small = objects.bySize[0].lostRight + objects.bySize[1].lostRight;
    if (objects.all.lostRight == 0) return ObjectFateBars::tr("%1 loses no annotated object.").arg(name);
    return ObjectFateBars::tr("%1 loses %2 annotated objects that FP32 finds, %3 of them under 15 px.")
        .arg(name, formatCount(objects.all.lostRight), formatCount(small));
}

}  // namespace

ObjectFateBars::ObjectFateBars(QWidget* parent) : Chart(tr("Objects that differ from FP32"), parent) {
    setObjectName(QStringLiteral("objectFateBars"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Minimum);
    setEmptyText(
        tr("The objects that FP16 and INT8 lose or add against FP32 are counted here after "
           "evaluation."));
}

void ObjectFateBars::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    m_rows.clear();
    m_sentence.clear();
    m_table = document ? fatesTable(*document) : CellTable{};
    if (document)
        for (const auto& kind : result::shownKinds(document.get())) {
            const auto* comparison = document->comparison(kind.engine);
            if (!comparison || !comparison->objects) continue;
            const auto& all = comparison->objects->all;
            m_rows << Row{kind,      all.lost,       all.lostRight,
                          all.added, all.addedRight, all.moved + all.relabelled};
            if (kind.engine == base::Precision::Int8 && result::isAnnotated(*document))
                m_sentence = fateSentence(engineName(kind), *comparison->objects);
        }
    dataChanged();
}

CellTable ObjectFateBars::table() const {
    return m_table;
}

QSize ObjectFateBars::sizeHint() const {
    const int rows = std::max<int>(2, static_cast<int>(m_rows.size()));
    return {360, ui::scaled(kFateHead + kFateFoot) + ui::scaled(kFateRow) * rows};
}

// Each side gets the room that its counts need.
ObjectFateBars::Scale ObjectFateBars::scaleIn(const QRectF& area) const {
    const QFontMetricsF names(ui::font(TextRole::TableStrong)), figures(ui::font(TextRole::Table));
    std::int64_t lost = 1, added = 1;
    double name = ui::scaled(64), figure = 0;
    for (const Row& row : m_rows) {
        lost = std::max(lost, row.lost);
        added = std::max(added, row.added);
        name = std::max(name, 28 + names.horizontalAdvance(engineName(row.kind)));
        for (const std::int64_t count : {row.lost, row.added})
            figure = std::max(figure, figures.horizontalAdvance(formatCount(count)) + 10);
    }
    const double last = QFontMetricsF(ui::font(TextRole::Caption)).horizontalAdvance(changedTitle()) + 12;
    const double room = std::max(0.0, area.width() - name - 2 * figure - last);
    const double unit = room / static_cast<double>(lost + added);
    return {area.left() + name + figure + unit * static_cast<double>(lost), unit};
}

QString ObjectFateBars::changedTitle() {
    return tr("moved or other class");
}

void ObjectFateBars::draw(QPainter& painter, const QRectF& area) {
    const Theme& theme = Theme::current();
    const Scale scale = scaleIn(area);
    const double head = ui::scaled(kFateHead), middle = scale.middle;
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(theme.textSecondary);
    painter.drawText(QRectF(area.left(), area.top(), middle - area.left() - 8, head),
                     Qt::AlignRight | Qt::AlignVCenter, tr("lost"));
    painter.drawText(QRectF(middle + 8, area.top(), 160, head), Qt::AlignLeft | Qt::AlignVCenter, tr("new"));
    painter.drawText(QRectF(area.left(), area.top(), area.width(), head), Qt::AlignRight | Qt::AlignVCenter,
                     changedTitle());
    double y = area.top() + head;
    for (const Row& row : m_rows) {
        drawRow(painter, row, {area.left(), y, area.width(), double(ui::scaled(kFateRow))}, scale);
        y += ui::scaled(kFateRow);
    }
    painter.setPen(QPen(theme.chartAxis, 1));
    painter.drawLine(QPointF(middle, area.top() + head), QPointF(middle, y));
    painter.setFont(ui::font(TextRole::Table));
    painter.setPen(theme.textSecondary);
    const QString words = m_sentence.isEmpty() ? QString() : m_sentence + ' ' + tr("Full colour: annotated.");
    painter.drawText(QRectF(area.left(), y + 6, area.width(), area.bottom() - y - 6),
                     Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap, words);
}

void ObjectFateBars::drawRow(QPainter& painter, const Row& row, const QRectF& box, const Scale& scale) const {
    const Theme& theme = Theme::current();
    const double middle = scale.middle, unit = scale.unit, bar = ui::scaled(15),
                 y = box.center().y() - bar / 2;
    drawMark(painter, row.kind, {box.left() + 6, box.center().y()}, 10);
    painter.setFont(ui::font(TextRole::TableStrong));
    painter.setPen(theme.text);
    painter.drawText(box.adjusted(20, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, engineName(row.kind));
    const auto width = [unit](std::int64_t count) { return static_cast<double>(count) * unit; };
    const auto pale = [](QColor color) {
        color.setAlphaF(0.36F);
        return color;
    };
    const double lost = width(row.lost), lostRight = width(row.lostRight);
    const double added = width(row.added), addedRight = width(row.addedRight);
    painter.fillRect(QRectF(middle - lost, y, lost - lostRight, bar), pale(theme.bad));
    painter.fillRect(QRectF(middle - lostRight, y, lostRight, bar), softened(theme.bad));
    painter.fillRect(QRectF(middle, y, addedRight, bar), softened(theme.good));
    painter.fillRect(QRectF(middle + addedRight, y, added - addedRight, bar), pale(theme.good));
    painter.setFont(ui::font(TextRole::Table));
    painter.setPen(theme.text);
    painter.drawText(QRectF(middle - lost - 86, box.top(), 80, box.height()),
                     Qt::AlignRight | Qt::AlignVCenter, formatCount(row.lost));
    painter.drawText(QRectF(middle + added + 6, box.top(), 80, box.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, formatCount(row.added));
    painter.drawText(QRectF(box.right() - 80, box.top(), 80, box.height()), Qt::AlignRight | Qt::AlignVCenter,
                     formatCount(row.changed));
}

}  // namespace pwb::ui
