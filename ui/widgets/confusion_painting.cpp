// SPDX-License-Identifier: GPL-3.0-or-later
// How a ConfusionView looks; how it behaves is in confusion_view.cpp.
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/theme/theme.h"
#include "ui/widgets/confusion_view.h"

namespace pwb::ui {

namespace {

/// Every how many classes a name fits.
int nameStep(double needed, double cell) {
    const int least = std::max(1, static_cast<int>(std::ceil(needed / cell)));
    for (const int step : {1, 2, 5, 10, 20, 50, 100, 200, 500})
        if (step >= least) return step;
    return least;
}

QString figureText(std::int64_t count, std::int64_t before, std::int64_t total, ConfusionMode mode) {
    if (mode == ConfusionMode::Difference)
        return count == before ? QString() : formatSigned(static_cast<double>(count - before), 0);
    if (count == 0) return {};
    if (mode == ConfusionMode::Share)
        return formatNumber(total > 0 ? 100.0 * static_cast<double>(count) / static_cast<double>(total) : 0,
                            0);
    return formatCount(count);
}

}  // namespace

void ConfusionView::renewPicture() {
    const QRectF visible = m_link->visible();
    const double ratio = devicePixelRatioF();
    const QSize size = (plotRect().size() * ratio).toSize();
    QImage levels = m_levels;
    levels.setColorTable(confusionColors(mode()));
    if (visible.width() > size.width()) {
        levels = pooled(m_levels, visible, size, mode());
        levels.setColorTable(confusionColors(mode()));
        m_picture = QPixmap::fromImage(levels);
    } else {
        m_picture = QPixmap(size);
        QPainter painter(&m_picture);
        painter.drawImage(QRectF(QPointF(), size), levels.convertToFormat(QImage::Format_RGB32), visible);
    }
    m_picture.setDevicePixelRatio(ratio);
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
    if (m_picture.isNull()) renewPicture();
    const QRectF plot = plotRect();
    painter.drawPixmap(plot.topLeft(), m_picture);
    painter.setClipRect(plot.adjusted(-1, -1, 1, 1));
    drawGuides(painter);
    drawFigures(painter);
    painter.setClipping(false);
    painter.setPen(QPen(theme.hairline, 1));
    painter.drawRect(plot.adjusted(-0.5, -0.5, 0.5, 0.5));
    drawNames(painter);
    drawCrosshair(painter);
    if (hasFocus()) {
        painter.setBrush(Qt::NoBrush);
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRect(rect().adjusted(1, 1, -1, -1));
    }
}

void ConfusionView::drawGuides(QPainter& painter) const {
    const double cell = cellSize();
    if (cell < 2) return;
    const QRectF plot = plotRect(), visible = m_link->visible();
    const int step = cell >= 16 ? 1 : m_link->count() % 10 == 0 ? 10 : 6;
    QColor color = Theme::current().chartAxis;
    color.setAlphaF(0.16F);
    painter.setPen(QPen(color, 1));
    for (int i = step * static_cast<int>(std::ceil(visible.left() / step)); i < visible.right(); i += step) {
        const double x = std::round(cellRect({i, 0}).left());
        if (i > visible.left()) painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    }
    for (int i = step * static_cast<int>(std::ceil(visible.top() / step)); i < visible.bottom(); i += step) {
        const double y = std::round(cellRect({0, i}).top());
        if (i > visible.top()) painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
}

void ConfusionView::drawFigures(QPainter& painter) const {
    if (cellSize() < ui::scaled(17)) return;
    const Theme& theme = Theme::current();
    const ConfusionCounts own = counts(), base = baselineCounts();
    const QRectF visible = m_link->visible();
    painter.setFont(ui::font(cellSize() >= ui::scaled(30) ? TextRole::Table : TextRole::MatrixLabel));
    for (int y = static_cast<int>(visible.top()); y < std::min<double>(visible.bottom(), own.size); ++y) {
        const std::int64_t total = own.total(y);
        for (int x = static_cast<int>(visible.left()); x < std::min<double>(visible.right(), own.size); ++x) {
            const QString text =
                figureText(own.at(y, x), base.contains(y, x) ? base.at(y, x) : 0, total, mode());
            if (text.isEmpty()) continue;
            const int level = m_levels.constScanLine(y)[x];
            const bool strong =
                mode() == ConfusionMode::Difference ? std::abs(level - 128) > 90 : level > 120;
            painter.setPen(strong ? theme.card : theme.text);
            painter.drawText(cellRect({x, y}), Qt::AlignCenter, text);
        }
    }
}

void ConfusionView::drawNames(QPainter& painter) const {
    const Theme& theme = Theme::current();
    const QRectF plot = plotRect(), visible = m_link->visible();
    QFont plain = ui::font(nameRole()), strong = plain;
    strong.setBold(true);
    const QFontMetricsF metricsOfNames(plain);
    const double line = metricsOfNames.height(), cell = cellSize();
    const QPoint marked = m_link->marked();
    const auto draw = [&](const QRectF& box, int alignment, int index, bool isMarked) {
        painter.setFont(isMarked ? strong : plain);
        painter.setPen(isMarked ? theme.accent : theme.textSecondary);
        painter.drawText(
            box, alignment,
            metricsOfNames.elidedText(m_link->classes().value(index), Qt::ElideRight, m_nameWidth + 2));
    };
    const int rowStep = nameStep(line - 3, cell);
    for (int i = static_cast<int>(std::ceil(visible.top() - 0.3));
         i < std::min<double>(m_link->count(), visible.bottom()); ++i) {
        if (i % rowStep != 0 && i != marked.y()) continue;
        if (i != marked.y() && marked.y() >= 0 && std::abs(i - marked.y()) * cell < line - 3) continue;
        const double y = cellRect({0, i}).center().y();
        draw({plot.left() - m_nameWidth - 8, y - line / 2, m_nameWidth + 2, line},
             Qt::AlignRight | Qt::AlignVCenter, i, i == marked.y());
    }
    const bool tall = tallNames();
    const int columnStep = nameStep(tall ? line - 3 : 0.85 * m_nameWidth, cell);
    for (int i = static_cast<int>(std::ceil(visible.left() - 0.3));
         i < std::min<double>(m_link->count(), visible.right()); ++i) {
        if (i % columnStep != 0 && i != marked.x()) continue;
        if (i != marked.x() && marked.x() >= 0 && std::abs(i - marked.x()) * cell < line - 3) continue;
        const double x = cellRect({i, 0}).center().x();
        if (!tall) {
            const double room = std::max(40.0, cell);
            draw({x - room / 2, plot.top() - line - 3, room, line}, Qt::AlignHCenter | Qt::AlignVCenter, i,
                 i == marked.x());
            continue;
        }
        painter.save();
        painter.translate(x, plot.top() - 5);
        painter.rotate(-90);
        draw({0, -line / 2, m_nameWidth + 2, line}, Qt::AlignLeft | Qt::AlignVCenter, i, i == marked.x());
        painter.restore();
    }
}

void ConfusionView::drawCrosshair(QPainter& painter) const {
    const QPoint marked = m_link->marked();
    if (marked == ConfusionLink::kNone) return;
    const Theme& theme = Theme::current();
    const QRectF plot = plotRect(), cell = cellRect(marked);
    QColor band = theme.accent, edge = theme.accent;
    band.setAlphaF(0.12F);
    edge.setAlphaF(0.45F);
    painter.save();
    painter.setClipRect(plot.adjusted(-1, -1, 1, 1));
    painter.setPen(QPen(edge, 1));
    painter.setBrush(band);
    if (marked.y() >= 0) painter.drawRect(QRectF(plot.left(), cell.top(), plot.width(), cell.height()));
    if (marked.x() >= 0) painter.drawRect(QRectF(cell.left(), plot.top(), cell.width(), plot.height()));
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(theme.accent, 2));
    if (marked.x() >= 0 && marked.y() >= 0) painter.drawRect(cell.adjusted(-1, -1, 1, 1));
    painter.restore();

    const QString text = describe(marked);
    if (text.isEmpty() || !plot.intersects(cell)) return;
    painter.setFont(ui::font(TextRole::Table));
    const QSizeF size(painter.fontMetrics().horizontalAdvance(text) + 20, painter.fontMetrics().height() + 8);
    QRectF box(QPointF(cell.right() + 8, cell.bottom() + 6), size);
    if (box.right() > width()) box.moveRight(std::max(size.width(), cell.left() - 8));
    if (box.bottom() > height()) box.moveBottom(cell.top() - 6);
    box.moveLeft(std::clamp<double>(box.left(), 0, std::max(0.0, width() - size.width())));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.text);
    painter.drawRoundedRect(box, 3, 3);
    painter.setPen(theme.card);
    painter.drawText(box, Qt::AlignCenter, text);
}

}  // namespace pwb::ui
