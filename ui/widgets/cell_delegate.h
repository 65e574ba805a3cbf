// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

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

}  // namespace pwb::ui
