// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/changes_list.h"

#include <QPainter>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/models/changes_model.h"
#include "ui/theme/theme.h"
#include "ui/widgets/thumbnail_cache.h"

namespace pwb::ui {

namespace {

constexpr int kThumb = 40;

class ChangeDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return {160, std::max(kThumb, 3 * QFontMetrics(ui::font(TextRole::Table)).height()) + 12};
    }
    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& theme = Theme::current();
        painter->save();
        if (option.state & QStyle::State_Selected) painter->fillRect(option.rect, theme.selectedRow);
        painter->setPen(QPen(theme.hairlineInner, 1));
        painter->drawLine(option.rect.bottomLeft(), option.rect.bottomRight());
        const QRect thumb(option.rect.left() + 16, option.rect.center().y() - kThumb / 2, kThumb, kThumb);
        const QPixmap pixmap =
            ThumbnailCache::shared().pixmap(index.data(ChangesModel::PathRole).toString(), kThumb);
        if (pixmap.isNull())
            painter->fillRect(thumb, theme.raised);
        else
            painter->drawPixmap(
                QRect(thumb.center() - QPoint(pixmap.width() / 2, pixmap.height() / 2), pixmap.size()),
                pixmap);
        QRect box(thumb.right() + 9, option.rect.top() + 4, option.rect.right() - thumb.right() - 17,
                  option.rect.height() - 8);
        const auto kind = static_cast<ChangeKind>(index.data(ChangesModel::KindRole).toInt());
        const QString lines[] = {index.data().toString(), changeKindName(kind),
                                 index.data(ChangesModel::DetailRole).toString()};
        const QColor colors[] = {theme.text,
                                 kind == ChangeKind::WrongToRight   ? theme.good
                                 : kind == ChangeKind::RightToWrong ? theme.bad
                                                                    : theme.textSecondary,
                                 theme.textSecondary};
        const int height = box.height() / 3;
        for (int i = 0; i < 3; ++i) {
            painter->setFont(ui::font(i == 0 ? TextRole::Table : TextRole::Caption));
            painter->setPen(colors[i]);
            painter->drawText(QRect(box.left(), box.top() + i * height, box.width(), height),
                              Qt::AlignLeft | Qt::AlignVCenter,
                              painter->fontMetrics().elidedText(
                                  lines[i], i == 0 ? Qt::ElideMiddle : Qt::ElideRight, box.width()));
        }
        painter->restore();
    }
};

}  // namespace

ChangesList::ChangesList(QWidget* parent) : QListView(parent) {
    setObjectName(QStringLiteral("changesList"));
    setAccessibleName(tr("Samples whose answer changed"));
    setItemDelegate(new ChangeDelegate(this));
    setUniformItemSizes(true);
    setFrameShape(NoFrame);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(&ThumbnailCache::shared(), &ThumbnailCache::ready, viewport(), qOverload<>(&QWidget::update));
}

void ChangesList::step(int rows) {
    if (!model() || model()->rowCount() == 0) return;
    const int row =
        std::clamp(currentIndex().isValid() ? currentIndex().row() + rows : 0, 0, model()->rowCount() - 1);
    setCurrentIndex(model()->index(row, 0));
}

void ChangesList::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    emit currentRowChanged(current.isValid() ? current.row() : -1);
}

}  // namespace pwb::ui
