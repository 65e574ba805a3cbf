// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/comparison_table.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QStyledItemDelegate>
#include <algorithm>

#include "ui/models/comparison_model.h"
#include "ui/theme/theme.h"

namespace pwb::ui {
namespace {

/// Room left of a cell's decimal point and of its unit, in design pixels from the cell's left edge.
constexpr int kPointAt = 60, kUnitAt = 94, kPadding = 16;
/// The same where columns are narrow, and how narrow they may get.
constexpr int kNarrow = 140, kNarrowPointAt = 38, kNarrowUnitAt = 60, kNarrowPadding = 8, kLeast = 112;

bool isNarrow(const QRect& box) {
    return box.width() < scaled(kNarrow);
}

int padding(const QRect& box) {
    return isNarrow(box) ? kNarrowPadding : kPadding;
}

class MeasureDelegate : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const Theme& theme = Theme::current();
        const QRect box = option.rect;
        painter->save();
        const bool group = index.data(ComparisonModel::GroupRole).toBool();
        if (group)
            painter->fillRect(box, theme.raised);
        else if (option.state & QStyle::State_Selected)
            painter->fillRect(box, theme.selectedRow);
        painter->fillRect(QRect(box.left(), box.bottom(), box.width(), 1),
                          group ? theme.hairline : theme.hairlineInner);
        if (index.column() == 0)
            paintLabel(*painter, box, index, group);
        else
            paintCell(*painter, box, index.data(ComparisonModel::CellRole).value<MeasureCell>());
        painter->restore();
    }

private:
    static void paintLabel(QPainter& painter, const QRect& box, const QModelIndex& index, bool group) {
        const Theme& theme = Theme::current();
        QFont face = ui::font(group ? TextRole::Caption : TextRole::Body);
        if (group) face.setWeight(QFont::DemiBold);
        painter.setFont(face);
        painter.setPen(group ? theme.textSecondary : theme.text);
        const int left = kPadding + (index.data(ComparisonModel::IndentRole).toBool() ? scaled(14) : 0);
        const QRect room = box.adjusted(left, 0, -4, 0);
        painter.drawText(
            room, Qt::AlignVCenter | Qt::AlignLeft,
            painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room.width()));
    }

    static void paintCell(QPainter& painter, const QRect& box, const MeasureCell& cell) {
        const Theme& theme = Theme::current();
        painter.fillRect(QRect(box.left(), box.top(), 1, box.height()), theme.hairlineInner);
        if (cell.state == MeasureCell::State::Number) return paintNumber(painter, box, cell);
        const bool sign =
            cell.state == MeasureCell::State::NotApplicable || cell.state == MeasureCell::State::Dot;
        painter.setFont(ui::font(TextRole::Table));
        painter.setPen(cell.state == MeasureCell::State::Words ? theme.text : theme.textWaiting);
        if (cell.state == MeasureCell::State::Words && cell.hint.isEmpty() && !cell.number.contains(u'…'))
            painter.setPen(theme.textSecondary);
        const int point = scaled(isNarrow(box) ? kNarrowPointAt : kPointAt);
        const QRect room = box.adjusted(sign ? point - scaled(10) : padding(box), 0, -4, 0);
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(cell.text(), Qt::ElideRight, room.width()));
    }

    static void paintNumber(QPainter& painter, const QRect& box, const MeasureCell& cell) {
        const Theme& theme = Theme::current();
        QFont face = ui::font(cell.best ? TextRole::BodyStrong : TextRole::Body);
        face.setItalic(cell.partial);
        painter.setFont(face);
        painter.setPen(theme.text);
        const auto point = cell.number.indexOf('.');
        const QString whole = point < 0 ? cell.number : cell.number.left(point);
        const QString fraction = point < 0 ? QString() : cell.number.mid(point);
        const int pointX = box.left() + scaled(isNarrow(box) ? kNarrowPointAt : kPointAt);
        painter.drawText(QRect(box.left(), box.top(), pointX - box.left(), box.height()),
                         Qt::AlignVCenter | Qt::AlignRight, whole);
        const int end = pointX + painter.fontMetrics().horizontalAdvance(fraction);
        painter.drawText(QRect(pointX, box.top(), box.right() - pointX, box.height()),
                         Qt::AlignVCenter | Qt::AlignLeft, fraction);
        painter.setFont(ui::font(TextRole::Table));
        painter.setPen(theme.textSecondary);
        const int unitX = std::max(box.left() + scaled(isNarrow(box) ? kNarrowUnitAt : kUnitAt),
                                   end + (isNarrow(box) ? 4 : 6));
        const QRect room(unitX, box.top(), box.right() - unitX - 2, box.height());
        painter.drawText(room, Qt::AlignVCenter | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(cell.unit, Qt::ElideRight, room.width()));
    }
};

