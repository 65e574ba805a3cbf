// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/label_places.h"

#include <array>

namespace pwb::ui {

namespace {

double areaOf(const QRectF& box) {
    return box.isEmpty() ? 0 : box.width() * box.height();
}

}  // namespace

double LabelPlaces::covered(const QRectF& box) const {
    double area = 0;
    for (const QRectF& other : m_taken) area += areaOf(box & other);
    return area;
}

QRectF LabelPlaces::beside(QPointF mark, QSizeF size, const QRectF& inside) const {
    static constexpr std::array<double, 9> kRises = {0, -34, 34, -52, 52, -17, 17, -70, 70};
    QRectF best;
    double least = 1e300;
    for (const double rise : kRises)
        for (const double side : {1.0, -1.0}) {
            const double away = rise == 0 ? 12 : 16;
            const QRectF box(side > 0 ? mark.x() + away : mark.x() - away - size.width(),
                             mark.y() + rise - size.height() / 2, size.width(), size.height());
            const double cost = 1e6 * (1 - areaOf(box & inside) / areaOf(box)) + covered(box);
            if (cost >= least) continue;
            least = cost;
            best = box;
        }
    return best;
}

QRectF LabelPlaces::along(double y, QSizeF size, const QRectF& area) const {
    QRectF best;
    double least = 1e300;
    for (const double part : {0.5, 1.0, 0.0, 0.75, 0.25, 0.6, 0.4, 0.9, 0.1})
        for (const double top : {y - size.height() - 2, y + 2}) {
            const QRectF box({area.left() + 8 + part * (area.width() - 16 - size.width()), top}, size);
            const double cost = covered(box);
            if (cost >= least) continue;
            least = cost;
            best = box;
        }
    return best;
}

}  // namespace pwb::ui
