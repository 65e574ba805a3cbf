// SPDX-License-Identifier: GPL-3.0-or-later
// How a DetectionView answers; what it paints is in detection_painting.cpp.
#include "ui/widgets/detection_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QToolTip>
#include <cmath>

#include "ui/models/format.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr double kStep = 1.25;  ///< of the zoom
/// Small boxes are hit from this far, pixels.
constexpr double kReach = 5;

}  // namespace

DetectionView::DetectionView(PictureLink* link, QWidget* parent) : QWidget(parent), m_link(link) {
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setCursor(Qt::OpenHandCursor);
    connect(link, &PictureLink::changed, this, qOverload<>(&QWidget::update));
}

void DetectionView::setScene(const DetectionScene& scene, bool named) {
    m_scene = scene;
    m_named = named;
    setObjectName(QStringLiteral("detections-") + scene.id);
    announce();
    update();
}

void DetectionView::setObjects(const QVector<SceneObject>& objects) {
    m_objects = objects;
    update();
}

void DetectionView::setObjectsShown(bool shown) {
    m_objectsShown = shown;
    update();
}

void DetectionView::setPicture(const std::shared_ptr<const Picture>& picture) {
    m_picture = picture;
    update();
}

void DetectionView::setMarked(const std::optional<dataset::Box>& box) {
    m_marked = box;
    update();
}

void DetectionView::announce() {
    setAccessibleName(tr("Detections of %1: %2").arg(engineName(m_scene.kind), m_scene.summary));
    QStringList changes;
    for (const SceneBox& box : m_scene.boxes)
        if (box.change >= 0) changes << QString(box.words).replace(u'\n', u' ');
    setAccessibleDescription(changes.join(u'\n'));
}

QRectF DetectionView::room() const {
    const double head = QFontMetricsF(ui::font(TextRole::TableStrong)).height() + 6;
    return QRectF(rect()).adjusted(0, std::ceil(head), 0, 0);
}

QRectF DetectionView::onScreen(const dataset::Box& box) const {
    const QRectF place = room(), visible = m_link->visibleIn(place.size());
    const double scale = m_link->scaleIn(place.size());
    return {place.left() + (box.x - visible.left()) * scale, place.top() + (box.y - visible.top()) * scale,
            box.width * scale, box.height * scale};
}

QPointF DetectionView::inPicture(QPointF position) const {
    const QRectF place = room();
    return (position - place.topLeft()) / m_link->scaleIn(place.size()) +
           m_link->visibleIn(place.size()).topLeft();
}

int DetectionView::boxAt(QPointF position) const {
    int found = -1;
    double smallest = 0;
    if (!room().contains(position)) return found;
    for (int i = 0; i < m_scene.boxes.size(); ++i) {
        const QRectF box = onScreen(m_scene.boxes[i].box).adjusted(-kReach, -kReach, kReach, kReach);
        const double area = box.width() * box.height();
        if (!box.contains(position) || (found >= 0 && area >= smallest)) continue;
        found = i;
        smallest = area;
    }
    return found;
}

bool DetectionView::event(QEvent* event) {
    if (event->type() != QEvent::ToolTip) return QWidget::event(event);
    const auto* help = static_cast<QHelpEvent*>(event);
    const int at = boxAt(help->pos());
    if (at >= 0)
        QToolTip::showText(help->globalPos(), m_scene.boxes[at].words, this);
    else
        QToolTip::hideText();
    return true;
}

void DetectionView::mousePressEvent(QMouseEvent* event) {
    m_pressed = event->position();
    m_dragging = false;
}

void DetectionView::mouseMoveEvent(QMouseEvent* event) {
    const QPointF way = event->position() - m_pressed;
    if (!(event->buttons() & Qt::LeftButton) || (!m_dragging && way.manhattanLength() < 6)) return;
    m_dragging = true;
    setCursor(Qt::ClosedHandCursor);
    m_pressed = event->position();
    m_link->moveBy(-way / m_link->scaleIn(room().size()));
}

void DetectionView::mouseReleaseEvent(QMouseEvent* event) {
    setCursor(Qt::OpenHandCursor);
    if (m_dragging || event->button() != Qt::LeftButton) return;
    const int at = boxAt(event->position());
    if (at >= 0 && m_scene.boxes[at].change >= 0) emit changeClicked(m_scene.id, m_scene.boxes[at].change);
}

void DetectionView::mouseDoubleClickEvent(QMouseEvent*) {
    m_dragging = true;  // the release that follows is no click
    m_link->fit();
}

void DetectionView::wheelEvent(QWheelEvent* event) {
    if (!room().contains(event->position())) return event->ignore();
    m_link->zoomBy(std::pow(kStep, event->angleDelta().y() / 120.0), inPicture(event->position()));
    event->accept();
}

void DetectionView::keyPressEvent(QKeyEvent* event) {
    const double part = 0.1 * m_link->visibleIn(room().size()).width();
    switch (event->key()) {
        case Qt::Key_Left:
            return m_link->moveBy({-part, 0});
        case Qt::Key_Right:
            return m_link->moveBy({part, 0});
        case Qt::Key_Up:
            return m_link->moveBy({0, -part});
        case Qt::Key_Down:
            return m_link->moveBy({0, part});
        default:
            QWidget::keyPressEvent(event);
    }
}

}  // namespace pwb::ui
