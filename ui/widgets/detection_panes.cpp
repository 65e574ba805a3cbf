// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/detection_panes.h"

#include <QGridLayout>
#include <algorithm>

#include "ui/models/samples.h"
#include "ui/theme/theme.h"
#include "ui/widgets/detection_view.h"

namespace pwb::ui {

namespace {

/// So few boxes leave room for their classes.
constexpr int kFew = 6;

}  // namespace

DetectionPanes::DetectionPanes(QWidget* parent) : QWidget(parent), m_grid(new QGridLayout(this)) {
    setObjectName(QStringLiteral("detectionPanes"));
    setAccessibleName(tr("The picture with the detections of each engine"));
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setSpacing(kGrid);
    connect(&m_loader, &PictureLoader::loaded, this, [this](const QString& path, const auto& picture) {
        if (path == m_path) showPicture(picture);
    });
}

void DetectionPanes::setSample(const std::shared_ptr<const result::RunResult>& document, int sample) {
    m_sample = document ? sample : -1;
    m_scenes.clear();
    m_objects.clear();
    if (m_sample >= 0) {
        for (const result::EngineKind& kind : sceneKinds(*document))
            m_scenes << detectionScene(*document, kind.engine, m_sample);
        m_objects = annotatedObjects(*document, m_sample);
    }
    makeViews(static_cast<std::size_t>(m_scenes.size()));
    const bool few = std::all_of(m_scenes.begin(), m_scenes.end(),
                                 [](const DetectionScene& scene) { return scene.boxes.size() <= kFew; });
    for (int i = 0; i < m_views.size(); ++i) {
        m_views[i]->setScene(m_scenes[i], few);
        m_views[i]->setObjects(m_objects);
    }
    const QString path = m_sample >= 0 ? samplePath(*document, m_sample) : QString();
    if (path == m_path && m_picture) return;
    m_path = path;
    showPicture(nullptr);
    if (path.isEmpty())
        m_loader.forget();
    else
        m_loader.load(path);
}

void DetectionPanes::makeViews(std::size_t count) {
    if (static_cast<std::size_t>(m_views.size()) == count) return;
    qDeleteAll(m_views);
    m_views.clear();
    for (std::size_t i = 0; i < count; ++i) {
        m_views << new DetectionView(&m_link, this);
        m_views.last()->setPicture(m_picture);
        m_views.last()->setMarked(m_marked);
        m_views.last()->setObjectsShown(m_objectsShown);
        connect(m_views.last(), &DetectionView::changeClicked, this, &DetectionPanes::changeClicked);
    }
    m_columns = 0;
    arrange();
}

// As many columns as give the largest squares.
void DetectionPanes::arrange() {
    const int count = static_cast<int>(m_views.size());
    int best = 1;
    double largest = 0;
    for (int columns = 1; columns <= count; ++columns) {
        const int rows = (count + columns - 1) / columns;
        const double side =
            std::min((width() + kGrid) / columns - kGrid, (height() + kGrid) / rows - kGrid - ui::scaled(22));
        if (side <= largest) continue;
        largest = side;
        best = columns;
    }
    if (best == m_columns) return;
    m_columns = best;
    for (int i = 0; i < count; ++i) m_grid->removeWidget(m_views[i]);
    for (int i = 0; i < count; ++i) m_grid->addWidget(m_views[i], i / best, i % best);
}

void DetectionPanes::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

void DetectionPanes::showPicture(const std::shared_ptr<const Picture>& picture) {
    m_picture = picture;
    for (DetectionView* view : m_views) view->setPicture(picture);
    if (picture && !picture->levels.isEmpty()) {
        m_link.setPictureSize(picture->size());
        frameMarked();
    }
    emit pictureChanged();
}

void DetectionPanes::setMarked(const std::optional<dataset::Box>& box) {
    if (box == m_marked) return;
    m_marked = box;
    for (DetectionView* view : m_views) view->setMarked(box);
    if (m_picture) frameMarked();
}

void DetectionPanes::frameMarked() {
    if (m_marked)
        m_link.frame({m_marked->x, m_marked->y, m_marked->width, m_marked->height});
    else
        m_link.fit();
}

void DetectionPanes::setObjectsShown(bool shown) {
    m_objectsShown = shown;
    for (DetectionView* view : m_views) view->setObjectsShown(shown);
}

}  // namespace pwb::ui
