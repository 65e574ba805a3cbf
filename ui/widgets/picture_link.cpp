// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/picture_link.h"

#include <algorithm>
#include <cmath>

namespace pwb::ui {

namespace {

/// So few pixels of the picture are still shown, and so many around a framed object.
constexpr double kFewest = 6, kAround = 40;
/// A framed object takes this part of the view.
constexpr double kFramed = 0.2;

double longer(QSizeF size) {
    return std::max(size.width(), size.height());
}

}  // namespace

void PictureLink::setPictureSize(QSize size) {
    if (size == m_size) return;
    m_size = size;
    fit();
}

double PictureLink::largestZoom() const {
    return std::max(1.0, longer(m_size) / kFewest);
}

double PictureLink::scaleIn(QSizeF room) const {
    if (m_size.isEmpty() || room.isEmpty()) return 1;
    return m_zoom * std::min(room.width() / m_size.width(), room.height() / m_size.height());
}

QRectF PictureLink::visibleIn(QSizeF room) const {
    const QSizeF size = room / scaleIn(room);
    QRectF visible({}, size);
    visible.moveCenter(m_centre);
    // Where all of one direction is visible it stands in the middle; else no margin is shown.
    const auto place = [](double from, double length, double picture) {
        return length >= picture ? (picture - length) / 2 : std::clamp(from, 0.0, picture - length);
    };
    visible.moveTo(place(visible.left(), size.width(), m_size.width()),
                   place(visible.top(), size.height(), m_size.height()));
    return visible;
}

void PictureLink::zoomBy(double factor, QPointF anchor) {
    const double zoom = std::clamp(m_zoom * factor, 1.0, largestZoom());
    set(zoom, anchor + (m_centre - anchor) * (m_zoom / zoom));
}

void PictureLink::moveBy(QPointF pixels) {
    set(m_zoom, m_centre + pixels);
}

void PictureLink::fit() {
    set(1, QRectF({}, QSizeF(m_size)).center());
}

void PictureLink::frame(const QRectF& box) {
    const double wanted = std::max(kAround, longer(box.size()) / kFramed);
    set(std::clamp(longer(m_size) / wanted, 1.0, largestZoom()), box.center());
}

void PictureLink::set(double zoom, QPointF centre) {
    m_zoom = zoom;
    m_centre = {std::clamp(centre.x(), 0.0, double(m_size.width())),
                std::clamp(centre.y(), 0.0, double(m_size.height()))};
    emit changed();
}

}  // namespace pwb::ui
