// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/detection_painter.h"

#include <QCoreApplication>
#include <QPainter>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/object_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/detection_marks.h"

namespace pwb::ui {

using compare::ObjectFate;

namespace {

struct DetectionPainterText {
    Q_DECLARE_TR_FUNCTIONS(DetectionPainter)
};

/// From here on a picture is enlarged so much that there is room for words.
constexpr double kRoomy = 3;

QString labelOf(const SceneBox& box, bool named) {
    if (box.fate == ObjectFate::Lost) return DetectionPainterText::tr("%1 lost").arg(box.name);
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

PanePlace::PanePlace(const QRectF& where, const PictureLink& link)
    : room(where), visible(link.visibleIn(where.size())), scale(link.scaleIn(where.size())) {}

QRectF PanePlace::onScreen(const dataset::Box& box) const {
    return {room.left() + (box.x - visible.left()) * scale, room.top() + (box.y - visible.top()) * scale,
            box.width * scale, box.height * scale};
}

QPointF PanePlace::inPicture(QPointF position) const {
    return (position - room.topLeft()) / scale + visible.topLeft();
}

void DetectionPainter::drawHead(const DetectionScene& scene) const {
    const Theme& theme = Theme::current();
    const QRectF head(0, 0, m_place.room.width(), m_place.room.top() - 2);
    drawMark(m_painter, scene.kind, {6, head.center().y()}, 10);
    m_painter.setFont(ui::font(TextRole::TableStrong));
    m_painter.setPen(theme.text);
    const QString name = engineName(scene.kind);
    m_painter.drawText(head.adjusted(16, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, name);
    const double left = 16 + m_painter.fontMetrics().horizontalAdvance(name) + 8;
    m_painter.setFont(ui::font(TextRole::Table));
    m_painter.setPen(theme.textSecondary);
    const QString summary = scene.answered ? scene.summary : DetectionPainterText::tr("no answer yet");
    m_painter.drawText(head.adjusted(left, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                       m_painter.fontMetrics().elidedText(summary, Qt::ElideRight, int(head.width() - left)));
}

void DetectionPainter::drawPicture(const Picture& picture, double pixelRatio) const {
    const QRectF visible = m_place.visible.intersected(QRectF({}, QSizeF(picture.size())));
    const QImage& image = picture.levels[picture.levelFor(m_place.scale * pixelRatio)];
    const double share = static_cast<double>(image.width()) / picture.size().width();
    // Enlarged pixels stay pixels: what the model sees, not a smoothed guess.
    m_painter.setRenderHint(QPainter::SmoothPixmapTransform, m_place.scale < 1);
    m_painter.drawImage(m_place.onScreen({visible.x(), visible.y(), visible.width(), visible.height()}),
                        image, QRectF(visible.topLeft() * share, visible.size() * share));
}

void DetectionPainter::drawObjects(const QVector<SceneObject>& objects) const {
    for (const SceneObject& object : objects) {
        const QRectF box = m_place.onScreen(object.box);
        if (m_place.room.intersects(box)) drawAnnotated(m_painter, box, object.crowd);
    }
}

void DetectionPainter::drawBoxes(const DetectionScene& scene) const {
    const QColor color = Theme::light().of(scene.kind);
    // The most confident last, on top of the others; what is missing above all.
    for (auto it = scene.boxes.crbegin(); it != scene.boxes.crend(); ++it) {
        const QRectF box = m_place.onScreen(it->box);
        if (it->fate == ObjectFate::Lost || !m_place.room.intersects(box)) continue;
        drawDetection(m_painter, box, color);
        if (it->fate == ObjectFate::New) drawPlus(m_painter, box, color);
    }
    for (const SceneBox& each : scene.boxes)
        if (each.fate == ObjectFate::Lost) drawMissing(m_painter, m_place.onScreen(each.box));
}

void DetectionPainter::drawLabels(const DetectionScene& scene, bool named) const {
    m_painter.setFont(ui::font(TextRole::Caption));
    const QFontMetricsF metrics(m_painter.font());
    // What has changed has the first choice of a place, then the most confident.
    QVector<const SceneBox*> order;
    for (const SceneBox& box : scene.boxes) order << &box;
    std::stable_partition(order.begin(), order.end(), [](const SceneBox* box) { return box->change >= 0; });
    const bool words = named || m_place.scale >= kRoomy;
    QVector<QRectF> taken;
    for (const SceneBox* each : order) {
        const bool lost = each->fate == ObjectFate::Lost;
        const QRectF box = lost ? ringAround(m_place.onScreen(each->box)) : m_place.onScreen(each->box);
        if (!m_place.room.intersects(box)) continue;
        const QString text = labelOf(*each, words);
        const QSizeF size(metrics.horizontalAdvance(text) + 8, metrics.height());
        const QRectF place = placeFor(box, size, m_place.room, taken);
        if (place.isNull()) continue;
        taken << place;
        m_painter.setPen(Qt::NoPen);
        m_painter.setBrush(lost ? Theme::light().bad : Theme::light().of(scene.kind));
        m_painter.drawRoundedRect(place, 2, 2);
        m_painter.setPen(Qt::white);
        m_painter.drawText(place, Qt::AlignCenter, text);
    }
    m_painter.setBrush(Qt::NoBrush);
}

}  // namespace pwb::ui
