// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>
#include <QString>
#include <QVariant>
#include <QVector>
#include <optional>

#include "core/result/engine_kind.h"

namespace pwb::ui {

/// One cell of a result table as it is shown, copied and sorted. The text comes from core's figures through
/// format.h; a delegate only paints it.
struct Cell {
    enum class Tone { Plain, Strong, Secondary, Good, Bad, Waiting };
    enum class Sign { None, Met, Missed, Unknown };

    QString text = {};
    QVariant sort = {};  ///< what headings sort by; the text when it is not set
    Tone tone = Tone::Plain;
    std::optional<result::EngineKind> mark = {};  ///< ● ■ ▲ before the text
    std::optional<double> bar = {};               ///< −1…1, drawn right of the text
    Sign sign = Sign::None;                       ///< ✓ ✗ before the text
    QString aside = {};                           ///< second text at the right edge
    QString hint = {};                            ///< tool tip and accessible text
    bool italic = false;                          ///< “so far”
    std::optional<result::EngineKind> fill = {};  ///< tinted background
    bool chosen = false;                          ///< on the selection colour
    std::optional<result::EngineKind> chip = {};  ///< the text stands in a box of this colour behind its mark
    std::optional<double> share = {};             ///< 0…1, a bar from the left beside the number
    bool elideMiddle = false;                     ///< a name that is too long loses its middle
};

/// “·”: not evaluated yet, sorted below everything.
[[nodiscard]] Cell waitingCell();
/// “1,008”, in italics while more are to come.
[[nodiscard]] Cell countCell(std::int64_t value, bool partial = false);

struct CellColumn {
    QString title;
    QString group = {};   ///< heading over neighbouring columns of the same group
    bool number = false;  ///< right-aligned
    std::optional<result::EngineKind> mark = {};
    QString unit = {};  ///< of every number below; part of the copied heading
    bool rule = false;  ///< hairline on its left
    int least = 0;      ///< design pixels that it keeps when room is short; 0: as its kind
};

struct CellTable {
    QVector<CellColumn> columns;
    QVector<QVector<Cell>> rows;
    QVector<int> highlighted = {};  ///< rows on the selection colour, e.g. the one that applies
};

/// Shows a CellTable. Setting a table of the same shape only changes the data, so that selection and scroll
/// position stay while figures arrive.
class CellTableModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Role { CellRole = Qt::UserRole, SortRole, ColumnRole, HighlightRole };

    using QAbstractTableModel::QAbstractTableModel;
    void setTable(CellTable table);
    [[nodiscard]] const CellTable& table() const { return m_table; }
    [[nodiscard]] const Cell& cell(int row, int column) const { return m_table.rows[row][column]; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    CellTable m_table;
};

/// “INT8, Recall, %”: a column's heading with its group, mark and unit, for copying and for screen readers.
[[nodiscard]] QString fullHeading(const CellColumn& column);
/// A field of comma-separated values, in quotes where it needs them (RFC 4180).
[[nodiscard]] QString csvField(QString text);
/// Tab-separated lines with a heading line; all rows of `model` when `rows` is empty.
[[nodiscard]] QString toTsv(const QAbstractItemModel& model, QVector<int> rows = {});
[[nodiscard]] QString toTsv(const CellTable& table);

}  // namespace pwb::ui

Q_DECLARE_METATYPE(const pwb::ui::Cell*)
Q_DECLARE_METATYPE(const pwb::ui::CellColumn*)
