// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table.h"

#include <algorithm>

#include "core/base/format.h"
#include "core/report/table_builder.h"

namespace pwb::report {
namespace {

using Metrics = evaluate::ClassificationMetrics;

TableCell ratioCell(const std::optional<double>& ratio) {
    return ratio ? TableCell{base::fixedText(*ratio, 2), "×", {}, {}, false} : TableCell{};
}

void addAccuracy(TableBuilder& table) {
    table.group(table.text("report.group_accuracy"));
    const auto accuracyRow = [&](std::string_view code, const auto& cell) {
        table.row(table.text(code), [&](const result::EngineResult& engine) {
            return engine.accuracy ? cell(*engine.accuracy) : TableCell{};
        });
    };
    accuracyRow("report.top1", [](const Metrics& metrics) {
        TableCell cell = percentCell(metrics.top1);
        cell.unit += " ± " + base::fixedText(50 * (metrics.interval[1] - metrics.interval[0]), 1);
        cell.detail = base::fixedText(100 * metrics.interval[0], 2) + " … " +
                      base::fixedText(100 * metrics.interval[1], 2) + " %";
        return cell;
    });
    accuracyRow("report.top5", [](const Metrics& metrics) {
        return metrics.classes > 5 ? percentCell(metrics.top5) : TableCell{};
    });
    accuracyRow("report.f1_macro", [](const Metrics& m) {
        return TableCell{base::fixedText(m.f1Macro, 3), {}, {}, {}, false};
    });
    accuracyRow("report.f1_weighted", [](const Metrics& m) {
        return TableCell{base::fixedText(m.f1Weighted, 3), {}, {}, {}, false};
    });
    accuracyRow("report.ece", [](const Metrics& metrics) { return percentCell(metrics.ece); });
    addDifference(table, "report.delta");
    table.candidateRow(table.text("report.agreement"), [](const compare::Comparison& one) {
        return one.accuracy ? percentCell(one.accuracy->agreement) : TableCell{};
    });
}

// At batch 1; null where it was not measured, and for the reference, which is not compared by speed.
const measure::LatencyStats* timed(const result::EngineResult& engine) {
    return engine.isReference() ? nullptr : engine.latencyAt(1);
}

// The engine that is faster than every other by more than the spread of the two; null if none is.
const result::EngineResult* clearlyFastest(const result::RunResult& document) {
    const result::EngineResult* best = nullptr;
    for (const result::EngineResult& engine : document.engines) {
        const auto* stats = timed(engine);
        if (stats && (!best || stats->p50 < best->latencyAt(1)->p50)) best = &engine;
    }
    int others = 0;
    for (const result::EngineResult& engine : document.engines) {
        const auto* stats = timed(engine);
        if (!stats || &engine == best) continue;
        ++others;
        const auto* fastest = best->latencyAt(1);
        if (stats->p50 - fastest->p50 <= std::max(stats->spread, fastest->spread)) return nullptr;
    }
    return others > 0 ? best : nullptr;
}

void addSpeed(TableBuilder& table) {
    const result::EngineResult* fastest = clearlyFastest(table.document());
    const auto latencyRow = [&](std::string_view code, double measure::LatencyStats::*figure) {
        table.row(table.text(code), [&, figure](const result::EngineResult& engine) {
            const auto* stats = timed(engine);
            if (!stats) return TableCell{};
            return TableCell{base::millisecondsText(stats->*figure), "ms", {}, {}, &engine == fastest};
        });
    };
    table.group(table.text("report.group_speed"));
    latencyRow("report.p50", &measure::LatencyStats::p50);
    latencyRow("report.p99", &measure::LatencyStats::p99);
    table.row(table.text("report.throughput"), [&](const result::EngineResult& engine) {
        const auto fps = engine.bestFps();
        if (!fps || engine.isReference()) return TableCell{};
        return TableCell{base::fixedText(*fps, *fps < 100 ? 1 : 0), "FPS", {}, {}, false};
    });
    table.candidateRow(table.text("report.speedup"), [&](const compare::Comparison& one) {
        const result::EngineResult* engine = table.document().engine(one.candidate);
        if (engine && engine->isReference()) return TableCell{};
        TableCell cell = ratioCell(one.speedup);
        if (one.speedupSpread)
            cell.detail = base::fixedText((*one.speedupSpread)[0], 2) + " … " +
                          base::fixedText((*one.speedupSpread)[1], 2) + " ×";
        return cell;
    });
}

void addMemory(TableBuilder& table) {
    using Bytes = std::optional<double>;
    const auto memoryRow = [&](std::string_view code, std::uint64_t measure::MemoryStats::*figure) {
        table.byteRow(table.text(code), [figure](const result::EngineResult& engine) -> Bytes {
            if (!engine.measurement || engine.measurement->memory.peakBytes == 0) return {};
            return static_cast<double>(engine.measurement->memory.*figure);
        });
    };
    table.group(table.text("report.group_memory"));
    memoryRow("report.peak_memory", &measure::MemoryStats::peakBytes);
    memoryRow("report.weights_memory", &measure::MemoryStats::weightsBytes);
    memoryRow("report.activations_memory", &measure::MemoryStats::activationsBytes);
    table.byteRow(table.text("report.file_size"), [](const result::EngineResult& engine) -> Bytes {
        if (!engine.built) return {};
        return static_cast<double>(engine.built->fileBytes);
    });
    table.candidateRow(table.text("report.memory_ratio"),
                       [](const compare::Comparison& one) { return ratioCell(one.memoryRatio); });
    table.candidateRow(table.text("report.size_ratio"),
                       [](const compare::Comparison& one) { return ratioCell(one.sizeRatio); });
}

}  // namespace

std::string TableCell::text() const {
    if (number.empty()) return words.empty() ? "–" : words;
    return unit.empty() ? number : number + " " + unit;
}

std::vector<const result::EngineResult*> shownEngines(const result::RunResult& document) {
    std::vector<const result::EngineResult*> engines;
    for (const bool reference : {false, true})
        for (const result::EngineResult& engine : document.engines)
            if (engine.isReference() == reference) engines.push_back(&engine);
    return engines;
}

std::string columnName(const result::RunResult& document, const result::EngineResult& engine,
                       const base::Words& words) {
    const std::string name = document.nameOf(engine);
    return engine.isReference() ? words.text(base::Message{"report.reference_name", {{"engine", name}}})
                                : name;
}

std::vector<TableGroup> comparisonTable(const result::RunResult& document, const base::Words& words) {
    TableBuilder table(document, words);
    if (document.isDetection())
        addDetection(table);
    else
        addAccuracy(table);
    addSpeed(table);
    addMemory(table);
    return table.take();
}

std::string engineNote(const result::EngineResult& engine, const base::Words& words) {
    if (engine.state == result::EngineState::Failed)
        return words.text(
            engine.error ? base::Message{"report.failed_because", {{"reason", words.text(*engine.error)}}}
                         : base::Message{"report.failed", {}});
    if (engine.state == result::EngineState::Cancelled) return words.text("report.cancelled");
    if (engine.isReference()) return words.text("report.reference_note");
    std::string note;
    const auto add = [&](const std::string& text) {
        note += (note.empty() || text.empty() ? "" : "; ") + text;
    };
    if (engine.built && engine.built->fallback) add(words.text(engine.built->fallbackReason));
    if (!engine.effective.id.empty() && engine.effective.id != base::precisionId(engine.id.precision)) {
        const auto effective = base::precisionFromId(engine.effective.id);
        const std::string name =
            effective ? std::string(base::precisionName(*effective)) : engine.effective.id;
        add(words.text(base::Message{"report.computes_in", {{"precision", name}}}));
    }
    if (engine.emulated) add(words.text("report.accuracy_emulated"));
    if (engine.built && !engine.built->calibrator.empty())
        add(words.text(base::Message{"report.calibrated",
                                     {{"calibrator", engine.built->calibrator},
                                      {"samples", std::to_string(engine.built->calibrationSamples)}}}));
    if (engine.built && engine.built->calibrationReused) add(words.text("report.calibration_reused"));
    return note;
}

std::string significanceText(const compare::AccuracyComparison& accuracy, const base::Words& words) {
    if (!accuracy.distinguishable) return words.text("report.not_distinguishable");
    return words.text(base::Message{"report.significant", {{"p", base::pValueText(accuracy.pValue)}}});
}

}  // namespace pwb::report
