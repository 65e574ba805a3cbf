// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/cell_delegate.h"

#include <QPainter>
#include <QWidget>
#include <algorithm>
#include <cmath>

#include "ui/models/cell_table.h"
#include "ui/theme/theme.h"

namespace pwb::ui {

namespace {

constexpr int kPad = 5, kFirst = 16, kLast = 12, kBarWidth = 46, kMark = 10, kSign = 12;

QColor toneColor(const Cell& cell, const Theme& theme) {
    switch (cell.tone) {
        case Cell::Tone::Secondary:
            return theme.textSecondary;
        case Cell::Tone::Good:
            return theme.good;
        case Cell::Tone::Bad:
            return theme.bad;
        case Cell::Tone::Waiting:
            return theme.textWaiting;
        default:
            return theme.text;
    }
}

QFont cellFont(const Cell& cell) {
    QFont result = ui::font(cell.tone == Cell::Tone::Strong ? TextRole::TableStrong : TextRole::Table);
    result.setItalic(cell.italic);
    return result;
}

constexpr int kChipPad = 5, kChipMark = 7;

double chipWidth(const Cell& cell) {
    return QFontMetricsF(ui::font(TextRole::Caption)).horizontalAdvance(cell.text) + 2 * kChipPad +
           kChipMark + 4;
}

void drawBar(QPainter& painter, double value, const QRectF& box, const Theme& theme) {
    const double middle = box.center().x();
    const double length = std::clamp(value, -1.0, 1.0) * box.width() / 2;
    painter.fillRect(QRectF(length < 0 ? middle + length : middle, box.center().y() - 4, std::abs(length), 8),
                     softened(value < 0 ? theme.bad : theme.good));
    painter.setPen(QPen(theme.chartAxis, 1));
    painter.drawLine(QPointF(middle, box.center().y() - 7), QPointF(middle, box.center().y() + 7));
}

void drawShare(QPainter& painter, double value, const QRectF& box, const Theme& theme) {
    painter.fillRect(QRectF(box.left(), box.center().y() - 4, box.width(), 8), theme.hairlineInner);
    painter.fillRect(QRectF(box.left(), box.center().y() - 4, std::clamp(value, 0.0, 1.0) * box.width(), 8),
                     theme.neutral);
}

/// The text behind its mark on a tint of its colour; gives the width.
double drawChip(QPainter& painter, const Cell& cell, const QRectF& box) {
    const Theme& theme = Theme::current();
    painter.setFont(ui::font(TextRole::Caption));
    const double width = chipWidth(cell), height = painter.fontMetrics().height() + 2;
    const QRectF chip(box.left(), box.center().y() - height / 2, width, height);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.tint(*cell.chip));
    painter.drawRoundedRect(chip, 3, 3);
    drawMark(painter, *cell.chip, {chip.left() + kChipPad + kChipMark / 2.0, chip.center().y()}, kChipMark);
    painter.setPen(theme.text);
    painter.drawText(chip.adjusted(kChipPad + kChipMark + 4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     cell.text);
    return width;
}

/// A list inside a card's margins: no lines, no indent.
bool isFlush(const QStyleOptionViewItem& option) {
    return option.widget && option.widget->property("flush").toBool();
}

QRectF drawBackground(QPainter& painter, const QStyleOptionViewItem& option, const QModelIndex& index,
                      const Cell& cell, const Theme& theme) {
    const auto* column = index.data(CellTableModel::ColumnRole).value<const CellColumn*>();
    const bool selected = option.state & QStyle::State_Selected;
    if (selected || cell.chosen || index.data(CellTableModel::HighlightRole).toBool())
        painter.fillRect(option.rect, theme.selectedRow);
    else if (cell.fill)
        painter.fillRect(option.rect, theme.tint(*cell.fill));
    if (isFlush(option)) return QRectF(option.rect).adjusted(index.column() == 0 ? 0 : kPad, 0, -kPad, -1);
    painter.setPen(QPen(theme.hairlineInner, 1));
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
    if (column && column->rule) painter.drawLine(option.rect.topLeft(), option.rect.bottomLeft());
    const bool last = index.column() == index.model()->columnCount() - 1;
    return QRectF(option.rect).adjusted(index.column() == 0 ? kFirst : kPad, 0, last ? -kLast : -kPad, -1);
}

}  // namespace

QColor softened(QColor color) {
    color.setAlphaF(0.76F);
    return color;
}

void drawSign(QPainter& painter, bool good, const QRectF& box) {
    const Theme& theme = Theme::current();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(good ? theme.good : theme.bad, 1.6, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const double x = box.left(), y = box.top(), w = box.width(), h = box.height();
    if (good) {
        painter.drawPolyline(
            QPolygonF({{x + .12 * w, y + .55 * h}, {x + .38 * w, y + .8 * h}, {x + .88 * w, y + .22 * h}}));
    } else {
        painter.drawLine(QPointF(x + .18 * w, y + .18 * h), QPointF(x + .82 * w, y + .82 * h));
        painter.drawLine(QPointF(x + .18 * w, y + .82 * h), QPointF(x + .82 * w, y + .18 * h));
    }
    painter.restore();
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option,
                         const QModelIndex& index) const {
    const auto* cell = index.data(CellTableModel::CellRole).value<const Cell*>();
    if (!cell) return;
    const Theme& theme = Theme::current();
    painter->save();
    QRectF box = drawBackground(*painter, option, index, *cell, theme);
    if (cell->bar) {
        const QRectF bar(box.right() - kBarWidth, box.top(), kBarWidth, box.height());
        drawBar(*painter, *cell->bar, bar, theme);
        box.setRight(bar.left() - kPad);
    }
    if (cell->share) {
        const QRectF bar(box.right() - kBarWidth, box.top(), kBarWidth, box.height());
        drawShare(*painter, *cell->share, bar, theme);
        box.setRight(bar.left() - kPad);
    }
    QString words = cell->text;
    if (cell->chip) {
        box.setLeft(box.left() + drawChip(*painter, *cell, box) + kPad);
        words.clear();
    }
    if (cell->mark) {
        painter->setRenderHint(QPainter::Antialiasing);
        drawMark(*painter, *cell->mark, {box.left() + kMark / 2.0, box.center().y()}, kMark);
        box.setLeft(box.left() + kMark + 6);
    }
    if (cell->sign != Cell::Sign::None) {
        const QRectF sign(box.left(), box.center().y() - kSign / 2.0, kSign, kSign);
        if (cell->sign == Cell::Sign::Unknown) {
            painter->setPen(QPen(theme.neutral, 1.6));
            painter->drawLine(QPointF(sign.left() + 2, sign.center().y()),
                              QPointF(sign.right() - 2, sign.center().y()));
        } else {
            drawSign(*painter, cell->sign == Cell::Sign::Met, sign);
        }
        box.setLeft(box.left() + kSign + 4);
    }
    painter->setFont(cellFont(*cell));
    const QFontMetricsF metrics(painter->font());
    if (!cell->aside.isEmpty()) {
        painter->setPen(theme.textSecondary);
        painter->setFont(ui::font(TextRole::Caption));
        const double aside = painter->fontMetrics().horizontalAdvance(cell->aside) + 3;
        if (cell->chip || metrics.horizontalAdvance(words) + aside <= box.width() + 1) {
            painter->drawText(box, Qt::AlignRight | Qt::AlignVCenter, cell->aside);
            box.setRight(box.right() - aside);
        } else {  // one under the other
            painter->drawText(QRectF(box.left(), box.center().y() - 1, box.width(), box.height() / 2),
                              Qt::AlignLeft | Qt::AlignVCenter, cell->aside);
            box.setBottom(box.center().y() + 2);
        }
        painter->setFont(cellFont(*cell));
    }
    painter->setPen(toneColor(*cell, theme));
    const Qt::Alignment alignment(index.data(Qt::TextAlignmentRole).toInt());
    const bool wraps = !cell->elideMiddle && metrics.horizontalAdvance(words) > box.width() + 1 &&
                       box.height() >= 2 * metrics.lineSpacing() - 2;
    const double shown = wraps ? 2 * box.width() : box.width() + 1;
    painter->drawText(box, static_cast<int>(alignment) | (wraps ? Qt::TextWordWrap : 0),
                      metrics.elidedText(words, cell->elideMiddle ? Qt::ElideMiddle : Qt::ElideRight, shown));
    if (option.state & QStyle::State_HasFocus) {
        painter->setPen(QPen(theme.accent, 2));
        painter->drawRect(QRectF(option.rect).adjusted(1, 1, -1, -2));
    }
    painter->restore();
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto* cell = index.data(CellTableModel::CellRole).value<const Cell*>();
    if (!cell) return QStyledItemDelegate::sizeHint(option, index);
    const QFontMetrics metrics(cellFont(*cell));
    int width = metrics.horizontalAdvance(cell->text) + (index.column() == 0 ? kFirst : kPad) + kPad + 2;
    if (index.column() == index.model()->columnCount() - 1) width += kLast - kPad;
    if (cell->bar || cell->share) width += kBarWidth + kPad;
    if (cell->chip) width = static_cast<int>(std::ceil(chipWidth(*cell))) + 2 * kPad;
    if (cell->mark) width += kMark + 6;
    if (cell->sign != Cell::Sign::None) width += kSign + 4;
    if (!cell->aside.isEmpty())
        width += QFontMetrics(ui::font(TextRole::Caption)).horizontalAdvance(cell->aside) + 6;
    return {width, metrics.height() + 8};
}

}  // namespace pwb::ui
