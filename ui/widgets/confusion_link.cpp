// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/confusion_link.h"

#include <algorithm>
#include <cmath>

namespace pwb::ui {

void ConfusionLink::setClasses(const QStringList& names) {
    if (names == m_classes) return;
    m_classes = names;
    m_zoom = 1;
    m_origin = {};
    m_hovered = m_selected = kNone;
    emit changed();
    emit viewChanged();
    emit selectedChanged();
}

void ConfusionLink::setMode(ConfusionMode mode) {
    if (mode == m_mode) return;
    m_mode = mode;
    emit changed();
    emit viewChanged();
}

double ConfusionLink::largestZoom() const {
    return std::max(1.0, count() / 6.0);
}

QRectF ConfusionLink::visible() const {
    const double side = std::max(1, count()) / m_zoom;
    return {m_origin.x(), m_origin.y(), side, side};
}

void ConfusionLink::setZoom(double zoom, QPointF anchor) {
    const QRectF before = visible();
    zoom = std::clamp(zoom, 1.0, largestZoom());
    if (qFuzzyCompare(zoom, m_zoom)) return;
    const double side = std::max(1, count()) / zoom;
    const QPointF part((anchor.x() - before.x()) / before.width(),
                       (anchor.y() - before.y()) / before.height());
    m_zoom = zoom;
    m_origin = anchor - part * side;
    moveBy({0, 0});
}

void ConfusionLink::moveBy(QPointF cells) {
    const double most = std::max(0.0, count() - visible().width());
    m_origin = {std::clamp(m_origin.x() + cells.x(), 0.0, most),
                std::clamp(m_origin.y() + cells.y(), 0.0, most)};
    emit changed();
    emit viewChanged();
}

void ConfusionLink::showCell(QPoint cell) {
    const QRectF part = visible();
    const auto shift = [](double at, double from, double length) {
        return at < from ? at - from : at + 1 > from + length ? at + 1 - from - length : 0;
    };
    const QPointF by(cell.x() < 0 ? 0 : shift(cell.x(), part.x(), part.width()),
                     cell.y() < 0 ? 0 : shift(cell.y(), part.y(), part.height()));
    if (!by.isNull()) moveBy(by);
}

void ConfusionLink::hover(QPoint cell) {
    if (cell == m_hovered) return;
    m_hovered = cell;
    emit changed();
    emit markedChanged();
}

void ConfusionLink::select(QPoint cell) {
    if (cell == m_selected) return;
    m_selected = cell;
    emit changed();
    emit markedChanged();
    emit selectedChanged();
}

void ConfusionLink::step(int dx, int dy) {
    if (count() == 0) return;
    const QPoint from = m_selected == kNone ? QPoint(0, 0) - QPoint(dx, dy) : m_selected;
    const QPoint to(std::clamp(from.x() + dx, 0, count() - 1), std::clamp(from.y() + dy, 0, count() - 1));
    m_hovered = kNone;
    select(to);
    showCell(to);
}

}  // namespace pwb::ui
