// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QStyledItemDelegate>

namespace pwb::ui {

/// Paints the cells of a CellTableModel: mark, sign, number, delta bar and the text at the right edge.
class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT

public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

/// ✓ or ✗ drawn in the good or bad colour inside `box`.
void drawSign(QPainter& painter, bool good, const QRectF& box);

/// A status colour for the area of a bar, which is larger than a word and needs less of it.
[[nodiscard]] QColor softened(QColor color);

}  // namespace pwb::ui
