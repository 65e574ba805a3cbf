// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/detection_marks.h"

#include <algorithm>

namespace pwb::ui {

namespace {

constexpr double kLine = 1.6, kCasing = 3.4, kRing = 9, kBadge = 11;

QPen casing() {
    QPen pen(QColor(255, 255, 255, 191), kCasing);
    pen.setJoinStyle(Qt::MiterJoin);
    return pen;
}

QPen line(const QColor& color) {
    QPen pen(color, kLine);
    pen.setJoinStyle(Qt::MiterJoin);
    return pen;
}

}  // namespace

void drawDetection(QPainter& painter, const QRectF& box, const QColor& color) {
    painter.setBrush(Qt::NoBrush);
    for (const QPen& pen : {casing(), line(color)}) {
        painter.setPen(pen);
        painter.drawRect(box);
    }
}

void drawPlus(QPainter& painter, const QRectF& box, const QColor& color) {
    const QPointF centre = box.topRight();
    painter.setPen(QPen(Qt::white, 1));
    painter.setBrush(color);
    painter.drawEllipse(centre, kBadge / 2, kBadge / 2);
    painter.setPen(QPen(Qt::white, kLine));
    painter.drawLine(centre - QPointF(3, 0), centre + QPointF(3, 0));
    painter.drawLine(centre - QPointF(0, 3), centre + QPointF(0, 3));
    painter.setBrush(Qt::NoBrush);
}

QRectF ringAround(const QRectF& box) {
    const double radius = std::max({kRing, box.width() / 2 + 4, box.height() / 2 + 4});
    return {box.center().x() - radius, box.center().y() - radius, 2 * radius, 2 * radius};
}

void drawMissing(QPainter& painter, const QRectF& box) {
    QPen dashes = line(Theme::light().bad);
    dashes.setDashPattern({3, 2});
    painter.setBrush(Qt::NoBrush);
    for (const QPen& pen : {casing(), dashes}) {
        painter.setPen(pen);
        painter.drawEllipse(ringAround(box));
    }
}

void drawAnnotated(QPainter& painter, const QRectF& box, bool crowd) {
    QPen dashes(Qt::white, 1.2);
    dashes.setDashPattern(crowd ? QList<qreal>{1, 4} : QList<qreal>{4, 3});
    painter.setBrush(Qt::NoBrush);
    for (const QPen& pen : {QPen(QColor(0, 0, 0, 150), 1.2), dashes}) {
        painter.setPen(pen);
        painter.drawRect(box.adjusted(-2.5, -2.5, 2.5, 2.5));
    }
}

void drawCorners(QPainter& painter, const QRectF& box) {
    const QRectF frame = ringAround(box).adjusted(-5, -5, 5, 5);
    const double arm = std::min(10.0, frame.width() / 4);
    QVector<QLineF> corners;
    for (const double x : {frame.left(), frame.right()})
        for (const double y : {frame.top(), frame.bottom()})
            corners << QLineF(x, y, x + (x < frame.center().x() ? arm : -arm), y)
                    << QLineF(x, y, x, y + (y < frame.center().y() ? arm : -arm));
    for (const QPen& pen : {casing(), line(Theme::light().accent)}) {
        painter.setPen(pen);
        painter.drawLines(corners);
    }
}

}  // namespace pwb::ui
