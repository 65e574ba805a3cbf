// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/confusion_view.h"

#include <QAccessible>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_painter.h"

namespace pwb::ui {

namespace {

constexpr int kFewClasses = 12;

QString emptyTextFor(const result::EngineResult* engine, const QString& name) {
    using result::EngineState;
    if (!engine) return ConfusionView::tr("%1 was not part of this run.").arg(name);
    if (engine->state == EngineState::Failed && engine->error) return coreText(*engine->error);
    if (engine->state == EngineState::Cancelled)
        return ConfusionView::tr("Cancelled before %1 was evaluated. Resume the run to evaluate it.")
            .arg(name);
    return ConfusionView::tr("The matrix of %1 fills while its answers are evaluated.").arg(name);
}

}  // namespace

ConfusionView::ConfusionView(const base::EngineId& engine, ConfusionLink* link, QWidget* parent)
    : QWidget(parent), m_engine(engine), m_link(link) {
    setObjectName(QStringLiteral("confusion-") + engineKey(engine));
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    setAccessibleName(tr("Confusion matrix of %1").arg(engineName(engine)));
    connect(link, &ConfusionLink::changed, this, qOverload<>(&QWidget::update));
    connect(link, &ConfusionLink::viewChanged, this, [this] {
        renewLevels();
        m_picture = {};
    });
    connect(link, &ConfusionLink::markedChanged, this, &ConfusionView::announce);
}

void ConfusionView::setDocument(const std::shared_ptr<const result::RunResult>& document,
                                std::int64_t largest) {
    m_document = document;
    m_largest = largest;
    const auto* engine = document ? document->engine(m_engine) : nullptr;
    const QString name = engine ? engineName(*document, *engine) : engineName(m_engine);
    setAccessibleName(tr("Confusion matrix of %1").arg(name));
    m_emptyText = document ? emptyTextFor(engine, name)
                           : tr("Run a comparison, or open one, to see which classes are confused.");
    const QFontMetricsF metricsOfNames(ui::font(nameRole()));
    m_nameWidth = 4;
    for (const QString& label : m_link->classes())
        m_nameWidth = std::max(m_nameWidth, metricsOfNames.horizontalAdvance(label));
    m_nameWidth = std::min<double>(m_nameWidth, ui::scaled(64));
    renewLevels();
    m_picture = {};
    announce();
    update();
}

ConfusionCounts ConfusionView::counts() const {
    return confusionOf(m_document ? m_document->engine(m_engine) : nullptr);
}

ConfusionCounts ConfusionView::baselineCounts() const {
    return confusionOf(m_document ? m_document->engine(base::Precision::Fp32) : nullptr);
}

TextRole ConfusionView::nameRole() const {
    return m_link->count() <= kFewClasses ? TextRole::Caption : TextRole::MatrixLabel;
}

ConfusionMode ConfusionView::mode() const {
    const bool canDiffer = !m_engine.isBaseline() && baselineCounts().size > 0;
    return m_link->mode() == ConfusionMode::Difference && !canDiffer ? ConfusionMode::Counts : m_link->mode();
}

void ConfusionView::renewLevels() {
    const ConfusionCounts own = counts();
    m_levels = {};
    if (own.size == 0) return;
    std::span<const std::int64_t> baseline;
    if (mode() == ConfusionMode::Difference) baseline = baselineCounts().counts;
    const bool commonRamp = mode() == m_link->mode();
    m_levels =
        confusionLevels(own.counts, baseline, own.size, mode(),
                        commonRamp ? m_largest : confusionLargest(own.counts, {}, ConfusionMode::Counts));
}

ConfusionPlace ConfusionView::place() const {
    return {size(), *m_link, nameRole(), m_nameWidth};
}

QRectF ConfusionView::cellRect(QPoint cell) const {
    return place().cellRect(cell);
}

QPoint ConfusionView::cellAt(QPointF position) const {
    const ConfusionPlace there = place();
    if (!there.plot.contains(position) || counts().size == 0) return ConfusionLink::kNone;
    const QPointF at = there.inCells(position);
    const int last = m_link->count() - 1;
    return {std::clamp(static_cast<int>(at.x()), 0, last), std::clamp(static_cast<int>(at.y()), 0, last)};
}

std::int64_t ConfusionView::countAt(QPoint cell) const {
    const ConfusionCounts own = counts();
    return own.contains(cell.y(), cell.x()) ? own.at(cell.y(), cell.x()) : 0;
}

QString ConfusionView::cellText(const ConfusionCounts& own, QPoint cell) const {
    const QString truth = m_link->classes().value(cell.y()), answer = m_link->classes().value(cell.x());
    const QString count = formatCount(own.at(cell.y(), cell.x()));
    if (m_document->isDetection()) {
        const int background = own.size - 1;
        if (cell.y() == background)
            return cell.x() == background ? QString() : tr("false detections of %1: %2").arg(answer, count);
        const QString total = formatCount(own.total(cell.y()));
        return cell.x() == background ? tr("%1 missed: %2 of %3").arg(truth, count, total)
               : cell.x() == cell.y() ? tr("%1 found: %2 of %3").arg(truth, count, total)
                                      : tr("%1 taken for %2: %3 of %4").arg(truth, answer, count, total);
    }
    const QString total = formatCount(own.total(cell.y()));
    return cell.x() == cell.y() ? tr("%1 read rightly: %2 of %3").arg(truth, count, total)
                                : tr("%1 read as %2: %3 of %4").arg(truth, answer, count, total);
}

QString ConfusionView::describe(QPoint cell) const {
    const ConfusionCounts own = counts();
    if (!own.contains(cell.y(), cell.x())) return {};
    QString text = cellText(own, cell);
    const ConfusionCounts fp32 = baselineCounts();
    if (text.isEmpty() || m_engine.isBaseline() || fp32.size != own.size) return text;
    const std::int64_t change = own.at(cell.y(), cell.x()) - fp32.at(cell.y(), cell.x());
    if (change != 0) text += QStringLiteral(", ") + formatSigned(static_cast<double>(change), 0);
    return text;
}

void ConfusionView::announce() {
    const QString text = m_levels.isNull() ? m_emptyText : describe(m_link->marked());
    if (text == accessibleDescription()) return;
    setAccessibleDescription(text);
    QAccessibleEvent event(this, QAccessible::DescriptionChanged);
    QAccessible::updateAccessibility(&event);
}

void ConfusionView::paintEvent(QPaintEvent*) {
    const Theme& theme = Theme::current();
    QPainter painter(this);
    if (m_levels.isNull()) {
        painter.setFont(ui::font(TextRole::Body));
        painter.setPen(theme.textSecondary);
        painter.drawText(rect().adjusted(16, 0, -16, 0), Qt::AlignCenter | Qt::TextWordWrap, m_emptyText);
        return;
    }
    const ConfusionPlace there = place();
    const QRectF& plot = there.plot;
    if (m_picture.isNull()) {
        const double ratio = devicePixelRatioF();
        m_picture = confusionPicture(m_levels, there.visible, (plot.size() * ratio).toSize(), mode());
        m_picture.setDevicePixelRatio(ratio);
    }
    painter.drawPixmap(plot.topLeft(), m_picture);
    const ConfusionPainter matrix(painter, *m_link, there, mode(), m_levels);
    painter.setClipRect(plot.adjusted(-1, -1, 1, 1));
    matrix.drawGuides();
    matrix.drawFigures(counts(), baselineCounts());
    painter.setClipping(false);
    painter.setPen(QPen(theme.hairline, 1));
    painter.drawRect(plot.adjusted(-0.5, -0.5, 0.5, 0.5));
    matrix.drawNames();
    matrix.drawCrosshair(describe(m_link->marked()), size());
    if (!hasFocus()) return;
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2));
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

