// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QRectF>
#include <QSize>

namespace pwb::ui {

/// Which part of a picture several panes of the same size show. Positions are in pixels of the picture.
class PictureLink : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    /// A picture of another size is shown as a whole.
    void setPictureSize(QSize size);
    [[nodiscard]] QSize pictureSize() const { return m_size; }

    /// 1 shows all of the picture.
    [[nodiscard]] double zoom() const { return m_zoom; }
    [[nodiscard]] double largestZoom() const;
    [[nodiscard]] QPointF centre() const { return m_centre; }

    /// Pixels of a pane with this room per pixel of the picture.
    [[nodiscard]] double scaleIn(QSizeF room) const;
    /// What a pane with this room shows; reaches beyond the picture where there is room to spare.
    [[nodiscard]] QRectF visibleIn(QSizeF room) const;

    /// Zooms and keeps `anchor` where it is.
    void zoomBy(double factor, QPointF anchor);
    void zoomBy(double factor) { zoomBy(factor, m_centre); }
    void moveBy(QPointF pixels);
    void fit();
    /// Shows a box with its surroundings, small ones enlarged.
    void frame(const QRectF& box);

signals:
    void changed();

private:
    void set(double zoom, QPointF centre);

    QSize m_size;
    double m_zoom = 1;
    QPointF m_centre;
};

}  // namespace pwb::ui
