// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/confusion_painter.h"

#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"

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

ConfusionPlace::ConfusionPlace(QSizeF size, const ConfusionLink& link, TextRole role, double longest)
    : visible(link.visible()), nameRole(role), nameWidth(longest) {
    const QFontMetricsF metrics(ui::font(role));
    const double room = std::min(size.width() - nameWidth - 12, size.height() - metrics.height() - 6);
    tallNames = link.count() * (nameWidth + 6) > room && nameWidth > 3.2 * metrics.averageCharWidth();
    const double left = nameWidth + 10, top = tallNames ? nameWidth + 8 : metrics.height() + 4;
    const double side = std::max(10.0, std::min(size.width() - left - 2, size.height() - top - 2));
    plot = {std::floor(left + std::max(0.0, (size.width() - left - side) / 2)), std::floor(top),
            std::floor(side), std::floor(side)};
}

QRectF ConfusionPlace::cellRect(QPoint cell) const {
    const double size = cellSize();
    return {plot.left() + (cell.x() - visible.left()) * size, plot.top() + (cell.y() - visible.top()) * size,
            size, size};
}

QPointF ConfusionPlace::inCells(QPointF position) const {
    return (position - plot.topLeft()) / cellSize() + visible.topLeft();
}

QPixmap confusionPicture(const QImage& levels, const QRectF& visible, QSize size, ConfusionMode mode) {
    if (visible.width() > size.width()) {
        QImage shown = pooled(levels, visible, size, mode);
        shown.setColorTable(confusionColors(mode));
        return QPixmap::fromImage(shown);
    }
    QImage shown = levels;
    shown.setColorTable(confusionColors(mode));
    QPixmap picture(size);
    QPainter painter(&picture);
    painter.drawImage(QRectF(QPointF(), size), shown.convertToFormat(QImage::Format_RGB32), visible);
    return picture;
}

ConfusionPainter::ConfusionPainter(QPainter& painter, const ConfusionLink& link, const ConfusionPlace& place,
                                   ConfusionMode mode, const QImage& levels)
    : m_painter(painter),
      m_link(link),
      m_place(place),
      m_mode(mode),
      m_levels(levels),
      m_plain(ui::font(place.nameRole)),
      m_strong(m_plain),
      m_metrics(m_plain) {
    m_strong.setBold(true);
}

void ConfusionPainter::drawGuides() const {
    const double cell = m_place.cellSize();
    if (cell < 2) return;
    const QRectF &plot = m_place.plot, &visible = m_place.visible;
    const int step = cell >= 16 ? 1 : m_link.count() % 10 == 0 ? 10 : 6;
    QColor color = Theme::current().chartAxis;
    color.setAlphaF(0.16F);
    m_painter.setPen(QPen(color, 1));
    for (int i = step * static_cast<int>(std::ceil(visible.left() / step)); i < visible.right(); i += step) {
        const double x = std::round(m_place.cellRect({i, 0}).left());
        if (i > visible.left()) m_painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom()));
    }
    for (int i = step * static_cast<int>(std::ceil(visible.top() / step)); i < visible.bottom(); i += step) {
        const double y = std::round(m_place.cellRect({0, i}).top());
        if (i > visible.top()) m_painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y));
    }
}

void ConfusionPainter::drawFigures(const ConfusionCounts& own, const ConfusionCounts& baseline) const {
    const double cell = m_place.cellSize();
    if (cell < ui::scaled(17)) return;
    const Theme& theme = Theme::current();
    const QRectF& visible = m_place.visible;
    m_painter.setFont(ui::font(cell >= ui::scaled(30) ? TextRole::Table : TextRole::MatrixLabel));
    for (int y = static_cast<int>(visible.top()); y < std::min<double>(visible.bottom(), own.size); ++y) {
        const std::int64_t total = own.total(y);
        for (int x = static_cast<int>(visible.left()); x < std::min<double>(visible.right(), own.size); ++x) {
            const QString text =
                figureText(own.at(y, x), baseline.contains(y, x) ? baseline.at(y, x) : 0, total, m_mode);
            if (text.isEmpty()) continue;
            const int level = m_levels.constScanLine(y)[x];
            const bool strong =
                m_mode == ConfusionMode::Difference ? std::abs(level - 128) > 90 : level > 120;
            m_painter.setPen(strong ? theme.card : theme.text);
            m_painter.drawText(m_place.cellRect({x, y}), Qt::AlignCenter, text);
        }
    }
}

void ConfusionPainter::drawNames() const {
    drawRowNames();
    drawColumnNames();
}