class ComparisonHeader : public QHeaderView {
public:
    ComparisonHeader(const ComparisonModel* model, QWidget* parent)
        : QHeaderView(Qt::Horizontal, parent), m_rows(model) {
        setSectionsClickable(false);
    }

    [[nodiscard]] QSize sizeHint() const override { return {scaled(160), scaled(52)}; }

protected:
    void paintSection(QPainter* painter, const QRect& box, int section) const override {
        const Theme& theme = Theme::current();
        painter->save();
        painter->fillRect(box, theme.card);
        painter->fillRect(QRect(box.left(), box.bottom(), box.width(), 1), theme.hairline);
        if (section == 0) {
            painter->setFont(ui::font(TextRole::Body));
            painter->setPen(theme.textSecondary);
            painter->drawText(box.adjusted(kPadding, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                              m_rows->headerData(0, Qt::Horizontal, Qt::DisplayRole).toString());
            painter->restore();
            return;
        }
        painter->fillRect(QRect(box.left(), box.top(), 1, box.height()), theme.hairlineInner);
        const auto& column = m_rows->column(section - 1);
        const int pad = padding(box);
        const QRect top(box.left() + pad, box.top() + scaled(9), box.width() - pad - 4, scaled(18));
        const int mark = scaled(11);
        drawMark(*painter, column.kind, QPointF(top.left() + mark / 2.0, top.center().y() + 0.5), mark);
        painter->setFont(ui::font(TextRole::BodyStrong));
        painter->setPen(theme.text);
        painter->drawText(top.adjusted(mark + 7, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(
                              m_rows->headerData(section, Qt::Horizontal, Qt::DisplayRole).toString(),
                              Qt::ElideRight, top.width() - mark - 7));
        painter->setFont(ui::font(TextRole::Caption));
        painter->setPen(column.failed ? theme.bad : theme.textSecondary);
        const QRect under = top.translated(0, top.height());
        painter->drawText(under, Qt::AlignVCenter | Qt::AlignLeft,
                          painter->fontMetrics().elidedText(column.note, Qt::ElideRight, under.width()));
        painter->restore();
    }

private:
    const ComparisonModel* m_rows;
};

}  // namespace

ComparisonTable::ComparisonTable(ComparisonModel* model, QWidget* parent)
    : QTableView(parent), m_rows(model) {
    setObjectName(QStringLiteral("comparisonTable"));
    setAccessibleName(tr("Comparison of the engines"));
    setModel(model);
    setHorizontalHeader(new ComparisonHeader(model, this));
    setItemDelegate(new MeasureDelegate(this));
    verticalHeader()->hide();
    verticalHeader()->setMinimumSectionSize(16);
    horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    setShowGrid(false);
    setSelectionBehavior(SelectRows);
    setEditTriggers(NoEditTriggers);
    setHorizontalScrollMode(ScrollPerPixel);
    setVerticalScrollMode(ScrollPerPixel);
    setTabKeyNavigation(false);
    connect(model, &QAbstractItemModel::modelReset, this, &ComparisonTable::fit);
}

void ComparisonTable::fit() {
    int groups = 0;
    for (int row = 0; row < m_rows->rowCount(); ++row) {
        if (!m_rows->rows()[row].group) continue;
        ++groups;
        if (columnSpan(row, 0) != m_rows->columnCount()) setSpan(row, 0, 1, m_rows->columnCount());
    }
    const int plain = m_rows->rowCount() - groups;
    if (plain <= 0) return;
    const int groupHeight = scaled(22), room = viewport()->height() - groups * groupHeight;
    const int height = std::clamp(room / plain, scaled(24), scaled(32));
    for (int row = 0; row < m_rows->rowCount(); ++row)
        setRowHeight(row, m_rows->rows()[row].group ? groupHeight : height);
    const int width = viewport()->width(), first = std::clamp(width / 4, scaled(148), scaled(184));
    setColumnWidth(0, first);
    const int engines = m_rows->engines(), each = std::max(scaled(kLeast), (width - first) / engines);
    for (int column = 1; column <= engines; ++column)
        setColumnWidth(column, column < engines || first + engines * each > width
                                   ? each
                                   : width - first - (engines - 1) * each);
}

void ComparisonTable::copy() {
    QVector<int> rows;
    for (const QModelIndex& index : selectionModel()->selectedRows()) rows << index.row();
    QApplication::clipboard()->setText(m_rows->tsv(rows));
}

void ComparisonTable::resizeEvent(QResizeEvent* event) {
    QTableView::resizeEvent(event);
    fit();
}

void ComparisonTable::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) return copy();
    if (event->key() == Qt::Key_Escape) clearSelection();
    QTableView::keyPressEvent(event);
}

QSize ComparisonTable::minimumSizeHint() const {
    return {scaled(560), scaled(240)};
}

}  // namespace pwb::ui
