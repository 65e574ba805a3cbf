// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/rail.h"

#include <QStyledItemDelegate>

#include "ui/theme/theme.h"

namespace pwb::ui {
namespace {

enum Role { IdRole = Qt::UserRole + 1, CountRole, GroupRole };
constexpr int kGroupGap = 17;

class RailDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex& index) const override {
        return {scaled(160), scaled(32) + (index.data(GroupRole).toBool() ? kGroupGap : 0)};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& theme = Theme::current();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        QRect row = option.rect;
        if (index.data(GroupRole).toBool()) {
            painter->fillRect(QRect(row.left(), row.top() + kGroupGap / 2, row.width(), 1), theme.hairline);
            row.setTop(row.top() + kGroupGap);
        }
        const bool chosen = option.state & QStyle::State_Selected;
        const QRect box = row.adjusted(kGrid, 0, -kGrid, 0);
        if (chosen || (option.state & QStyle::State_MouseOver)) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(chosen ? theme.accentTint : theme.hairlineInner);
            painter->drawRoundedRect(box, 4, 4);
        }
        if (chosen) painter->fillRect(QRect(box.left(), box.top() + 6, 3, box.height() - 12), theme.accent);
        const auto focused = QStyle::State_HasFocus | QStyle::State_KeyboardFocusChange;
        if (chosen && (option.state & focused) == focused) {
            painter->setPen(QPen(theme.accent, 2));
            painter->setBrush(Qt::NoBrush);
            painter->drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4);
        }
        const QColor ink = chosen ? theme.accent : theme.textSecondary;
        const int side = scaled(16);
        painter->drawPixmap(
            QPointF(box.left() + 12, row.center().y() - side / 2.0 + 0.5),
            iconPixmap(index.data(IdRole).toString(), ink, side, painter->device()->devicePixelRatioF()));
        const QRect words = box.adjusted(12 + side + 12, 0, -12, 0);
        painter->setFont(font(chosen ? TextRole::BodyStrong : TextRole::Body));
        painter->setPen(chosen ? theme.accent : theme.text);
        painter->drawText(words, Qt::AlignVCenter | Qt::AlignLeft, index.data(Qt::DisplayRole).toString());
        painter->setFont(font(TextRole::Caption));
        painter->setPen(theme.textSecondary);
        painter->drawText(words, Qt::AlignVCenter | Qt::AlignRight, index.data(CountRole).toString());
        painter->restore();
    }
};

}  // namespace

Rail::Rail(QWidget* parent) : QListView(parent), m_model(new QStandardItemModel(this)) {
    setObjectName(QStringLiteral("rail"));
    setAccessibleName(tr("Pages"));
    setModel(m_model);
    setItemDelegate(new RailDelegate(this));
    setFixedWidth(std::max(176, scaled(176)));
    setEditTriggers(NoEditTriggers);
    setSelectionMode(SingleSelection);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setMouseTracking(true);
    setFrameShape(NoFrame);
    setViewportMargins(0, 14, 0, 0);
}

void Rail::addPage(const QString& id, const QString& title, bool startsGroup) {
    auto* row = new QStandardItem(title);
    row->setData(id, IdRole);
    row->setData(startsGroup, GroupRole);
    row->setData(title, Qt::AccessibleTextRole);
    m_model->appendRow(row);
}

void Rail::setCount(const QString& id, const QString& count) {
    QStandardItem* row = item(id);
    if (!row || row->data(CountRole).toString() == count) return;
    row->setData(count, CountRole);
    row->setData(count.isEmpty() ? row->text() : row->text() + QStringLiteral(", ") + count,
                 Qt::AccessibleTextRole);
}

void Rail::select(const QString& id) {
    if (QStandardItem* row = item(id)) setCurrentIndex(row->index());
}

QString Rail::selected() const {
    return currentIndex().data(IdRole).toString();
}

QString Rail::neighbour(int step) const {
    const int rows = m_model->rowCount();
    if (rows == 0) return {};
    const int row = (std::max(0, currentIndex().row()) + step % rows + rows) % rows;
    return m_model->index(row, 0).data(IdRole).toString();
}

void Rail::currentChanged(const QModelIndex& current, const QModelIndex& previous) {
    QListView::currentChanged(current, previous);
    if (current.isValid()) emit pageSelected(current.data(IdRole).toString());
}

QSize Rail::sizeHint() const {
    return {width(), 400};
}

QStandardItem* Rail::item(const QString& id) const {
    const QModelIndexList hits = m_model->match(m_model->index(0, 0), IdRole, id, 1, Qt::MatchExactly);
    return hits.isEmpty() ? nullptr : m_model->itemFromIndex(hits.first());
}

}  // namespace pwb::ui
