// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_rows.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>
#include <functional>

#include "ui/models/format.h"

namespace pwb::ui {
namespace {

using report::EngineResult;
using report::EngineState;
using Row = ComparisonModel::Row;
using Value = std::optional<MeasureCell>;

struct Table {
    Q_DECLARE_TR_FUNCTIONS(ComparisonTable)
};

MeasureCell number(const QString& text, const QString& unit, bool partial = false) {
    MeasureCell cell;
    cell.state = MeasureCell::State::Number;
    cell.number = text;
    cell.unit = partial ? Table::tr("%1 so far").arg(unit).trimmed() : unit;
    cell.partial = partial;
    return cell;
}

MeasureCell words(const QString& text, const QString& hint = {}) {
    MeasureCell cell;
    cell.state = MeasureCell::State::Words;
    cell.number = text;
    cell.hint = hint;
    return cell;
}

/// What an absent figure says: the first cell of a group names what it waits for, the others hold a dot.
MeasureCell absent(const EngineResult& engine, bool first, bool finished, bool measurement) {
    MeasureCell cell;
    const bool over =
        finished || engine.state == EngineState::Failed || engine.state == EngineState::Cancelled;
    cell.state = over    ? MeasureCell::State::NotApplicable
                 : first ? MeasureCell::State::Waiting
                         : MeasureCell::State::Dot;
    const bool int8 = engine.precision == base::Precision::Int8;
    const bool built = engine.built.has_value();
    if (over)
        cell.hint =
            engine.state == EngineState::Failed ? Table::tr("the engine failed") : Table::tr("not measured");
    else if (!built)
        cell.hint = int8 ? Table::tr("after calibration") : Table::tr("after building");
    else
        cell.hint = measurement ? Table::tr("waits to be measured") : Table::tr("after evaluation");
    cell.number = cell.hint;
    return cell;
}

class Builder {
public:
    explicit Builder(const report::ReportDocument* document) : m_document(document) {
        for (std::size_t i = 0; i < m_engines.size(); ++i)
            if (document)
                m_engines[i] = document->engine(std::string(base::precisionId(base::kAllPrecisions[i])));
    }

    void group(const QString& label, bool measurement) {
        m_rows.append({label, true, false, {}});
        m_first = true;
        m_measurement = measurement;
    }

    /// `baseline`: the row compares with FP32, whose own cell says so.
    using Get = std::function<Value(const EngineResult&, const compare::Comparison*)>;
    void row(const QString& label, const Get& get, bool baseline = false, bool indent = false) {
        Row made{label, false, indent, {}};
        for (std::size_t i = 0; i < m_engines.size(); ++i) {
            if (!m_engines[i]) continue;
            const EngineResult& engine = *m_engines[i];
            if (baseline && engine.precision == base::Precision::Fp32) {
                if (!indent) made.cells[i] = words(Table::tr("baseline"));
                continue;
            }
            Value value = get(engine, m_document->comparison(engine.id()));
            made.cells[i] =
                value ? *value : absent(engine, m_first || !m_told[i], m_document->finished, m_measurement);
            if (!value) m_told[i] = true;
        }
        if (m_first) m_told = {};
        for (std::size_t i = 0; i < m_told.size(); ++i)
            if (made.cells[i].state == MeasureCell::State::Waiting) m_told[i] = true;
        m_first = false;
        m_rows.append(made);
    }

