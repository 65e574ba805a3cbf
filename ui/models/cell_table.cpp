// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/cell_table.h"

#include <QStringList>

#include "ui/models/format.h"

namespace pwb::ui {

namespace {

QString markName(const std::optional<result::EngineKind>& mark) {
    return mark ? engineName(*mark) : QString();
}

QString spoken(const Cell& cell) {
    QStringList parts;
    if (cell.sign == Cell::Sign::Met) parts << CellTableModel::tr("met");
    if (cell.sign == Cell::Sign::Missed) parts << CellTableModel::tr("missed");
    parts << cell.text << cell.aside << cell.hint;
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

}  // namespace

Cell waitingCell() {
    return {QStringLiteral("·"), -2.0, Cell::Tone::Waiting};
}

Cell countCell(std::int64_t value, bool partial) {
    Cell cell{formatCount(value), QVariant::fromValue<qlonglong>(value)};
    cell.italic = partial;
    return cell;
}

QString csvField(QString text) {
    if (!text.contains(u',') && !text.contains(u'"') && !text.contains(u'\n')) return text;
    return u'"' + text.replace(u'"', QStringLiteral("\"\"")) + u'"';
}

void CellTableModel::setTable(CellTable table) {
    const bool sameShape =
        table.columns.size() == m_table.columns.size() && table.rows.size() == m_table.rows.size();
    if (!sameShape) beginResetModel();
    m_table = std::move(table);
    if (!sameShape) {
        endResetModel();
        return;
    }
    if (m_table.columns.isEmpty()) return;
    emit headerDataChanged(Qt::Horizontal, 0, columnCount() - 1);
    if (!m_table.rows.isEmpty()) emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

int CellTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.rows.size());
}

int CellTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_table.columns.size());
}

QVariant CellTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Cell& cell = m_table.rows[index.row()][index.column()];
    const CellColumn& column = m_table.columns[index.column()];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text;
        case Qt::TextAlignmentRole:
            return int((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        case Qt::ToolTipRole:
            return cell.hint.isEmpty() ? QVariant() : QVariant(cell.hint);
        case Qt::AccessibleTextRole:
            return QString(fullHeading(column) + QStringLiteral(": ") + spoken(cell));
        case SortRole:
            return cell.sort.isValid() ? cell.sort : QVariant(cell.text);
        case CellRole:
            return QVariant::fromValue(&cell);
        case ColumnRole:
            return QVariant::fromValue(&column);
        case HighlightRole:
            return m_table.highlighted.contains(index.row());
        default:
            return {};
    }
}

QVariant CellTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) return {};
    const CellColumn& column = m_table.columns[section];
    switch (role) {
        case Qt::DisplayRole:
            return column.title.isEmpty() ? markName(column.mark) : column.title;
        case Qt::AccessibleTextRole:
            return fullHeading(column);
        case Qt::TextAlignmentRole:
            return int((column.number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
        case ColumnRole:
            return QVariant::fromValue(&column);
        default:
            return {};
    }
}

QString fullHeading(const CellColumn& column) {
    QStringList parts = {column.group, column.title.isEmpty() ? markName(column.mark) : column.title,
                         column.unit};
    parts.removeAll(QString());
    return parts.join(QStringLiteral(", "));
}

QString toTsv(const QAbstractItemModel& model, QVector<int> rows) {
    if (rows.isEmpty())
        for (int row = 0; row < model.rowCount(); ++row) rows << row;
    QStringList lines, line;
    for (int c = 0; c < model.columnCount(); ++c)
        line << model.headerData(c, Qt::Horizontal, Qt::AccessibleTextRole).toString();
    lines << line.join(u'\t');
    for (const int row : rows) {
        line.clear();
        for (int c = 0; c < model.columnCount(); ++c) {
            const QModelIndex index = model.index(row, c);
            const auto* cell = index.data(CellTableModel::CellRole).value<const Cell*>();
            QString text = index.data().toString();
            if (cell && !cell->aside.isEmpty()) text += QStringLiteral(" (%1)").arg(cell->aside);
            line << text;
        }
        lines << line.join(u'\t');
    }
    return lines.join(u'\n') + u'\n';
}

QString toTsv(const CellTable& table) {
    CellTableModel model;
    model.setTable(table);
    return toTsv(model);
}

}  // namespace pwb::ui
