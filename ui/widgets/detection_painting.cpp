// SPDX-License-Identifier: GPL-3.0-or-later
// What a DetectionView paints.
#include <QPainter>
#include <algorithm>

#include "ui/models/format.h"
#include "ui/models/object_words.h"
#include "ui/theme/theme.h"
#include "ui/widgets/detection_view.h"

namespace pwb::ui {

using compare::ObjectFate;

namespace {

constexpr double kLine = 1.6, kCasing = 3.4, kRing = 9, kBadge = 11;

/// Lines must stand out from any picture: each is drawn on a light casing.
QPen casing() {
    QPen pen(QColor(255, 255, 255, 191), kCasing);
    pen.setJoinStyle(Qt::MiterJoin);
    return pen;
}

QPen line(const QColor& color, bool dashed = false) {
    QPen pen(color, kLine);
    pen.setJoinStyle(Qt::MiterJoin);
    if (dashed) pen.setDashPattern({3, 2});
    return pen;
}

/// On the picture the colours are those of the light theme, whatever the window's.
const Theme& colors() {
    return Theme::light();
}

QRectF ringAround(const QRectF& box) {
    const double radius = std::max({kRing, box.width() / 2 + 4, box.height() / 2 + 4});
    return {box.center().x() - radius, box.center().y() - radius, 2 * radius, 2 * radius};
}

QString labelOf(const SceneBox& box) {
    if (box.fate == ObjectFate::Lost) return DetectionView::tr("%1 lost").arg(box.name);
    const QString text = box.name + u' ' + formatNumber(static_cast<double>(box.confidence), 2);
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
        drawMarked(painter);
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
    painter.setBrush(Qt::NoBrush);
    for (const SceneObject& object : m_objects) {
        const QRectF box = onScreen(object.box).adjusted(-2.5, -2.5, 2.5, 2.5);
        if (!room().intersects(box)) continue;
        painter.setPen(QPen(QColor(0, 0, 0, 150), 1.2));
        painter.drawRect(box);
        QPen dashes(Qt::white, 1.2);
        dashes.setDashPattern(object.crowd ? QList<qreal>{1, 4} : QList<qreal>{4, 3});
        painter.setPen(dashes);
        painter.drawRect(box);
    }
}

void DetectionView::drawBoxes(QPainter& painter) const {
    painter.setBrush(Qt::NoBrush);
    // The most confident last, on top of the others; what is missing above all.
    const auto draw = [&](const SceneBox& each) {
        const QRectF box = onScreen(each.box);
        const bool lost = each.fate == ObjectFate::Lost;
        if (!room().intersects(ringAround(box))) return;
        const QColor color = lost ? colors().bad : colors().of(m_scene.kind);
        for (const QPen& pen : {casing(), line(color, lost)}) {
            painter.setPen(pen);
            if (lost)
                painter.drawEllipse(ringAround(box));
            else
                painter.drawRect(box);
        }
        if (each.fate != ObjectFate::New) return;
        const QRectF badge(box.right() - kBadge / 2, box.top() - kBadge / 2, kBadge, kBadge);
        painter.setPen(QPen(Qt::white, 1));
        painter.setBrush(color);
        painter.drawEllipse(badge);
        painter.setPen(QPen(Qt::white, 1.6));
        painter.drawLine(badge.center() - QPointF(3, 0), badge.center() + QPointF(3, 0));
        painter.drawLine(badge.center() - QPointF(0, 3), badge.center() + QPointF(0, 3));
        painter.setBrush(Qt::NoBrush);
    };
    for (auto it = m_scene.boxes.crbegin(); it != m_scene.boxes.crend(); ++it)
        if (it->fate != ObjectFate::Lost) draw(*it);
    for (const SceneBox& box : m_scene.boxes)
        if (box.fate == ObjectFate::Lost) draw(box);
}

void DetectionView::drawMarked(QPainter& painter) const {
    if (!m_marked) return;
    const QRectF box = onScreen(*m_marked), frame = ringAround(box).adjusted(-5, -5, 5, 5);
    const double arm = std::min(10.0, frame.width() / 4);
    QVector<QLineF> corners;
    for (const double x : {frame.left(), frame.right()})
        for (const double y : {frame.top(), frame.bottom()}) {
            corners << QLineF(x, y, x + (x < frame.center().x() ? arm : -arm), y)
                    << QLineF(x, y, x, y + (y < frame.center().y() ? arm : -arm));
        }
    for (const QPen& pen : {casing(), line(colors().accent)}) {
        painter.setPen(pen);
        painter.drawLines(corners);
    }
}

void DetectionView::drawLabels(QPainter& painter) const {
    painter.setFont(ui::font(TextRole::Caption));
    const QFontMetricsF metrics(painter.font());
    // What has changed has the first choice of a place, then the most confident.
    QVector<const SceneBox*> order;
    for (const SceneBox& box : m_scene.boxes) order << &box;
    std::stable_partition(order.begin(), order.end(), [](const SceneBox* box) { return box->change >= 0; });
    QVector<QRectF> taken;
    for (const SceneBox* each : order) {
        const bool lost = each->fate == ObjectFate::Lost;
        const QRectF box = lost ? ringAround(onScreen(each->box)) : onScreen(each->box);
        if (!room().intersects(box)) continue;
        const QString text = labelOf(*each);
        const QSizeF size(metrics.horizontalAdvance(text) + 8, metrics.height());
        const QRectF place = placeFor(box, size, room(), taken);
        if (place.isNull()) continue;
        taken << place;
        painter.setPen(Qt::NoPen);
        painter.setBrush(lost ? colors().bad : colors().of(m_scene.kind));
        painter.drawRoundedRect(place, 2, 2);
        painter.setPen(Qt::white);
        painter.drawText(place, Qt::AlignCenter, text);
    }
    painter.setBrush(Qt::NoBrush);
}

}  // namespace pwb::ui