void ConfusionView::mouseMoveEvent(QMouseEvent* event) {
    if (!(event->buttons() & Qt::LeftButton)) {
        m_link->hover(cellAt(event->position()));
        return;
    }
    const QPointF way = event->position() - m_pressed;
    if (!m_dragging && way.manhattanLength() < 6) return;
    m_dragging = true;
    m_pressed = event->position();
    m_link->moveBy(-way / place().cellSize());
}

void ConfusionView::mousePressEvent(QMouseEvent* event) {
    m_pressed = event->position();
    m_dragging = false;
}

void ConfusionView::mouseReleaseEvent(QMouseEvent* event) {
    if (m_dragging || event->button() != Qt::LeftButton) return;
    const QPoint cell = cellAt(event->position());
    if (cell == ConfusionLink::kNone) return;
    m_link->select(cell);
    emit cellChosen(m_engine);
}

void ConfusionView::mouseDoubleClickEvent(QMouseEvent* event) {
    if (cellAt(event->position()) != ConfusionLink::kNone) emit openRequested();
}

void ConfusionView::leaveEvent(QEvent*) {
    m_link->hover(ConfusionLink::kNone);
}

void ConfusionView::wheelEvent(QWheelEvent* event) {
    const QPointF turned = QPointF(event->angleDelta()) / 120;
    if (event->modifiers() & Qt::ControlModifier) {
        m_link->setZoom(m_link->zoom() * std::pow(1.25, turned.y()), place().inCells(event->position()));
    } else if (m_link->zoom() > 1) {
        const double part = m_link->visible().width() / 10;
        const bool sideways = event->modifiers() & Qt::ShiftModifier;
        m_link->moveBy(sideways ? QPointF(-turned.y() * part, 0) : -turned * part);
    } else {
        event->ignore();
    }
}

void ConfusionView::keyPressEvent(QKeyEvent* event) {
    switch (event->key()) {
        case Qt::Key_Left:
            m_link->step(-1, 0);
            break;
        case Qt::Key_Right:
            m_link->step(1, 0);
            break;
        case Qt::Key_Up:
            m_link->step(0, -1);
            break;
        case Qt::Key_Down:
            m_link->step(0, 1);
            break;
        case Qt::Key_Return:
        case Qt::Key_Enter:
            emit openRequested();
            return;
        default:
            QWidget::keyPressEvent(event);
            return;
    }
    emit cellChosen(m_engine);
}

void ConfusionView::resizeEvent(QResizeEvent*) {
    m_picture = {};
}

void ConfusionView::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) m_picture = {};
}

}  // namespace pwb::ui
