// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "core/base/format.h"
#include "core/report/charts.h"
#include "core/report/html_parts.h"
#include "core/report/table.h"
#include "core/result/changes.h"
#include "core/result/detection_figures.h"

namespace pwb::report {
namespace {

constexpr std::size_t kShownClasses = 60, kShownConfusions = 10;

Data heads(const result::RunResult& document, const base::Words& words) {
    Data list = Data::type::list;
    for (const result::EngineResult* shown : shownEngines(document)) {
        const result::EngineResult& engine = *shown;
        Data head = engineHead(document, engine);
        const bool baseline = engine.id.isBaseline() && engine.state != result::EngineState::Failed;
        const std::string note = engineNote(engine, words);
        head.set("title", columnName(document, engine, words));
        head.set("note", note.empty() && baseline ? words.text("report.baseline") : note);
        head.set("failed", Data(engine.state == result::EngineState::Failed));
        list.push_back(head);
    }
    return list;
}

// Integer part, fraction and unit apart, so that decimal points stand in line.
Data cellData(const TableCell& cell) {
    Data data;
    const std::size_t point = std::min(cell.number.find('.'), cell.number.size());
    data.set("number", Data(!cell.number.empty()));
    data.set("whole", cell.number.substr(0, point));
    data.set("fraction", cell.number.substr(point));
    data.set("unit", cell.unit);
    data.set("words", cell.number.empty() ? cell.text() : std::string());
    data.set("detail", cell.detail);
    data.set("best", Data(cell.best));
    return data;
}

const evaluate::Prediction* answer(const result::EngineResult& engine, std::size_t index) {
    if (!engine.predictions || index >= engine.predictions->size()) return nullptr;
    return (*engine.predictions)[index].valid() ? &(*engine.predictions)[index] : nullptr;
}

Data chartData(const result::EngineResult& engine, const result::RunResult& document,
               const base::Words& words) {
    Data data = engineHead(document, engine);
    if (const auto& detection = engine.detection) {
        data.set("summary",
                 words.text(base::Message{"report.n_found",
                                          {{"found", base::countText(detection->found)},
                                           {"objects", base::countText(detection->objects)},
                                           {"false", base::countText(detection->falseDetections)}}}));
        data.set("quality", "mAP50-95 " + base::fixedText(100 * detection->map50_95, 2) + " %");
        data.set("ece", base::fixedText(100 * detection->ece, 2) + " %");
    } else {
        data.set("summary",
                 words.text(base::Message{"report.n_right",
                                          {{"correct", base::countText(engine.accuracy->correct)},
                                           {"samples", base::countText(engine.accuracy->samples)}}}));
        data.set("quality", base::fixedText(100 * engine.accuracy->top1, 2) + " %");
        data.set("ece", base::fixedText(100 * engine.accuracy->ece, 2) + " %");
    }
    return data;
}

std::vector<const result::EngineResult*> timedEngines(const result::RunResult& document) {
    std::vector<const result::EngineResult*> engines;
    for (const result::EngineResult& engine : document.engines)
        if (!engine.isReference()) engines.push_back(&engine);
    return engines;
}

}  // namespace

Data engineHead(const result::RunResult& document, const result::EngineResult& engine) {
    Data head;
    head.set("id", engine.id.key());
    head.set("name", document.nameOf(engine));
    return head;
}

Data comparisonData(const result::RunResult& document, const base::Words& words) {
    Data groups = Data::type::list;
    for (const TableGroup& group : comparisonTable(document, words)) {
        Data rows = Data::type::list;
        for (const TableRow& row : group.rows) {
            Data cells = Data::type::list;
            for (const TableCell& cell : row.cells) cells.push_back(cellData(cell));
            Data line;
            line.set("label", row.label);
            line.set("cells", cells);
            rows.push_back(line);
        }
        Data data;
        data.set("label", group.label);
        data.set("rows", rows);
        data.set("span", std::to_string(document.engines.size() + 1));
        groups.push_back(data);
    }
    Data data;
    data.set("heads", heads(document, words));
    data.set("groups", groups);
    return data;
}

Data changesData(const result::RunResult& document, const base::Words& words) {
    Data rows = Data::type::list;
    for (const compare::Comparison& comparison : document.comparisons) {
        const result::EngineResult* engine = document.engine(comparison.candidate);
        if (!comparison.accuracy || comparison.objects || !engine) continue;
        const compare::AccuracyComparison& accuracy = *comparison.accuracy;
        Data row = engineHead(document, *engine);
        row.set("samples", base::countText(accuracy.samples));
        row.set("changed", base::countText(accuracy.changedSamples));
        row.set("right_to_wrong", base::signedText(static_cast<double>(-accuracy.rightToWrong), 0));
        row.set("wrong_to_right", base::signedText(static_cast<double>(accuracy.wrongToRight), 0));
        row.set("wrong_to_wrong", base::countText(accuracy.wrongToWrong));
        row.set("delta", base::signedText(100 * accuracy.accuracyDelta, 2));
        row.set("verdict", significanceText(accuracy, words));
        if (accuracy.samplesNeeded) row.set("needed", base::countText(*accuracy.samplesNeeded));
        rows.push_back(row);
    }
    return rows;
}

Data perEngineCharts(const result::RunResult& document, const base::Words& words) {
    const std::int64_t tallest = largestConfidence(document), largest = largestConfusion(document);
    Data list = Data::type::list;
    for (const result::EngineResult* engine : shownEngines(document)) {
        if (!engine->accuracy && !engine->detection) continue;
        Data data = chartData(*engine, document, words);
        data.set("confusion", picture(confusionChart(*engine, document, largest, words)));
        data.set("confidence", picture(confidenceChart(*engine, document, tallest, words)));
        list.push_back(data);
    }
    return list;
}

Data timedHeads(const result::RunResult& document) {
    Data list = Data::type::list;
    for (const result::EngineResult* engine : timedEngines(document))
        list.push_back(engineHead(document, *engine));
    return list;
}

Data latencyRows(const result::RunResult& document) {
    std::set<int> batches;
    const std::vector<const result::EngineResult*> engines = timedEngines(document);
    for (const result::EngineResult* engine : engines)
        if (engine->measurement)
            for (const measure::LatencyStats& stats : engine->measurement->latency)
                batches.insert(stats.batch);
    Data rows = Data::type::list;
    for (const int batch : batches) {
        Data cells = Data::type::list;
        for (const result::EngineResult* engine : engines) {
            const auto* stats = engine->latencyAt(batch);
            Data cell;
            cell.set("p50", stats ? base::millisecondsText(stats->p50) : "–");
            cell.set("p99", stats ? base::millisecondsText(stats->p99) : "–");
            cells.push_back(cell);
        }
        Data row;
        row.set("batch", std::to_string(batch));
        row.set("cells", cells);
        rows.push_back(row);
    }
    return rows;
}

Data classRows(const result::RunResult& document) {
    Data rows = Data::type::list;
    const result::EngineResult* baseline = document.engine(base::Precision::Fp32);
    for (const int index : result::classesByChange(document, kShownClasses)) {
        const auto at = static_cast<std::size_t>(index);
        Data cells = Data::type::list;
        for (const result::EngineResult* engine : shownEngines(document)) {
            Data cell;
            const bool known = engine->accuracy && at < engine->accuracy->perClass.size();
            cell.set("recall", known ? base::fixedText(100 * engine->accuracy->perClass[at].recall, 1) : "–");
            cell.set("f1", known ? base::fixedText(engine->accuracy->perClass[at].f1, 3) : "–");
            cells.push_back(cell);
        }
        Data row;
        row.set("name", document.className(index));
        row.set("samples", base::countText(baseline->accuracy->perClass[at].samples));
        row.set("cells", cells);
        rows.push_back(row);
    }
    return rows;
}

Data confusionRows(const result::RunResult& document, const base::Words& words) {
    Data rows = Data::type::list;
    for (const result::EngineResult* engine : shownEngines(document)) {
        std::string pairs;
        for (const result::Confusion& one : result::topConfusions(*engine, kShownConfusions))
            pairs += (pairs.empty() ? "" : ", ") +
                     result::confusionName(document, *engine, one.truth, words) + " → " +
                     result::confusionName(document, *engine, one.answer, words) + " (" +
                     base::countText(one.count) + ")";
        if (pairs.empty()) continue;
        Data row = engineHead(document, *engine);
        row.set("pairs", pairs);
        rows.push_back(row);
    }
    return rows;
}

Data changedRows(const result::RunResult& document, std::size_t most, const base::Words& words) {
    Data rows = Data::type::list;
    std::vector<result::ChangedSample> changed = result::changedSamples(document);
    if (changed.size() > most) changed.resize(most);
    for (const result::ChangedSample& sample : changed) {
        const int label = document.manifest->samples[sample.index].label;
        Data cells = Data::type::list;
        for (const result::EngineResult* engine : shownEngines(document)) {
            const evaluate::Prediction* given = answer(*engine, sample.index);
            Data cell;
            cell.set("answer", given ? document.className(given->classes[0]) : "–");
            cell.set("confidence", given ? base::fixedText(given->confidences[0], 3) : "");
            cell.set("right", Data(given && label >= 0 && given->classes[0] == label));
            cell.set("wrong", Data(given && label >= 0 && given->classes[0] != label));
            cells.push_back(cell);
        }
        Data row;
        row.set("sample", result::sampleName(document, sample.index));
        row.set("truth", document.className(label));
        row.set("kind", words.text(sample.rightToWrong   ? "report.right_to_wrong"
                                   : sample.wrongToRight ? "report.wrong_to_right"
                                                         : "report.wrong_to_wrong"));
        row.set("cells", cells);
        rows.push_back(row);
    }
    return rows;
}

}  // namespace pwb::report
