// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_model.h"

#include <algorithm>

#include "ui/models/comparison_rows.h"

namespace pwb::ui {
namespace {

QString precisionText(base::Precision precision) {
    const auto name = base::precisionName(precision);
    return QString::fromLatin1(name.data(), static_cast<qsizetype>(name.size()));
}

}  // namespace

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

void ComparisonModel::setDocument(const std::shared_ptr<const report::ReportDocument>& document) {
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        m_columns[i].precision = base::kAllPrecisions[i];
        const auto* engine =
            document ? document->engine(std::string(base::precisionId(m_columns[i].precision))) : nullptr;
        m_columns[i].failed = engine && engine->state == report::EngineState::Failed;
    }
    QVector<Row> rows = comparisonRows(document.get());
    if (rows == m_rows) return;
    const bool sameShape = rows.size() == m_rows.size();
    if (!sameShape) beginResetModel();
    m_rows = std::move(rows);
    if (sameShape)
        emit dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
    else
        endResetModel();
}

void ComparisonModel::setNotes(const std::array<QString, 3>& notes) {
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        if (m_columns[i].note == notes[i]) continue;
        m_columns[i].note = notes[i];
        emit headerDataChanged(Qt::Horizontal, static_cast<int>(i) + 1, static_cast<int>(i) + 1);
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
    for (const Column& column : m_columns) text += '\t' + precisionText(column.precision);
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
    const MeasureCell& cell = row.cells[static_cast<std::size_t>(index.column() - 1)];
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
            return cell.best ? tr("best of the three, outside the spread") : cell.hint;
        case CellRole:
            return QVariant::fromValue(cell);
        default:
            return {};
    }
}

QVariant ComparisonModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section > 3) return {};
    if (section == 0) return role == Qt::DisplayRole ? QVariant(tr("Measure")) : QVariant();
    const Column& column = m_columns[static_cast<std::size_t>(section - 1)];
    if (role == Qt::DisplayRole)
        return precisionText(base::kAllPrecisions[static_cast<std::size_t>(section - 1)]);
    if (role == Qt::ToolTipRole && !column.note.isEmpty()) return column.note;
    if (role == Qt::AccessibleTextRole)
        return precisionText(column.precision) + QStringLiteral(", ") + column.note;
    return {};
}

}  // namespace pwb::ui
