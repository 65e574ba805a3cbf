// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

#include "core/result/run_result.h"
#include "ui/models/cell_table.h"

namespace pwb::ui {

/// min, mean, p50, p90, p99, spread and speed-up of every engine at one batch size, in milliseconds per call.
[[nodiscard]] CellTable percentilesTable(const result::RunResult& document, int batch);
/// What the percentiles mean: whether differences stand outside the spread of the rounds, and what a
/// precision really computes here. `good` notes carry a tick.
struct PerformanceNote {
    bool good = false;
    QString text;
};
[[nodiscard]] QVector<PerformanceNote> performanceNotes(const result::RunResult& document, int batch);

/// FPS over batch (one stream) and over streams (batch 1), and how busy the cores were.
[[nodiscard]] CellTable throughputTable(const result::RunResult& document);

/// The best measured throughput with `streams` parallel sessions, over batches; 0: over streams as well.
[[nodiscard]] std::optional<double> bestThroughput(const result::EngineResult& engine, int streams);
/// Cameras that each engine carries at usual frame rates; the column of `fps` is marked.
[[nodiscard]] CellTable camerasTable(const result::RunResult& document, int streams, double fps, int wanted);

/// Whether any engine was timed.
[[nodiscard]] bool isMeasured(const result::RunResult& document);
/// Batch sizes and numbers of streams that were measured.
[[nodiscard]] QVector<int> measuredBatches(const result::RunResult& document);
[[nodiscard]] QVector<int> measuredStreams(const result::RunResult& document);
[[nodiscard]] const measure::LatencyStats* latencyOf(const result::EngineResult& engine, int batch);
[[nodiscard]] std::optional<double> throughputOf(const result::EngineResult& engine, int batch, int streams);

/// A cell that names an engine of the document behind its mark; sorts in the document's order.
[[nodiscard]] Cell engineCell(const result::RunResult& document, const result::EngineResult& engine);
/// “·”, with why the figure is not there.
[[nodiscard]] Cell missingCell(const result::EngineResult& engine);

}  // namespace pwb::ui
