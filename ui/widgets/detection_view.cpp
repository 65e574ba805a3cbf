// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/detection_view.h"

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>
#include <cmath>

#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/detection_marks.h"
#include "ui/widgets/detection_painter.h"

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
    setObjectName(QStringLiteral("detections-") + engineKey(scene.kind.engine));
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

PanePlace DetectionView::place() const {
    return {room(), *m_link};
}

QRectF DetectionView::onScreen(const dataset::Box& box) const {
    return place().onScreen(box);
}

QPointF DetectionView::inPicture(QPointF position) const {
    return place().inPicture(position);
}

int DetectionView::boxAt(QPointF position) const {
    int found = -1;
    double smallest = 0;
    const PanePlace there = place();
    if (!there.room.contains(position)) return found;
    for (int i = 0; i < m_scene.boxes.size(); ++i) {
        const QRectF box = there.onScreen(m_scene.boxes[i].box).adjusted(-kReach, -kReach, kReach, kReach);
        const double area = box.width() * box.height();
        if (!box.contains(position) || (found >= 0 && area >= smallest)) continue;
        found = i;
        smallest = area;
    }
    return found;
}

void DetectionView::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    const PanePlace there = place();
    const DetectionPainter pane(painter, there);
    pane.drawHead(m_scene);
    painter.setClipRect(there.room);
    painter.fillRect(there.room, Theme::current().raised);
    if (!m_picture || m_picture->levels.isEmpty()) {
        painter.setFont(ui::font(TextRole::Table));
        painter.setPen(Theme::current().textSecondary);
        painter.drawText(there.room.adjusted(8, 8, -8, -8), int(Qt::AlignCenter) | Qt::TextWordWrap,
                         m_picture && m_picture->error ? coreText(m_picture->error->message) : tr("loading"));
    } else {
        pane.drawPicture(*m_picture, devicePixelRatioF());
        painter.setRenderHint(QPainter::Antialiasing);
        if (m_objectsShown) pane.drawObjects(m_objects);
        pane.drawBoxes(m_scene);
        if (m_marked) drawCorners(painter, there.onScreen(*m_marked));
        pane.drawLabels(m_scene, m_named);
    }
    painter.setClipping(false);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(hasFocus() ? QPen(Theme::current().accent, 2) : QPen(Theme::current().hairline, 1));
    painter.drawRect(there.room.adjusted(0.5, 0.5, -0.5, -0.5));
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
    m_link->moveBy(-way / place().scale);
}

void DetectionView::mouseReleaseEvent(QMouseEvent* event) {
    setCursor(Qt::OpenHandCursor);
    if (m_dragging || event->button() != Qt::LeftButton) return;
    const int at = boxAt(event->position());
    if (at >= 0 && m_scene.boxes[at].change >= 0)
        emit changeClicked(m_scene.kind.engine, m_scene.boxes[at].change);
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
    const double part = 0.1 * place().visible.width();
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
