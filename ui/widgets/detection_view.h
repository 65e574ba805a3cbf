// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "ui/models/detection_scene.h"

namespace pwb::ui {

class PictureLink;
struct PanePlace;
struct Picture;

/// One engine's detections over the picture: boxes in its colour with class and confidence, a plus on new
/// ones, a dashed ring where one that FP32 has is missing, annotated objects as dashed outlines. Painted; the
/// table behind it is sceneTable(), and each box tells of itself in its tool tip.
class DetectionView : public QWidget {
    Q_OBJECT

public:
    explicit DetectionView(PictureLink* link, QWidget* parent = nullptr);

    /// `named`: every box has its class beside it also where the picture is not enlarged.
    void setScene(const DetectionScene& scene, bool named);
    [[nodiscard]] const DetectionScene& scene() const { return m_scene; }
    void setObjects(const QVector<SceneObject>& objects);
    void setObjectsShown(bool shown);
    /// Null while it is being loaded.
    void setPicture(const std::shared_ptr<const Picture>& picture);
    /// The box that the list stands on, framed in every pane.
    void setMarked(const std::optional<dataset::Box>& box);

    /// Where the picture is drawn, and a box of it on this widget.
    [[nodiscard]] QRectF room() const;
    [[nodiscard]] QRectF onScreen(const dataset::Box& box) const;
    [[nodiscard]] QPointF inPicture(QPointF position) const;
    /// The smallest box at a position of the widget; −1: none.
    [[nodiscard]] int boxAt(QPointF position) const;

    [[nodiscard]] QSize sizeHint() const override { return {240, 260}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {120, 110}; }

signals:
    /// A box that is lost, new, moved or relabelled was clicked.
    void changeClicked(const pwb::base::EngineId& engine, int change);

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    [[nodiscard]] PanePlace place() const;
    void announce();

    DetectionScene m_scene;
    bool m_named = false;
    QVector<SceneObject> m_objects;
    bool m_objectsShown = true;
    std::shared_ptr<const Picture> m_picture;
    std::optional<dataset::Box> m_marked;
    PictureLink* m_link;
    QPointF m_pressed;
    bool m_dragging = false;
};

}  // namespace pwb::ui
