// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>
#include <memory>
#include <optional>

#include "ui/models/detection_scene.h"
#include "ui/widgets/picture_link.h"
#include "ui/widgets/picture_loader.h"

class QGridLayout;

namespace pwb::ui {

class DetectionView;

/// One sample in a pane per engine, all showing the same part of it. The picture is read in the background.
class DetectionPanes : public QWidget {
    Q_OBJECT

public:
    explicit DetectionPanes(QWidget* parent = nullptr);

    /// Null or −1: nothing.
    void setSample(const std::shared_ptr<const result::RunResult>& document, int sample);
    [[nodiscard]] int sample() const { return m_sample; }
    /// The box that the list stands on: framed in all panes, and what frameMarked() goes to.
    void setMarked(const std::optional<dataset::Box>& box);
    void setObjectsShown(bool shown);
    [[nodiscard]] const QVector<DetectionScene>& scenes() const { return m_scenes; }
    [[nodiscard]] const QVector<SceneObject>& objects() const { return m_objects; }
    /// The picture's size; empty until it is read.
    [[nodiscard]] QSize pictureSize() const { return m_picture ? m_picture->size() : QSize(); }
    [[nodiscard]] PictureLink* link() { return &m_link; }

public slots:
    void zoomIn() { m_link.zoomBy(1.25); }
    void zoomOut() { m_link.zoomBy(0.8); }
    void fit() { m_link.fit(); }
    /// Shows the marked box enlarged.
    void frameMarked();

signals:
    void changeClicked(const pwb::base::EngineId& engine, int change);
    void pictureChanged();  ///< read, or another is awaited

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void makeViews(std::size_t count);
    void arrange();
    void showPicture(const std::shared_ptr<const Picture>& picture);

    PictureLink m_link;
    PictureLoader m_loader;
    QGridLayout* m_grid;
    QVector<DetectionView*> m_views;
    QVector<DetectionScene> m_scenes;
    QVector<SceneObject> m_objects;
    std::shared_ptr<const Picture> m_picture;
    std::optional<dataset::Box> m_marked;
    QString m_path;
    int m_sample = -1, m_columns = 0;
    bool m_objectsShown = true;
};

}  // namespace pwb::ui
