// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/result_table.h"

#include "app/console.h"
#include "core/base/format.h"
#include "core/compare/objects.h"
#include "core/evaluate/size_recall.h"
#include "core/report/table.h"
#include "core/result/detection_figures.h"

namespace pwb::app {
namespace {

using result::EngineResult;

const std::string kAbsent = "-";
constexpr double kSmallSide = 32;  ///< px; COCO's small objects

/// Top-1, or a detector's mAP50-95.
std::string qualityText(const EngineResult& engine) {
    const auto quality = engine.quality();
    if (!quality) return kAbsent;
    const std::string text = base::fixedText(100 * *quality, 2) + " %";
    const auto interval = engine.qualityInterval();
    return interval ? text + " [" + base::fixedText(100 * (*interval)[0], 2) + ", " +
                          base::fixedText(100 * (*interval)[1], 2) + "]"
                    : text;
}

std::string recallText(const EngineResult& engine) {
    constexpr double kTinySide = 15;  // as the column's title says
    const auto recall =
        engine.detection ? evaluate::recallBelow(*engine.detection, kTinySide) : std::optional<double>();
    return recall ? base::fixedText(100 * *recall, 2) + " %" : kAbsent;
}

std::string objectsText(const EngineResult& engine, const result::RunResult& document) {
    const compare::Comparison* comparison = document.comparison(engine.id);
    if (!comparison || !comparison->objects) return kAbsent;
    const compare::FateCounts& all = comparison->objects->all;
    return std::to_string(all.lost) + " / " + std::to_string(all.added);
}

std::string deltaText(const EngineResult& engine, const result::RunResult& document) {
    const compare::Comparison* comparison = document.comparison(engine.id);
    if (!comparison || !comparison->accuracy) return kAbsent;
    const compare::AccuracyComparison& accuracy = *comparison->accuracy;
    return base::signedText(100 * accuracy.accuracyDelta, 2) +
           (accuracy.distinguishable ? " (significant)" : " (not distinguishable)");
}

std::string fpsText(const EngineResult& engine) {
    const auto fps = engine.bestFps();
    return fps ? base::fixedText(*fps, *fps < 100 ? 1 : 0) : kAbsent;
}

std::string bytes(const std::optional<double>& value, const base::ByteUnit& unit) {
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

/// What plain INT8 would have lost on small objects; nothing where it loses none.
std::string referenceLine(const result::RunResult& document) {
    const auto finding = result::referenceFinding(document);
    if (!finding || !finding->loses() || finding->range.hi > kSmallSide) return {};
    return result::findingText(*finding, document, words()) + "\n";
}

template <class Get>
base::ByteUnit unitOver(const std::vector<EngineResult>& engines, Get get) {
    double largest = 0;
    for (const EngineResult& engine : engines) largest = std::max(largest, get(engine).value_or(0));
    return base::byteUnit(largest);
}

}  // namespace

std::string statusText(const EngineResult& engine) {
    if (engine.state == result::EngineState::Failed) return "failed";
    return engine.state == result::EngineState::Ready || engine.state == result::EngineState::Built
               ? "ready"
               : "cancelled";
}

std::string resultTable(const result::RunResult& document) {
    const bool boxes = document.isDetection();
    const std::vector<std::string> quality =
        boxes ? std::vector<std::string>{"mAP50-95 [95 %]", "points", "mAP50", "recall < 15 px", "lost / new"}
              : std::vector<std::string>{"top-1 [95 %]", "points"};
    std::vector<std::vector<std::string>> rows = {{"precision", "effective"}};
    rows[0].insert(rows[0].end(), quality.begin(), quality.end());
    for (const char* title : {"p50 ms", "p99 ms", "FPS", "peak memory", "file size", "status"})
        rows[0].emplace_back(title);
    const base::ByteUnit peak = unitOver(document.engines, peakOf), size = unitOver(document.engines, sizeOf);
    for (const EngineResult* shown : report::shownEngines(document)) {
        const EngineResult& engine = *shown;
        const auto* stats = engine.isReference() ? nullptr : engine.latencyAt(1);
        std::vector<std::string>& row = rows.emplace_back();
        row = {engine.id.key(), engine.effective.id.empty() ? kAbsent : engine.effective.id,
               qualityText(engine), deltaText(engine, document)};
        if (boxes) {
            row.push_back(engine.detection ? base::fixedText(100 * engine.detection->map50, 2) + " %"
                                           : kAbsent);
            row.push_back(recallText(engine));
            row.push_back(objectsText(engine, document));
        }
        row.push_back(stats ? base::millisecondsText(stats->p50) : kAbsent);
        row.push_back(stats ? base::millisecondsText(stats->p99) : kAbsent);
        row.push_back(engine.isReference() ? kAbsent : fpsText(engine));
        row.push_back(bytes(peakOf(engine), peak));
        row.push_back(bytes(sizeOf(engine), size));
        const bool done = engine.isReference() && statusText(engine) == "ready";
        row.push_back(done ? "reference, not advised" : statusText(engine));
    }
    std::vector<bool> right(rows[0].size(), true);
    right[0] = right[1] = right.back() = false;
    return plainMinus(alignedTable(rows, right) + referenceLine(document));
}

std::string engineTable(const std::vector<EngineResult>& engines) {
    std::vector<std::vector<std::string>> rows = {
        {"precision", "effective", "status", "file size", "seconds", "calibrator", "file"}};
    const base::ByteUnit size = unitOver(engines, sizeOf);
    for (const EngineResult& engine : engines) {
        const auto& built = engine.built;
        rows.push_back({engine.id.key(), engine.effective.id.empty() ? kAbsent : engine.effective.id,
                        statusText(engine), bytes(sizeOf(engine), size),
                        built ? base::fixedText(built->buildSeconds, 1) : kAbsent,
                        built && !built->calibrator.empty() ? built->calibrator : kAbsent,
                        built ? built->file.string() : kAbsent});
    }
    return alignedTable(rows, {false, false, false, true, true, false, false});
}

}  // namespace pwb::app
