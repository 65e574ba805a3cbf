// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QVector>

namespace pwb::ui {

/// Finds places for the words of a chart, in pixels: where they cover least of what stands there already.
class LabelPlaces {
public:
    /// A mark, a line or words that stand there.
    void take(const QRectF& box) { m_taken << box; }
    /// Beside a mark: right of it if nothing is there, else led out to either side, as far as `inside`
    /// reaches.
    [[nodiscard]] QRectF beside(QPointF mark, QSizeF size, const QRectF& inside) const;
    /// Above or below the horizontal line at `y` of `area`, anywhere along it.
    [[nodiscard]] QRectF along(double y, QSizeF size, const QRectF& area) const;

private:
    [[nodiscard]] double covered(const QRectF& box) const;

    QVector<QRectF> m_taken;
};

}  // namespace pwb::ui
