// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QRectF>
#include <QWidget>

namespace pwb::ui {

/// A row of small pictures with their class below and their objects outlined. Painted.
class PreviewStrip : public QWidget {
    Q_OBJECT

public:
    struct Picture {
        QImage image;
        QString label;
        QList<QRectF> boxes = {};  ///< annotated objects, in pixels of `image`
    };
    explicit PreviewStrip(QWidget* parent = nullptr);
    void setPictures(const QList<Picture>& pictures);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    static void drawObjects(QPainter& painter, const Picture& picture, const QRectF& place);
    QList<Picture> m_pictures;
};

}  // namespace pwb::ui
