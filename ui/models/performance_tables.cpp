// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/performance_tables.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/format.h"
#include "ui/models/task_figures.h"

namespace pwb::ui {

namespace {

constexpr double kFarOutside = 5;  ///< times the spread of the rounds

struct PerformanceTablesText {
    Q_DECLARE_TR_FUNCTIONS(PerformanceTables)
};

Cell milliseconds(double ms, int decimals) {
    return {formatNumber(ms, decimals), ms};
}

/// The largest p50 sets the decimals for all, so that points stand in line.
int decimalsFor(const result::RunResult& document, int batch) {
    double smallest = 1e300;
    for (const auto& engine : document.engines)
        if (const auto* stats = latencyOf(engine, batch)) smallest = std::min(smallest, stats->p50);
    return millisecondDecimals(smallest);
}

QVector<int> sorted(QVector<int> values) {
    std::sort(values.begin(), values.end());
    values.erase(std::unique(values.begin(), values.end()), values.end());
    return values;
}

}  // namespace

const measure::LatencyStats* latencyOf(const result::EngineResult& engine, int batch) {
    if (engine.measurement)
        for (const auto& stats : engine.measurement->latency)
            if (stats.batch == batch && stats.n > 0) return &stats;
    return nullptr;
}

std::optional<double> throughputOf(const result::EngineResult& engine, int batch, int streams) {
    if (engine.measurement)
        for (const auto& point : engine.measurement->throughput)
            if (point.batch == batch && point.streams == streams) return point.fps;
    return std::nullopt;
}

Cell engineCell(const result::RunResult& document, const result::EngineResult& engine) {
    Cell cell{engineName(document, engine), static_cast<int>(&engine - document.engines.data()),
              Cell::Tone::Strong};
    cell.mark = result::kindOf(document, engine);
    return cell;
}

Cell missingCell(const result::EngineResult& engine) {
    Cell cell{QStringLiteral("·"), -1.0, Cell::Tone::Waiting};
    using result::EngineState;
    if (engine.state == EngineState::Failed)
        cell.hint = engine.error ? coreText(*engine.error) : PerformanceTablesText::tr("failed");
    else if (engine.state == EngineState::Cancelled)
        cell.hint = PerformanceTablesText::tr("cancelled");
    else if (engine.state == EngineState::Ready || engine.state == EngineState::Evaluated)
        cell.hint = PerformanceTablesText::tr("not measured");
    else
        cell.hint = PerformanceTablesText::tr("measured after evaluation");
    return cell;
}

CellTable percentilesTable(const result::RunResult& document, int batch) {
    CellTable table;
    table.columns = {{PerformanceTablesText::tr("ms")}};
    for (const QString& name : {PerformanceTablesText::tr("min"), PerformanceTablesText::tr("mean"),
                                PerformanceTablesText::tr("p50"), PerformanceTablesText::tr("p90"),
                                PerformanceTablesText::tr("p99"), PerformanceTablesText::tr("spread")})
        table.columns << CellColumn{name, {}, true, {}, PerformanceTablesText::tr("ms")};
    table.columns << CellColumn{PerformanceTablesText::tr("speed-up"), {}, true};
    const auto* fp32 = document.engine(base::Precision::Fp32);
    const auto* base = fp32 ? latencyOf(*fp32, batch) : nullptr;
    const int decimals = decimalsFor(document, batch);
    for (const auto* timed : timedEngines(document)) {
        const auto& engine = *timed;
        QVector<Cell> row = {engineCell(document, engine)};
        const auto* stats = latencyOf(engine, batch);
        for (int c = 1; c < 7; ++c) {
            if (!stats) {
                row << missingCell(engine);
                continue;
            }
            const double values[] = {stats->min, stats->mean, stats->p50,
                                     stats->p90, stats->p99,  stats->spread};
            row << milliseconds(values[c - 1], decimals);
        }
        if (&engine == fp32)
            row << Cell{PerformanceTablesText::tr("baseline"), 1.0, Cell::Tone::Secondary};
        else if (stats && base && stats->p50 > 0)
            row << Cell{formatRatio(base->p50 / stats->p50), base->p50 / stats->p50};
        else
            row << missingCell(engine);
        table.rows << row;
    }
    return table;
}

QVector<PerformanceNote> performanceNotes(const result::RunResult& document, int batch) {
    QVector<PerformanceNote> notes;
    const auto* fp32 = document.engine(base::Precision::Fp32);
    const auto* base = fp32 ? latencyOf(*fp32, batch) : nullptr;
    for (const auto* timed : timedEngines(document)) {
        const auto& engine = *timed;
        const auto* stats = latencyOf(engine, batch);
        if (&engine == fp32 || !stats || !base) continue;
        const double gap = std::abs(base->p50 - stats->p50), spread = std::max(base->spread, stats->spread);
        const int decimals = millisecondDecimals(std::min(base->p50, stats->p50));
        const QString amount = formatNumber(gap, decimals) + QStringLiteral(" ms");
        const bool faster = stats->p50 < base->p50;
        QString text;
        if (gap <= spread)
            text = PerformanceTablesText::tr(
                "FP32 and %1 differ by %2, within the spread of the rounds: no difference can be told.");
        else if (gap <= kFarOutside * spread)
            text = faster ? PerformanceTablesText::tr(
                                "%1 is %2 faster than FP32, outside the spread of the rounds.")
                          : PerformanceTablesText::tr(
                                "%1 is %2 slower than FP32, outside the spread of the rounds.");
        else
            text = faster ? PerformanceTablesText::tr(
                                "%1 is %2 faster than FP32, far outside the spread of the rounds.")
                          : PerformanceTablesText::tr(
                                "%1 is %2 slower than FP32, far outside the spread of the rounds.");
        notes << PerformanceNote{faster && gap > spread, text.arg(engineName(document, engine), amount)};
    }
    for (const auto* timed : timedEngines(document)) {
        const auto& engine = *timed;
        if (engine.state == result::EngineState::Failed && engine.error)
            notes << PerformanceNote{
                false, engineName(document, engine) + QStringLiteral(": ") + coreText(*engine.error)};
        if (!engine.effective.reason.code.empty())
            notes << PerformanceNote{false, engineName(document, engine) + QStringLiteral(": ") +
                                                coreText(engine.effective.reason)};
        if (engine.measurement)
            for (const auto& warning : engine.measurement->warnings)
                notes << PerformanceNote{
                    false, engineName(document, engine) + QStringLiteral(": ") + coreText(warning)};
    }
    return notes;
}

bool isMeasured(const result::RunResult& document) {
    return std::ranges::any_of(document.engines,
                               [](const auto& engine) { return engine.measurement.has_value(); });
}

QVector<int> measuredBatches(const result::RunResult& document) {
    QVector<int> batches;
    for (const auto& engine : document.engines)
        if (engine.measurement)
            for (const auto& stats : engine.measurement->latency) batches << stats.batch;
    return sorted(batches);
}

QVector<int> measuredStreams(const result::RunResult& document) {
    QVector<int> streams;
    for (const auto& engine : document.engines)
        if (engine.measurement)
            for (const auto& point : engine.measurement->throughput) streams << point.streams;
    return sorted(streams);
}

CellTable throughputTable(const result::RunResult& document) {
    CellTable table;
    table.columns = {{PerformanceTablesText::tr("FPS")}};
    const QVector<int> batches = measuredBatches(document), streams = measuredStreams(document);
    const QString overBatch = PerformanceTablesText::tr("Batch, 1 stream"),
                  overStreams = PerformanceTablesText::tr("Streams, batch 1");
    for (const int batch : batches)
        table.columns << CellColumn{QString::number(batch),  overBatch, true, {}, {},
                                    batch == batches.first()};
    for (const int count : streams)
        table.columns << CellColumn{QString::number(count),  overStreams, true, {}, {},
                                    count == streams.first()};
    table.columns << CellColumn{PerformanceTablesText::tr("Core busy"), {}, true, {}, {}, true};
    for (const auto* timed : timedEngines(document)) {
        const auto& engine = *timed;
        QVector<Cell> row = {engineCell(document, engine)};
        const auto add = [&](std::optional<double> fps) {
            row << (fps ? Cell{formatNumber(*fps, *fps < 100 ? 1 : 0), *fps} : missingCell(engine));
        };
        for (const int batch : batches) add(throughputOf(engine, batch, 1));
        for (const int count : streams) add(throughputOf(engine, 1, count));
        const bool known = engine.measurement && engine.measurement->utilisation;
        row << (known ? Cell{formatNumber(*engine.measurement->utilisation * 100, 0) + QStringLiteral(" %"),
                             *engine.measurement->utilisation}
                      : missingCell(engine));
        table.rows << row;
    }
    return table;
}

std::optional<double> bestThroughput(const result::EngineResult& engine, int streams) {
    std::optional<double> best;
    if (engine.measurement)
        for (const auto& point : engine.measurement->throughput)
            if ((streams == 0 || point.streams == streams) && (!best || point.fps > *best)) best = point.fps;
    return best;
}

CellTable camerasTable(const result::RunResult& document, int streams, double fps, int wanted) {
    QVector<double> rates = {15, 25, 30, 60};
    if (!rates.contains(fps)) rates << fps;
    std::sort(rates.begin(), rates.end());
    CellTable table;
    table.columns = {{PerformanceTablesText::tr("Cameras at")}};
    for (const double rate : rates)
        table.columns << CellColumn{PerformanceTablesText::tr("%1 fps").arg(rate), {}, true};
    for (const auto* timed : timedEngines(document)) {
        const auto& engine = *timed;
        QVector<Cell> row = {engineCell(document, engine)};
        const auto best = bestThroughput(engine, streams);
        for (const double rate : rates) {
            if (!best) {
                row << missingCell(engine);
                continue;
            }
            const double cameras = std::floor(*best / rate);
            Cell cell{formatNumber(cameras, 0), cameras,
                      cameras >= wanted ? Cell::Tone::Strong : Cell::Tone::Secondary};
            cell.hint = cameras >= wanted ? PerformanceTablesText::tr("enough for the %1 wanted").arg(wanted)
                                          : PerformanceTablesText::tr("fewer than the %1 wanted").arg(wanted);
            cell.chosen = rate == fps;
            row << cell;
        }
        table.rows << row;
    }
    return table;
}

}  // namespace pwb::ui
