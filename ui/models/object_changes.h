// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractTableModel>
#include <array>
#include <memory>
#include <optional>
#include <vector>

#include "core/compare/objects.h"
#include "core/result/run_result.h"
#include "ui/models/cell_table.h"
#include "ui/models/object_words.h"

namespace pwb::ui {

/// What is listed of a detector's objects, the worst first.
inline constexpr std::array<compare::ObjectFate, 4> kListedFates = {
    compare::ObjectFate::Lost, compare::ObjectFate::Relabelled, compare::ObjectFate::New,
    compare::ObjectFate::Moved};

struct ObjectFilter {
    base::EngineId candidate = base::Precision::Int8;
    std::array<bool, kListedFates.size()> fates = {true, true, true, false};       ///< as kListedFates
    std::array<bool, evaluate::kPixelBuckets> buckets = {true, true, true, true};  ///< pixel buckets
    std::optional<int> label = {};                                                 ///< class of either engine
    bool onlyAnnotated = false;  ///< objects that are there: lost means missed

    /// What a detector for small objects is chosen by: lost ones up to 15 px.
    [[nodiscard]] static ObjectFilter lostSmall(const base::EngineId& candidate);
    bool operator==(const ObjectFilter&) const = default;
};
/// Understands "engine=int8 class=2 fate=lost,new size=<8,8-15 annotated" and, as Accuracy sends it,
/// "true=2"; unknown words are passed over.
[[nodiscard]] ObjectFilter objectFilterFrom(const QString& text);

/// The objects that a candidate finds otherwise than FP32. Holds only which are listed and in which order;
/// words are made when they are asked for, so that 100,000 cost no more than a sort.
class ObjectChangesModel : public QAbstractTableModel {
    Q_OBJECT

public:
    enum Column { Image, Fate, Class, Side, Before, After, Overlap, Annotated };

    using QAbstractTableModel::QAbstractTableModel;
    void setDocument(const std::shared_ptr<const result::RunResult>& document, const ObjectFilter& filter);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    /// Column −1: as at first, what is annotated and lost before all else.
    void sort(int column, Qt::SortOrder order) override;

    /// Index into ObjectComparison::changes.
    [[nodiscard]] int changeAt(int row) const {
        return static_cast<int>(m_shown[static_cast<std::size_t>(row)]);
    }
    [[nodiscard]] const compare::ObjectChange& change(int row) const;
    [[nodiscard]] int rowOf(int change) const;  ///< −1: not listed
    /// Tab-separated lines of `rows` (none: all) as they are shown, with a heading.
    [[nodiscard]] QString tsv(const QVector<int>& rows = {}) const;
    /// Comma-separated lines (RFC 4180) of what is listed, for programs.
    [[nodiscard]] QString csv() const;

private:
    [[nodiscard]] bool isListed(const compare::ObjectChange& change) const;
    /// What a column sorts by; nothing where it is empty, which stands last in both orders.
    [[nodiscard]] std::optional<double> key(const ChangedBoxes& found, int column) const;
    [[nodiscard]] ChangedBoxes boxes(const compare::ObjectChange& change) const;
    [[nodiscard]] Cell cell(const compare::ObjectChange& change, int column) const;
    void makeColumns();
    void arrange();

    std::shared_ptr<const result::RunResult> m_document;
    std::shared_ptr<const compare::ObjectComparison> m_objects;
    const result::EngineResult *m_fp32 = nullptr, *m_candidate = nullptr;  ///< of m_document
    ObjectFilter m_filter;
    int m_sortColumn = -1;
    Qt::SortOrder m_order = Qt::AscendingOrder;
    std::vector<std::uint32_t> m_shown;
    QVector<CellColumn> m_columns;
    mutable Cell m_painted;  ///< the one that a delegate looks at
};

}  // namespace pwb::ui
