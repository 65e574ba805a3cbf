// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_builder.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"

namespace pwb::ui {
namespace {

using result::EngineResult;
using result::EngineState;

struct ComparisonBuilderText {
    Q_DECLARE_TR_FUNCTIONS(ComparisonTable)
};

/// What an absent figure says: the first cell of a group names what it waits for, the others hold a dot.
MeasureCell absent(const EngineResult& engine, bool first, bool finished, bool measurement) {
    MeasureCell cell;
    if (engine.isReference() && measurement) {
        cell.hint = ComparisonBuilderText::tr("a reference, not measured");
        cell.number = cell.hint;
        return cell;
    }
    const bool over =
        finished || engine.state == EngineState::Failed || engine.state == EngineState::Cancelled;
    cell.state = over    ? MeasureCell::State::NotApplicable
                 : first ? MeasureCell::State::Waiting
                         : MeasureCell::State::Dot;
    const bool int8 = engine.id.precision == base::Precision::Int8;
    const bool built = engine.built.has_value();
    if (over)
        cell.hint = engine.state == EngineState::Failed ? ComparisonBuilderText::tr("the engine failed")
                                                        : ComparisonBuilderText::tr("not measured");
    else if (!built)
        cell.hint = int8 ? ComparisonBuilderText::tr("after calibration")
                         : ComparisonBuilderText::tr("after building");
    else
        cell.hint = measurement ? ComparisonBuilderText::tr("waits to be measured")
                                : ComparisonBuilderText::tr("after evaluation");
    cell.number = cell.hint;
    return cell;
}

}  // namespace

MeasureCell measureNumber(const QString& text, const QString& unit, bool partial) {
    MeasureCell cell;
    cell.state = MeasureCell::State::Number;
    cell.number = text;
    cell.unit = partial ? ComparisonBuilderText::tr("%1 so far").arg(unit).trimmed() : unit;
    cell.partial = partial;
    return cell;
}

MeasureCell measureWords(const QString& text, const QString& hint) {
    MeasureCell cell;
    cell.state = MeasureCell::State::Words;
    cell.number = text;
    cell.hint = hint;
    return cell;
}

MeasureCell significanceCell(const compare::AccuracyComparison& accuracy, const QString& hint) {
    const QString p = formatPValue(accuracy.pValue);
    const QString told = hint.arg(p, formatPointsRange(accuracy.interval[0], accuracy.interval[1]));
    if (!accuracy.distinguishable)
        return measureWords(ComparisonBuilderText::tr("not distinguishable"), told);
    return measureWords(accuracy.accuracyDelta < 0 ? ComparisonBuilderText::tr("worse, %1").arg(p)
                                                   : ComparisonBuilderText::tr("better, %1").arg(p),
                        told);
}

ComparisonBuilder::ComparisonBuilder(const result::RunResult* document) : m_document(document) {
    for (const auto& kind : result::shownKinds(document))
        m_engines << (document ? document->engine(kind.engine) : nullptr);
    m_told.fill(false, m_engines.size());
}

void ComparisonBuilder::group(const QString& label, bool measurement) {
    m_rows.append({label, true, false, {}});
    m_first = true;
    m_measurement = measurement;
}

void ComparisonBuilder::row(const QString& label, const Get& get, bool baseline, bool indent) {
    ComparisonModel::Row made{label, false, indent, QVector<MeasureCell>(m_engines.size())};
    for (int i = 0; i < engines(); ++i) {
        if (!m_engines[i]) continue;
        const EngineResult& engine = *m_engines[i];
        if (baseline && engine.id.isBaseline()) {
            if (!indent) made.cells[i] = measureWords(ComparisonBuilderText::tr("baseline"));
            continue;
        }
        Value value;
        if (!engine.isReference() || !m_measurement) value = get(engine, m_document->comparison(engine.id));
        made.cells[i] =
            value ? *value : absent(engine, m_first || !m_told[i], m_document->finished, m_measurement);
        if (!value) m_told[i] = true;
    }
    if (m_first) m_told.fill(false);
    for (int i = 0; i < engines(); ++i)
        if (made.cells[i].state == MeasureCell::State::Waiting) m_told[i] = true;
    m_first = false;
    m_rows.append(made);
}

void ComparisonBuilder::markBest(const QVector<std::optional<double>>& values, const QVector<double>& spreads,
                                 bool smallest) {
    ComparisonModel::Row& row = m_rows.last();
    int best = -1;
    for (int i = 0; i < engines(); ++i)
        if (values[i] && (best < 0 || (smallest ? *values[i] < *values[best] : *values[i] > *values[best])))
            best = i;
    if (best < 0) return;
    const auto toCome = [](const MeasureCell& cell) {
        return cell.state == MeasureCell::State::Waiting || cell.state == MeasureCell::State::Dot;
    };
    if (std::any_of(row.cells.begin(), row.cells.end(), toCome)) return;
    int others = 0;
    for (int i = 0; i < engines(); ++i) {
        if (i == best || !values[i]) continue;
        ++others;
        if (std::abs(*values[i] - *values[best]) <= std::max(spreads[i], spreads[best])) return;
    }
    if (others > 0) row.cells[best].best = true;
}

}  // namespace pwb::ui