    QVector<Row>& rows() { return m_rows; }
    [[nodiscard]] const EngineResult* engine(std::size_t i) const { return m_engines[i]; }

private:
    const report::ReportDocument* m_document;
    std::array<const EngineResult*, 3> m_engines = {};
    std::array<bool, 3> m_told = {};
    bool m_first = true, m_measurement = false;
    QVector<Row> m_rows;
};

const measure::LatencyStats* batchOne(const EngineResult& engine) {
    if (!engine.measurement) return nullptr;
    for (const auto& latency : engine.measurement->latency)
        if (latency.batch == 1) return &latency;
    return nullptr;
}

std::optional<double> oneStreamFps(const EngineResult& engine) {
    if (!engine.measurement) return std::nullopt;
    for (const auto& point : engine.measurement->throughput)
        if (point.batch == 1 && point.streams == 1) return point.fps;
    return std::nullopt;
}

/// Marks the smallest (or largest) of a row unless another is within the spread of the two, or is still to
/// come.
void markBest(Row& row, const std::array<std::optional<double>, 3>& values,
              const std::array<double, 3>& spreads, bool smallest) {
    int best = -1;
    for (int i = 0; i < 3; ++i)
        if (values[i] && (best < 0 || (smallest ? *values[i] < *values[best] : *values[i] > *values[best])))
            best = i;
    if (best < 0) return;
    const auto toCome = [](const MeasureCell& cell) {
        return cell.state == MeasureCell::State::Waiting || cell.state == MeasureCell::State::Dot;
    };
    if (std::any_of(row.cells.begin(), row.cells.end(), toCome)) return;
    int others = 0;
    for (int i = 0; i < 3; ++i) {
        if (i == best || !values[i]) continue;
        ++others;
        if (std::abs(*values[i] - *values[best]) <= std::max(spreads[i], spreads[best])) return;
    }
    if (others > 0) row.cells[static_cast<std::size_t>(best)].best = true;
}

void accuracyRows(Builder& b) {
    b.group(Table::tr("Accuracy"), false);
    b.row(Table::tr("Top-1 accuracy"), [](const EngineResult& e, auto*) -> Value {
        if (!e.accuracy) return std::nullopt;
        const double half = (e.accuracy->interval[1] - e.accuracy->interval[0]) / 2 * 100;
        const QString unit =
            e.accuracyPartial ? QStringLiteral("%") : QStringLiteral("%  ± ") + formatNumber(half, 1);
        MeasureCell cell = number(formatNumber(e.accuracy->top1 * 100, 2), unit, e.accuracyPartial);
        cell.hint = Table::tr("%1 of %2 right; 95 % Wilson interval %3 … %4")
                        .arg(formatCount(e.accuracy->correct), formatCount(e.accuracy->samples),
                             formatPercent(e.accuracy->interval[0]), formatPercent(e.accuracy->interval[1]));
        return cell;
    });
    b.row(Table::tr("Top-5 accuracy"), [](const EngineResult& e, auto*) -> Value {
        if (!e.accuracy) return std::nullopt;
        return number(formatNumber(e.accuracy->top5 * 100, 2), QStringLiteral("%"), e.accuracyPartial);
    });
    b.row(Table::tr("F1, macro"), [](const EngineResult& e, auto*) -> Value {
        if (!e.accuracy || e.accuracyPartial) return std::nullopt;
        return number(formatNumber(e.accuracy->f1Macro, 3), {});
    });
    b.row(
        Table::tr("Top-1 against FP32"),
        [](const EngineResult& e, const compare::Comparison* c) -> Value {
            if (!c || !c->accuracy) return std::nullopt;
            return number(formatSigned(c->accuracy->accuracyDelta * 100, 2), Table::tr("points"),
                          e.accuracyPartial);
        },
        true);
    b.row(
        Table::tr("its 95 % interval"),
        [](const EngineResult& e, const compare::Comparison* c) -> Value {
            if (!c || !c->accuracy || e.accuracyPartial) return std::nullopt;
            return words(formatPointsRange(c->accuracy->interval[0], c->accuracy->interval[1]));
        },
        true, true);
    b.row(
        Table::tr("significance"),
        [](const EngineResult& e, const compare::Comparison* c) -> Value {
            if (!c || !c->accuracy || e.accuracyPartial) return std::nullopt;
            const auto& a = *c->accuracy;
            const QString hint =
                Table::tr("exact McNemar test, %1; interval %2")
                    .arg(formatPValue(a.pValue), formatPointsRange(a.interval[0], a.interval[1]));
            if (!a.distinguishable) return words(Table::tr("not distinguishable"), hint);
            return words(a.accuracyDelta < 0 ? Table::tr("worse, %1").arg(formatPValue(a.pValue))
                                             : Table::tr("better, %1").arg(formatPValue(a.pValue)),
                         hint);
        },
        true, true);
    b.row(
        Table::tr("Same answer as FP32"),
        [](const EngineResult& e, const compare::Comparison* c) -> Value {
            if (!c || !c->accuracy) return std::nullopt;
            MeasureCell cell =
                number(formatNumber(c->accuracy->agreement * 100, 2), QStringLiteral("%"), e.accuracyPartial);
            cell.hint = Table::tr("%1 of %2 answers changed")
                            .arg(formatCount(c->accuracy->changedSamples), formatCount(c->accuracy->samples));
            return cell;
        },
        true);
}

/// How far the rounds' 99th percentiles lie apart.
double tailSpread(const measure::LatencyStats& latency) {
    if (latency.rounds.empty()) return 0;
    const auto [least, most] =
        std::minmax_element(latency.rounds.begin(), latency.rounds.end(),
                            [](const auto& x, const auto& y) { return x.p99 < y.p99; });
    return most->p99 - least->p99;
}

void speedRows(Builder& b) {
    b.group(Table::tr("Speed, batch 1, one stream"), true);
    std::array<std::optional<double>, 3> p50s, p99s, fps;
    std::array<double, 3> spreads = {}, tailSpreads = {}, fpsSpreads = {};
    for (std::size_t i = 0; i < 3; ++i) {
        const EngineResult* engine = b.engine(i);
        if (!engine) continue;
        if (const auto* latency = batchOne(*engine)) {
            p50s[i] = latency->p50;
            p99s[i] = latency->p99;
            spreads[i] = latency->spread;
            tailSpreads[i] = tailSpread(*latency);
        }
        fps[i] = oneStreamFps(*engine);
        if (p50s[i] && fps[i] && *p50s[i] > 0) fpsSpreads[i] = *fps[i] * spreads[i] / *p50s[i];
    }
    const auto milliseconds = [](double value) {
        return number(formatNumber(value, millisecondDecimals(value)), QStringLiteral("ms"));
    };
    b.row(Table::tr("Latency p50"), [&](const EngineResult& e, auto*) -> Value {
        const auto* latency = batchOne(e);
        if (!latency) return std::nullopt;
        MeasureCell cell = milliseconds(latency->p50);
        cell.hint = Table::tr("%1 runs; round medians differ by up to %2")
                        .arg(formatCount(latency->n), formatMs(latency->spread));
        return cell;
    });
    markBest(b.rows().last(), p50s, spreads, true);
    b.row(Table::tr("Latency p99"), [&](const EngineResult& e, auto*) -> Value {
        const auto* latency = batchOne(e);
        return latency ? Value(milliseconds(latency->p99)) : std::nullopt;
    });
    markBest(b.rows().last(), p99s, tailSpreads, true);
    b.row(Table::tr("Throughput"), [](const EngineResult& e, auto*) -> Value {
        const auto value = oneStreamFps(e);
        return value ? Value(number(formatNumber(*value, *value < 100 ? 1 : 0), QStringLiteral("FPS")))
                     : std::nullopt;
    });
    markBest(b.rows().last(), fps, fpsSpreads, false);
    b.row(
        Table::tr("Speed-up, p50"),
        [](const EngineResult&, const compare::Comparison* c) -> Value {
            if (!c || !c->speedup) return std::nullopt;
            MeasureCell cell = number(formatNumber(*c->speedup, 2), QStringLiteral("×"));
            if (c->speedupSpread)
                cell.hint =
                    Table::tr("over rounds %1 to %2")
                        .arg(formatRatio((*c->speedupSpread)[0]), formatRatio((*c->speedupSpread)[1]));
            return cell;
        },
        true);
}

/// A row of sizes in one unit, the one that suits its largest.
void sizeRow(Builder& b, const QString& label,
             const std::function<std::optional<std::uint64_t>(const EngineResult&)>& get) {
    std::uint64_t largest = 0;
    std::array<std::optional<double>, 3> values;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto size = b.engine(i) ? get(*b.engine(i)) : std::nullopt;
        if (!size) continue;
        largest = std::max(largest, *size);
        values[i] = static_cast<double>(*size);
    }
    const ByteUnit unit = byteUnit(largest);
    b.row(label, [&](const EngineResult& e, auto*) -> Value {
        const auto size = get(e);
        return size ? Value(number(formatByteNumber(*size, unit), byteUnitName(unit))) : std::nullopt;
    });
    markBest(b.rows().last(), values, {}, true);
}

void memoryRows(Builder& b) {
    b.group(Table::tr("Memory and size"), true);
    sizeRow(b, Table::tr("Peak memory"), [](const EngineResult& e) -> std::optional<std::uint64_t> {
        return e.measurement ? std::optional(e.measurement->memory.peakBytes) : std::nullopt;
    });
    sizeRow(b, Table::tr("File size"), [](const EngineResult& e) -> std::optional<std::uint64_t> {
        return e.built ? std::optional(e.built->fileBytes) : std::nullopt;
    });
    b.row(
        Table::tr("File size against FP32"),
        [](const EngineResult&, const compare::Comparison* c) -> Value {
            return c && c->sizeRatio ? Value(number(formatNumber(*c->sizeRatio, 2), QStringLiteral("×")))
                                     : std::nullopt;
        },
        true);
}

}  // namespace

QVector<ComparisonModel::Row> comparisonRows(const report::ReportDocument* document) {
    Builder builder(document);
    accuracyRows(builder);
    speedRows(builder);
    memoryRows(builder);
    return builder.rows();
}

}  // namespace pwb::ui
