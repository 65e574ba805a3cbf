// SPDX-License-Identifier: GPL-3.0-or-later
// What a DetectionView paints.
#include <QPainter>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/object_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/detection_marks.h"
#include "ui/widgets/detection_view.h"

namespace pwb::ui {

using compare::ObjectFate;

namespace {

/// From here on a picture is enlarged so much that there is room for words.
constexpr double kRoomy = 3;

QString labelOf(const SceneBox& box, bool named) {
    if (box.fate == ObjectFate::Lost) return DetectionView::tr("%1 lost").arg(box.name);
    const QString confidence = formatNumber(static_cast<double>(box.confidence), 2);
    if (box.change < 0 && !named) return confidence;
    const QString text = box.name + u' ' + confidence;
    return box.fate == ObjectFate::New ? QStringLiteral("+ ") + text : text;
}

/// Where a label of this size finds room beside its box and free of the others; null where it does not.
QRectF placeFor(const QRectF& box, QSizeF size, const QRectF& room, const QVector<QRectF>& taken) {
    const QPointF corners[] = {{box.left() - 1, box.top() - size.height() - 2},
                               {box.left() - 1, box.bottom() + 2},
                               {box.right() + 3, box.top()},
                               {box.left() - size.width() - 3, box.top()},
                               {box.right() - size.width() + 1, box.top() - size.height() - 2}};
    for (const QPointF& corner : corners) {
        const QRectF place(corner, size);
        if (!room.contains(place)) continue;
        if (std::none_of(taken.begin(), taken.end(),
                         [&](const QRectF& other) { return other.intersects(place); }))
            return place;
    }
    return {};
}

}  // namespace

void DetectionView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    drawHead(painter);
    painter.setClipRect(room());
    painter.fillRect(room(), Theme::current().raised);
    if (!m_picture || m_picture->levels.isEmpty()) {
        painter.setFont(ui::font(TextRole::Table));
        painter.setPen(Theme::current().textSecondary);
        painter.drawText(room().adjusted(8, 8, -8, -8), int(Qt::AlignCenter) | Qt::TextWordWrap,
                         m_picture && m_picture->error ? coreText(m_picture->error->message) : tr("loading"));
    } else {
        drawPicture(painter);
        painter.setRenderHint(QPainter::Antialiasing);
        if (m_objectsShown) drawObjects(painter);
        drawBoxes(painter);
        if (m_marked) drawCorners(painter, onScreen(*m_marked));
        drawLabels(painter);
    }
    painter.setClipping(false);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hasFocus() ? QPen(Theme::current().accent, 2) : QPen(Theme::current().hairline, 1));
    painter.drawRect(room().adjusted(0.5, 0.5, -0.5, -0.5));
}

void DetectionView::drawHead(QPainter& painter) const {
    const Theme& theme = Theme::current();
    const QRectF head(0, 0, width(), room().top() - 2);
    drawMark(painter, m_scene.kind, {6, head.center().y()}, 10);
    painter.setFont(ui::font(TextRole::TableStrong));
    painter.setPen(theme.text);
    const QString name = engineName(m_scene.kind);
    painter.drawText(head.adjusted(16, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
    const double left = 16 + painter.fontMetrics().horizontalAdvance(name) + 8;
    painter.setFont(ui::font(TextRole::Table));
    painter.setPen(theme.textSecondary);
    const QString summary = m_scene.answered ? m_scene.summary : tr("no answer yet");
    painter.drawText(head.adjusted(left, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(summary, Qt::ElideRight, int(head.width() - left)));
}

void DetectionView::drawPicture(QPainter& painter) const {
    const double scale = m_link->scaleIn(room().size());
    const QRectF visible =
        m_link->visibleIn(room().size()).intersected(QRectF({}, QSizeF(m_picture->size())));
    const int level = m_picture->levelFor(scale * devicePixelRatioF());
    const QImage& image = m_picture->levels[level];
    const double share = static_cast<double>(image.width()) / m_picture->size().width();
    // Enlarged pixels stay pixels: what the model sees, not a smoothed guess.
    painter.setRenderHint(QPainter::SmoothPixmapTransform, scale < 1);
    painter.drawImage(onScreen({visible.x(), visible.y(), visible.width(), visible.height()}), image,
                      QRectF(visible.topLeft() * share, visible.size() * share));
}

void DetectionView::drawObjects(QPainter& painter) const {
    for (const SceneObject& object : m_objects) {
        const QRectF box = onScreen(object.box);
        if (room().intersects(box)) drawAnnotated(painter, box, object.crowd);
    }
}

void DetectionView::drawBoxes(QPainter& painter) const {
    const QColor color = Theme::light().of(m_scene.kind);
    // The most confident last, on top of the others; what is missing above all.
    for (auto it = m_scene.boxes.crbegin(); it != m_scene.boxes.crend(); ++it) {
        const QRectF box = onScreen(it->box);
        if (it->fate == ObjectFate::Lost || !room().intersects(box)) continue;
        drawDetection(painter, box, color);
        if (it->fate == ObjectFate::New) drawPlus(painter, box, color);
    }
    for (const SceneBox& each : m_scene.boxes)
        if (each.fate == ObjectFate::Lost) drawMissing(painter, onScreen(each.box));
}

void DetectionView::drawLabels(QPainter& painter) const {
    painter.setFont(ui::font(TextRole::Caption));
    const QFontMetricsF metrics(painter.font());
    // What has changed has the first choice of a place, then the most confident.
    QVector<const SceneBox*> order;
    for (const SceneBox& box : m_scene.boxes) order << &box;
    std::stable_partition(order.begin(), order.end(), [](const SceneBox* box) { return box->change >= 0; });
    const bool named = m_named || m_link->scaleIn(room().size()) >= kRoomy;
    QVector<QRectF> taken;
    for (const SceneBox* each : order) {
        const bool lost = each->fate == ObjectFate::Lost;
        const QRectF box = lost ? ringAround(onScreen(each->box)) : onScreen(each->box);
        if (!room().intersects(box)) continue;
        const QString text = labelOf(*each, named);
        const QSizeF size(metrics.horizontalAdvance(text) + 8, metrics.height());
        const QRectF place = placeFor(box, size, room(), taken);
        if (place.isNull()) continue;
        taken << place;
        painter.setPen(Qt::NoPen);
        painter.setBrush(lost ? Theme::light().bad : Theme::light().of(m_scene.kind));
        painter.drawRoundedRect(place, 2, 2);
        painter.setPen(Qt::white);
        painter.drawText(place, Qt::AlignCenter, text);
    }
    painter.setBrush(Qt::NoBrush);
}

}  // namespace pwb::ui
