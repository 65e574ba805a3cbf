// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QVector>

#include "core/result/run_result.h"

namespace pwb::ui {

/// One cell of the comparison: a number with its unit, or words.
struct MeasureCell {
    enum class State { Number, Words, NotApplicable, Waiting, Dot };

    State state = State::NotApplicable;
    QString number;  ///< "76.69"; words for Words and Waiting
    QString unit;    ///< "% ± 2.6"
    QString hint;    ///< tool tip and accessible description
    bool best = false;
    bool partial = false;

    [[nodiscard]] QString text() const;
    bool operator==(const MeasureCell&) const = default;
};

/// The overview's table: measures as rows in groups, engines as columns.
class ComparisonModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { CellRole = Qt::UserRole + 1, GroupRole, IndentRole };
    struct Row {
        QString label;
        bool group = false, indent = false;
        QVector<MeasureCell> cells;  ///< one per column; none in a group
        bool operator==(const Row&) const = default;
    };
    struct Column {
        result::EngineKind kind;
        QString note;  ///< under the name: effective precision, state, or why it failed
        bool failed = false;
    };

    explicit ComparisonModel(QObject* parent = nullptr);
    void setDocument(const std::shared_ptr<const result::RunResult>& document);
    /// The line under each engine's name.
    void setNotes(const QStringList& notes);
    [[nodiscard]] const QVector<Row>& rows() const { return m_rows; }
    [[nodiscard]] const Column& column(int index) const { return m_columns[index]; }
    [[nodiscard]] int engines() const { return static_cast<int>(m_columns.size()); }
    /// Any figure still moves.
    [[nodiscard]] bool hasPartial() const;
    /// Tab-separated text of the given rows (all when empty), with units.
    [[nodiscard]] QString tsv(const QVector<int>& rows = {}) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVector<Row> m_rows;
    QVector<Column> m_columns;
};

}  // namespace pwb::ui

Q_DECLARE_METATYPE(pwb::ui::MeasureCell)
