// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/table.h"

#include <algorithm>
#include <functional>

#include "core/report/format.h"

namespace pwb::report {
namespace {

using Metrics = evaluate::ClassificationMetrics;

// Builds rows over all engines of a document.
class TableBuilder {
public:
    TableBuilder(const ReportDocument& document, const base::Words& words)
        : m_document(document), m_words(words) {}

    void group(std::string_view code) { m_groups.push_back({m_words.text(code), {}}); }

    void row(std::string_view code, const std::function<TableCell(const EngineResult&)>& cell) {
        TableRow row{m_words.text(code), {}};
        for (const EngineResult& engine : m_document.engines) row.cells.push_back(cell(engine));
        const bool any = std::any_of(row.cells.begin(), row.cells.end(), [](const TableCell& one) {
            return !one.number.empty() || one.words.size() > 0;
        });
        if (any) m_groups.back().rows.push_back(std::move(row));
    }

    void accuracyRow(std::string_view code, const std::function<TableCell(const Metrics&)>& cell) {
        row(code, [&](const EngineResult& engine) {
            return engine.accuracy ? cell(*engine.accuracy) : TableCell{};
        });
    }

    // Cells for candidates; "baseline" for the first engine once any candidate has the figure.
    void candidateRow(std::string_view code,
                      const std::function<TableCell(const compare::Comparison&)>& cell) {
        const auto& all = m_document.comparisons;
        if (std::none_of(all.begin(), all.end(), [&](const auto& one) { return !cell(one).empty(); })) return;
        row(code, [&](const EngineResult& engine) {
            if (engine.id() == all.front().baseline)
                return TableCell{{}, {}, m_words.text("report.baseline"), {}, false};
            const compare::Comparison* comparison = m_document.comparison(engine.id());
            return comparison ? cell(*comparison) : TableCell{};
        });
    }

    void byteRow(std::string_view code,
                 const std::function<std::optional<double>(const EngineResult&)>& bytes) {
        std::vector<double> values;
        for (const EngineResult& engine : m_document.engines)
            if (const auto value = bytes(engine)) values.push_back(*value);
        if (values.empty()) return;
        std::sort(values.begin(), values.end());
        const ByteUnit unit = byteUnit(values.back());
        const bool clear = values.size() > 1 && values[0] < 0.99 * values[1];
        row(code, [&](const EngineResult& engine) {
            const auto value = bytes(engine);
            if (!value) return TableCell{};
            return TableCell{unit.text(*value), std::string(unit.name), {}, {}, clear && *value == values[0]};
        });
    }

