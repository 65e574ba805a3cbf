// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QRectF>
#include <QVector>

#include "ui/models/detection_scene.h"
#include "ui/widgets/picture_link.h"
#include "ui/widgets/picture_loader.h"

class QPainter;

namespace pwb::ui {

/// Where a pane shows its picture, and which part of it: widget pixels and picture pixels.
struct PanePlace {
    QRectF room;     ///< of the widget
    QRectF visible;  ///< of the picture; may reach beyond it
    double scale;    ///< widget pixels for one of the picture

    PanePlace(const QRectF& room, const PictureLink& link);
    [[nodiscard]] QRectF onScreen(const dataset::Box& box) const;
    [[nodiscard]] QPointF inPicture(QPointF position) const;
};

/// Draws one engine's detections over the picture.
class DetectionPainter {
public:
    /// Both outlive it.
    DetectionPainter(QPainter& painter, const PanePlace& place) : m_painter(painter), m_place(place) {}

    /// Of a picture that could be read; `pixelRatio` of the device.
    void drawPicture(const Picture& picture, double pixelRatio) const;
    void drawObjects(const QVector<SceneObject>& objects) const;
    void drawBoxes(const DetectionScene& scene) const;
    /// `named`: every box has its class beside it also where the picture is not enlarged.
    void drawLabels(const DetectionScene& scene, bool named) const;
    /// Mark, name and summary of the engine above the picture.
    void drawHead(const DetectionScene& scene) const;

private:
    QPainter& m_painter;
    const PanePlace& m_place;
};

}  // namespace pwb::ui
