// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>

#include "ui/models/comparison_model.h"

namespace pwb::ui {

/// A figure with its unit; `partial`: it still moves.
[[nodiscard]] MeasureCell measureNumber(const QString& text, const QString& unit, bool partial = false);
[[nodiscard]] MeasureCell measureWords(const QString& text, const QString& hint = {});
/// Whether a difference to FP32 can be told. `hint` takes the p-value as %1 and the interval as %2.
[[nodiscard]] MeasureCell significanceCell(const compare::AccuracyComparison& accuracy, const QString& hint);

/// Puts the rows of the comparison together: one cell per engine, with what an absent figure waits for. The
/// reference has figures of accuracy alone.
class ComparisonBuilder {
public:
    using Value = std::optional<MeasureCell>;
    using Get = std::function<Value(const result::EngineResult&, const compare::Comparison*)>;

    /// Null gives the empty table.
    explicit ComparisonBuilder(const result::RunResult* document);

    void group(const QString& label, bool measurement);
    /// `baseline`: the row compares with FP32, whose own cell says so.
    void row(const QString& label, const Get& get, bool baseline = false, bool indent = false);
    /// Marks the smallest (or largest) of the last row unless another is within the spread of the two, or is
    /// still to come. One value and one spread per engine.
    void markBest(const QVector<std::optional<double>>& values, const QVector<double>& spreads,
                  bool smallest);

    [[nodiscard]] int engines() const { return static_cast<int>(m_engines.size()); }
    /// Null where the document has no such engine.
    [[nodiscard]] const result::EngineResult* engine(int i) const { return m_engines[i]; }
    [[nodiscard]] QVector<ComparisonModel::Row> take() { return std::move(m_rows); }

private:
    const result::RunResult* m_document;
    QVector<const result::EngineResult*> m_engines;
    QVector<bool> m_told;  ///< the column has said what it waits for
    bool m_first = true, m_measurement = false;
    QVector<ComparisonModel::Row> m_rows;
};

}  // namespace pwb::ui
