// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/result_table.h"

#include "app/console.h"
#include "core/report/format.h"

namespace pwb::app {
namespace {

using report::EngineResult;

const std::string kAbsent = "-";

std::string accuracyText(const EngineResult& engine) {
    if (!engine.accuracy) return kAbsent;
    const evaluate::ClassificationMetrics& metrics = *engine.accuracy;
    return report::fixedText(100 * metrics.top1, 2) + " % [" +
           report::fixedText(100 * metrics.interval[0], 2) + ", " +
           report::fixedText(100 * metrics.interval[1], 2) + "]";
}

std::string deltaText(const EngineResult& engine, const report::ReportDocument& document) {
    const compare::Comparison* comparison = document.comparison(engine.id());
    if (!comparison || !comparison->accuracy) return kAbsent;
    const compare::AccuracyComparison& accuracy = *comparison->accuracy;
    return report::signedText(100 * accuracy.accuracyDelta, 2) +
           (accuracy.distinguishable ? " (significant)" : " (not distinguishable)");
}

std::string bytes(const std::optional<double>& value, const report::ByteUnit& unit) {
    return value ? unit.text(*value) + " " + std::string(unit.name) : kAbsent;
}

std::optional<double> peakOf(const EngineResult& engine) {
    if (!engine.measurement || engine.measurement->memory.peakBytes == 0) return {};
    return static_cast<double>(engine.measurement->memory.peakBytes);
}

std::optional<double> sizeOf(const EngineResult& engine) {
    if (!engine.built) return {};
    return static_cast<double>(engine.built->fileBytes);
}

template <class Get>
report::ByteUnit unitOver(const std::vector<EngineResult>& engines, Get get) {
    double largest = 0;
    for (const EngineResult& engine : engines) largest = std::max(largest, get(engine).value_or(0));
    return report::byteUnit(largest);
}

}  // namespace

std::string statusText(const EngineResult& engine) {
    if (engine.state == report::EngineState::Failed) return "failed";
    return engine.state == report::EngineState::Ready || engine.state == report::EngineState::Built
               ? "ready"
               : "cancelled";
}

std::string resultTable(const report::ReportDocument& document) {
    std::vector<std::vector<std::string>> rows = {{"precision", "effective", "top-1 [95 %]", "points",
                                                   "p50 ms", "p99 ms", "FPS", "peak memory", "file size",
                                                   "status"}};
    const report::ByteUnit peak = unitOver(document.engines, peakOf),
                           size = unitOver(document.engines, sizeOf);
    for (const EngineResult& engine : document.engines) {
        const auto* stats = engine.latencyAt(1);
        const auto fps = engine.bestFps();
        rows.push_back({engine.id(), engine.effective.id.empty() ? kAbsent : engine.effective.id,
                        accuracyText(engine), deltaText(engine, document),
                        stats ? report::millisecondsText(stats->p50) : kAbsent,
                        stats ? report::millisecondsText(stats->p99) : kAbsent,
                        fps ? report::fixedText(*fps, *fps < 100 ? 1 : 0) : kAbsent,
                        bytes(peakOf(engine), peak), bytes(sizeOf(engine), size), statusText(engine)});
    }
    return plainMinus(alignedTable(rows, {false, false, true, true, true, true, true, true, true, false}));
}

std::string engineTable(const std::vector<EngineResult>& engines) {
    std::vector<std::vector<std::string>> rows = {
        {"precision", "effective", "status", "file size", "seconds", "calibrator", "file"}};
    const report::ByteUnit size = unitOver(engines, sizeOf);
    for (const EngineResult& engine : engines) {
        const auto& built = engine.built;
        rows.push_back({engine.id(), engine.effective.id.empty() ? kAbsent : engine.effective.id,
                        statusText(engine), bytes(sizeOf(engine), size),
                        built ? report::fixedText(built->buildSeconds, 1) : kAbsent,
                        built && !built->calibrator.empty() ? built->calibrator : kAbsent,
                        built ? built->file.string() : kAbsent});
    }
    return alignedTable(rows, {false, false, false, true, true, false, false});
}

}  // namespace pwb::app
