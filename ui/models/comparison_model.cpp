// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_model.h"

#include <algorithm>

#include "ui/models/comparison_rows.h"
#include "ui/models/format.h"

namespace pwb::ui {
QString MeasureCell::text() const {
    switch (state) {
        case State::Number:
            return unit.isEmpty() ? number : number + ' ' + unit;
        case State::Words:
        case State::Waiting:
            return number;
        case State::NotApplicable:
            return QStringLiteral("–");
        case State::Dot:
            return QStringLiteral("·");
    }
    return {};
}

ComparisonModel::ComparisonModel(QObject* parent) : QAbstractTableModel(parent) {
    for (const auto& kind : result::shownKinds(nullptr)) m_columns.append({kind, {}, false});
}

void ComparisonModel::setDocument(const std::shared_ptr<const result::RunResult>& document) {
    QVector<Column> columns;
    for (const auto& kind : result::shownKinds(document.get())) {
        const auto* engine = document ? document->engine(kind.engine) : nullptr;
        columns.append({kind, {}, engine && engine->state == result::EngineState::Failed});
    }
    const bool sameColumns = std::equal(columns.begin(), columns.end(), m_columns.begin(), m_columns.end(),
                                        [](const Column& a, const Column& b) { return a.kind == b.kind; });
    if (sameColumns)
        for (int i = 0; i < columns.size(); ++i) columns[i].note = m_columns[i].note;
    QVector<Row> rows = comparisonRows(document.get());
    if (sameColumns && rows == m_rows) {
        m_columns = std::move(columns);
        return;
    }
    const bool sameShape = sameColumns && rows.size() == m_rows.size();
    if (!sameShape) beginResetModel();
    m_columns = std::move(columns);
    m_rows = std::move(rows);
    if (sameShape)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    else
        endResetModel();
}

void ComparisonModel::setNotes(const QStringList& notes) {
    for (int i = 0; i < engines(); ++i) {
        if (m_columns[i].note == notes.value(i)) continue;
        m_columns[i].note = notes.value(i);
        emit headerDataChanged(Qt::Horizontal, i + 1, i + 1);
    }
}

bool ComparisonModel::hasPartial() const {
    return std::any_of(m_rows.begin(), m_rows.end(), [](const Row& row) {
        return std::any_of(row.cells.begin(), row.cells.end(),
                           [](const MeasureCell& cell) { return cell.partial; });
    });
}

QString ComparisonModel::tsv(const QVector<int>& rows) const {
    QString text = headerData(0, Qt::Horizontal, Qt::DisplayRole).toString();
    for (const Column& column : m_columns) text += '\t' + engineName(column.kind);
    text += '\n';
    for (int i = 0; i < m_rows.size(); ++i) {
        if (!rows.isEmpty() && !rows.contains(i)) continue;
        text += m_rows[i].label;
        if (!m_rows[i].group)
            for (const MeasureCell& cell : m_rows[i].cells) text += '\t' + cell.text();
        text += '\n';
    }
    return text;
}

int ComparisonModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int ComparisonModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_columns.size()) + 1;
}

QVariant ComparisonModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= m_rows.size()) return {};
    const Row& row = m_rows[index.row()];
    if (role == GroupRole) return row.group;
    if (role == IndentRole) return row.indent;
    if (index.column() == 0) return role == Qt::DisplayRole ? QVariant(row.label) : QVariant();
    if (row.group) return {};
    const MeasureCell& cell = row.cells[index.column() - 1];
    switch (role) {
        case Qt::DisplayRole:
            return cell.text();
        case Qt::ToolTipRole:
            return cell.hint.isEmpty() ? QVariant() : QVariant(cell.hint);
        case Qt::AccessibleTextRole: {
            const bool spoken =
                cell.state == MeasureCell::State::Dot || cell.state == MeasureCell::State::NotApplicable;
            return spoken && !cell.hint.isEmpty() ? cell.hint : cell.text();
        }
        case Qt::AccessibleDescriptionRole:
            return cell.best ? tr("best of all, outside the spread") : cell.hint;
        case CellRole:
            return QVariant::fromValue(cell);
        default:
            return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section > engines()) return {};
    if (section == 0) return role == Qt::DisplayRole ? QVariant(tr("Measure")) : QVariant();
    const Column& column = m_columns[section - 1];
    if (role == Qt::DisplayRole) return engineName(column.kind);
    if (role == Qt::ToolTipRole && !column.note.isEmpty()) return column.note;
    if (role == Qt::AccessibleTextRole) return engineName(column.kind) + QStringLiteral(", ") + column.note;
    return {};
}

}  // namespace pwb::ui