void ConfusionPainter::drawName(const QRectF& box, int alignment, int index, bool marked) const {
    const Theme& theme = Theme::current();
    m_painter.setFont(marked ? m_strong : m_plain);
    m_painter.setPen(marked ? theme.accent : theme.textSecondary);
    m_painter.drawText(
        box, alignment,
        m_metrics.elidedText(m_link.classes().value(index), Qt::ElideRight, m_place.nameWidth + 2));
}

void ConfusionPainter::drawRowNames() const {
    const QRectF& visible = m_place.visible;
    const double line = m_metrics.height(), cell = m_place.cellSize();
    const int marked = m_link.marked().y(), step = nameStep(line - 3, cell);
    for (int i = static_cast<int>(std::ceil(visible.top() - 0.3));
         i < std::min<double>(m_link.count(), visible.bottom()); ++i) {
        if (i % step != 0 && i != marked) continue;
        if (i != marked && marked >= 0 && std::abs(i - marked) * cell < line - 3) continue;
        const double y = m_place.cellRect({0, i}).center().y();
        drawName({m_place.plot.left() - m_place.nameWidth - 8, y - line / 2, m_place.nameWidth + 2, line},
                 Qt::AlignRight | Qt::AlignVCenter, i, i == marked);
    }
}

void ConfusionPainter::drawColumnNames() const {
    const QRectF &plot = m_place.plot, &visible = m_place.visible;
    const double line = m_metrics.height(), cell = m_place.cellSize();
    const bool tall = m_place.tallNames;
    const int marked = m_link.marked().x(), step = nameStep(tall ? line - 3 : 0.85 * m_place.nameWidth, cell);
    for (int i = static_cast<int>(std::ceil(visible.left() - 0.3));
         i < std::min<double>(m_link.count(), visible.right()); ++i) {
        if (i % step != 0 && i != marked) continue;
        if (i != marked && marked >= 0 && std::abs(i - marked) * cell < line - 3) continue;
        const double x = m_place.cellRect({i, 0}).center().x();
        if (!tall) {
            const double room = std::max(40.0, cell);
            drawName({x - room / 2, plot.top() - line - 3, room, line}, Qt::AlignHCenter | Qt::AlignVCenter,
                     i, i == marked);
            continue;
        }
        m_painter.save();
        m_painter.translate(x, plot.top() - 5);
        m_painter.rotate(-90);
        drawName({0, -line / 2, m_place.nameWidth + 2, line}, Qt::AlignLeft | Qt::AlignVCenter, i,
                 i == marked);
        m_painter.restore();
    }
}

void ConfusionPainter::drawCrosshair(const QString& text, QSizeF bounds) const {
    const QPoint marked = m_link.marked();
    if (marked == ConfusionLink::kNone) return;
    const Theme& theme = Theme::current();
    const QRectF plot = m_place.plot, cell = m_place.cellRect(marked);
    QColor band = theme.accent, edge = theme.accent;
    band.setAlphaF(0.12F);
    edge.setAlphaF(0.45F);
    m_painter.save();
    m_painter.setClipRect(plot.adjusted(-1, -1, 1, 1));
    m_painter.setPen(QPen(edge, 1));
    m_painter.setBrush(band);
    if (marked.y() >= 0) m_painter.drawRect(QRectF(plot.left(), cell.top(), plot.width(), cell.height()));
    if (marked.x() >= 0) m_painter.drawRect(QRectF(cell.left(), plot.top(), cell.width(), plot.height()));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.setPen(QPen(theme.accent, 2));
    if (marked.x() >= 0 && marked.y() >= 0) m_painter.drawRect(cell.adjusted(-1, -1, 1, 1));
    m_painter.restore();

    if (text.isEmpty() || !plot.intersects(cell)) return;
    m_painter.setFont(ui::font(TextRole::Table));
    const QSizeF size(m_painter.fontMetrics().horizontalAdvance(text) + 20,
                      m_painter.fontMetrics().height() + 8);
    QRectF box(QPointF(cell.right() + 8, cell.bottom() + 6), size);
    if (box.right() > bounds.width()) box.moveRight(std::max(size.width(), cell.left() - 8));
    if (box.bottom() > bounds.height()) box.moveBottom(cell.top() - 6);
    box.moveLeft(std::clamp<double>(box.left(), 0, std::max(0.0, bounds.width() - size.width())));
    m_painter.setRenderHint(QPainter::Antialiasing);
    m_painter.setPen(Qt::NoPen);
    m_painter.setBrush(theme.text);
    m_painter.drawRoundedRect(box, 3, 3);
    m_painter.setPen(theme.card);
    m_painter.drawText(box, Qt::AlignCenter, text);
}

}  // namespace pwb::ui