    [[nodiscard]] std::vector<TableGroup> take() {
        std::erase_if(m_groups, [](const TableGroup& one) { return one.rows.empty(); });
        return std::move(m_groups);
    }

private:
    const ReportDocument& m_document;
    const base::Words& m_words;
    std::vector<TableGroup> m_groups;
};

TableCell percentCell(double fraction) {
    return {fixedText(100 * fraction, 2), "%", {}, {}, false};
}
TableCell ratioCell(const std::optional<double>& ratio) {
    return ratio ? TableCell{fixedText(*ratio, 2), "×", {}, {}, false} : TableCell{};
}

void addAccuracy(TableBuilder& table, const base::Words& words) {
    table.group("report.group_accuracy");
    table.accuracyRow("report.top1", [](const Metrics& metrics) {
        TableCell cell = percentCell(metrics.top1);
        cell.unit += " ± " + fixedText(50 * (metrics.interval[1] - metrics.interval[0]), 1);
        cell.detail =
            fixedText(100 * metrics.interval[0], 2) + " … " + fixedText(100 * metrics.interval[1], 2) + " %";
        return cell;
    });
    table.accuracyRow("report.top5", [](const Metrics& metrics) {
        return metrics.classes > 5 ? percentCell(metrics.top5) : TableCell{};
    });
    table.accuracyRow("report.f1_macro", [](const Metrics& m) {
        return TableCell{fixedText(m.f1Macro, 3), {}, {}, {}, false};
    });
    table.accuracyRow("report.f1_weighted", [](const Metrics& m) {
        return TableCell{fixedText(m.f1Weighted, 3), {}, {}, {}, false};
    });
    table.accuracyRow("report.ece", [](const Metrics& metrics) { return percentCell(metrics.ece); });

    const std::string points = words.text("report.points");
    table.candidateRow("report.delta", [&](const compare::Comparison& one) {
        if (!one.accuracy) return TableCell{};
        return TableCell{signedText(100 * one.accuracy->accuracyDelta, 2), points, {}, {}, false};
    });
    table.candidateRow("report.delta_interval", [&](const compare::Comparison& one) {
        if (!one.accuracy) return TableCell{};
        const auto& interval = one.accuracy->interval;
        return TableCell{{},
                         {},
                         signedText(100 * interval[0], 2) + " … " + signedText(100 * interval[1], 2),
                         points,
                         false};
    });
    table.candidateRow("report.significance", [&](const compare::Comparison& one) {
        if (!one.accuracy) return TableCell{};
        return TableCell{
            {}, {}, significanceText(*one.accuracy, words), pValueText(one.accuracy->pValue), false};
    });
    table.candidateRow("report.agreement", [&](const compare::Comparison& one) {
        return one.accuracy ? percentCell(one.accuracy->agreement) : TableCell{};
    });
}

// The engine that is faster than every other by more than the spread of the two; null if none is.
const EngineResult* clearlyFastest(const ReportDocument& document) {
    const EngineResult* best = nullptr;
    for (const EngineResult& engine : document.engines) {
        const auto* stats = engine.latencyAt(1);
        if (stats && (!best || stats->p50 < best->latencyAt(1)->p50)) best = &engine;
    }
    int others = 0;
    for (const EngineResult& engine : document.engines) {
        const auto* stats = engine.latencyAt(1);
        if (!stats || &engine == best) continue;
        ++others;
        const auto* fastest = best->latencyAt(1);
        if (stats->p50 - fastest->p50 <= std::max(stats->spread, fastest->spread)) return nullptr;
    }
    return others > 0 ? best : nullptr;
}

void addSpeed(TableBuilder& table, const ReportDocument& document) {
    const EngineResult* fastest = clearlyFastest(document);
    const auto latencyRow = [&](std::string_view code, double measure::LatencyStats::*figure) {
        table.row(code, [&, figure](const EngineResult& engine) {
            const auto* stats = engine.latencyAt(1);
            if (!stats) return TableCell{};
            return TableCell{millisecondsText(stats->*figure), "ms", {}, {}, &engine == fastest};
        });
    };
    table.group("report.group_speed");
    latencyRow("report.p50", &measure::LatencyStats::p50);
    latencyRow("report.p99", &measure::LatencyStats::p99);
    table.row("report.throughput", [&](const EngineResult& engine) {
        const auto fps = engine.bestFps();
        if (!fps) return TableCell{};
        return TableCell{fixedText(*fps, *fps < 100 ? 1 : 0), "FPS", {}, {}, false};
    });
    table.candidateRow("report.speedup", [](const compare::Comparison& one) {
        TableCell cell = ratioCell(one.speedup);
        if (one.speedupSpread)
            cell.detail =
                fixedText((*one.speedupSpread)[0], 2) + " … " + fixedText((*one.speedupSpread)[1], 2) + " ×";
        return cell;
    });
}

void addMemory(TableBuilder& table) {
    using Bytes = std::optional<double>;
    const auto memoryRow = [&](std::string_view code, std::uint64_t measure::MemoryStats::*figure) {
        table.byteRow(code, [figure](const EngineResult& engine) -> Bytes {
            if (!engine.measurement || engine.measurement->memory.peakBytes == 0) return {};
            return static_cast<double>(engine.measurement->memory.*figure);
        });
    };
    table.group("report.group_memory");
    memoryRow("report.peak_memory", &measure::MemoryStats::peakBytes);
    memoryRow("report.weights_memory", &measure::MemoryStats::weightsBytes);
    memoryRow("report.activations_memory", &measure::MemoryStats::activationsBytes);
    table.byteRow("report.file_size", [](const EngineResult& engine) -> Bytes {
        if (!engine.built) return {};
        return static_cast<double>(engine.built->fileBytes);
    });
    table.candidateRow("report.memory_ratio",
                       [](const compare::Comparison& one) { return ratioCell(one.memoryRatio); });
    table.candidateRow("report.size_ratio",
                       [](const compare::Comparison& one) { return ratioCell(one.sizeRatio); });
}

}  // namespace

std::string TableCell::text() const {
    if (number.empty()) return words.empty() ? "–" : words;
    return unit.empty() ? number : number + " " + unit;
}

std::vector<TableGroup> comparisonTable(const ReportDocument& document, const base::Words& words) {
    TableBuilder table(document, words);
    addAccuracy(table, words);
    addSpeed(table, document);
    addMemory(table);
    return table.take();
}

std::string engineNote(const EngineResult& engine, const base::Words& words) {
    if (engine.state == EngineState::Failed)
        return words.text(
            engine.error ? base::Message{"report.failed_because", {{"reason", words.text(*engine.error)}}}
                         : base::Message{"report.failed", {}});
    if (engine.state == EngineState::Cancelled) return words.text("report.cancelled");
    std::string note;
    const auto add = [&](const std::string& text) {
        note += (note.empty() || text.empty() ? "" : "; ") + text;
    };
    if (engine.built && engine.built->fallback) add(words.text(engine.built->fallbackReason));
    if (!engine.effective.id.empty() && engine.effective.id != base::precisionId(engine.precision)) {
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
    return words.text(base::Message{"report.significant", {{"p", pValueText(accuracy.pValue)}}});
}

}  // namespace pwb::report
