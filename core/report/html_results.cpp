// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "core/report/changes.h"
#include "core/report/charts.h"
#include "core/report/detection_figures.h"
#include "core/report/format.h"
#include "core/report/html_parts.h"
#include "core/report/table.h"

namespace pwb::report {
namespace {

constexpr std::size_t kShownClasses = 60, kShownConfusions = 10;

Data heads(const ReportDocument& document, const base::Words& words) {
    Data list = Data::type::list;
    for (const EngineResult* shown : shownEngines(document)) {
        const EngineResult& engine = *shown;
        Data head = engineHead(document, engine);
        const bool baseline = engine.id() == "fp32" && engine.state != EngineState::Failed;
        const std::string note = engineNote(engine, words);
        head.set("title", columnName(document, engine, words));
        head.set("note", note.empty() && baseline ? words.text("report.baseline") : note);
        head.set("failed", Data(engine.state == EngineState::Failed));
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

const evaluate::Prediction* answer(const EngineResult& engine, std::size_t index) {
    if (!engine.predictions || index >= engine.predictions->size()) return nullptr;
    return (*engine.predictions)[index].valid() ? &(*engine.predictions)[index] : nullptr;
}

Data chartData(const EngineResult& engine, const ReportDocument& document, const base::Words& words) {
    Data data = engineHead(document, engine);
    if (const auto& detection = engine.detection) {
        data.set("summary", words.text(base::Message{"report.n_found",
                                                     {{"found", countText(detection->found)},
                                                      {"objects", countText(detection->objects)},
                                                      {"false", countText(detection->falseDetections)}}}));
        data.set("quality", "mAP50-95 " + fixedText(100 * detection->map50_95, 2) + " %");
        data.set("ece", fixedText(100 * detection->ece, 2) + " %");
    } else {
        data.set("summary", words.text(base::Message{"report.n_right",
                                                     {{"correct", countText(engine.accuracy->correct)},
                                                      {"samples", countText(engine.accuracy->samples)}}}));
        data.set("quality", fixedText(100 * engine.accuracy->top1, 2) + " %");
        data.set("ece", fixedText(100 * engine.accuracy->ece, 2) + " %");
    }
    return data;
}

std::vector<const EngineResult*> timedEngines(const ReportDocument& document) {
    std::vector<const EngineResult*> engines;
    for (const EngineResult& engine : document.engines)
        if (!engine.isReference()) engines.push_back(&engine);
    return engines;
}

}  // namespace

Data engineHead(const ReportDocument& document, const EngineResult& engine) {
    Data head;
    head.set("id", engine.id());
    head.set("name", document.nameOf(engine));
    return head;
}

Data comparisonData(const ReportDocument& document, const base::Words& words) {
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

Data changesData(const ReportDocument& document, const base::Words& words) {
    Data rows = Data::type::list;
    for (const compare::Comparison& comparison : document.comparisons) {
        const EngineResult* engine = document.engine(comparison.candidate);
        if (!comparison.accuracy || comparison.objects || !engine) continue;
        const compare::AccuracyComparison& accuracy = *comparison.accuracy;
        Data row = engineHead(document, *engine);
        row.set("samples", countText(accuracy.samples));
        row.set("changed", countText(accuracy.changedSamples));
        row.set("right_to_wrong", signedText(static_cast<double>(-accuracy.rightToWrong), 0));
        row.set("wrong_to_right", signedText(static_cast<double>(accuracy.wrongToRight), 0));
        row.set("wrong_to_wrong", countText(accuracy.wrongToWrong));
        row.set("delta", signedText(100 * accuracy.accuracyDelta, 2));
        row.set("verdict", significanceText(accuracy, words));
        if (accuracy.samplesNeeded) row.set("needed", countText(*accuracy.samplesNeeded));
        rows.push_back(row);
    }
    return rows;
}

Data perEngineCharts(const ReportDocument& document, const base::Words& words) {
    const std::int64_t tallest = largestConfidence(document), largest = largestConfusion(document);
    Data list = Data::type::list;
    for (const EngineResult* engine : shownEngines(document)) {
        if (!engine->accuracy && !engine->detection) continue;
        Data data = chartData(*engine, document, words);
        data.set("confusion", picture(confusionChart(*engine, document, largest, words)));
        data.set("confidence", picture(confidenceChart(*engine, document, tallest, words)));
        list.push_back(data);
    }
    return list;
}

Data timedHeads(const ReportDocument& document) {
    Data list = Data::type::list;
    for (const EngineResult* engine : timedEngines(document)) list.push_back(engineHead(document, *engine));
    return list;
}

Data latencyRows(const ReportDocument& document) {
    std::set<int> batches;
    const std::vector<const EngineResult*> engines = timedEngines(document);
    for (const EngineResult* engine : engines)
        if (engine->measurement)
            for (const measure::LatencyStats& stats : engine->measurement->latency)
                batches.insert(stats.batch);
    Data rows = Data::type::list;
    for (const int batch : batches) {
        Data cells = Data::type::list;
        for (const EngineResult* engine : engines) {
            const auto* stats = engine->latencyAt(batch);
            Data cell;
            cell.set("p50", stats ? millisecondsText(stats->p50) : "–");
            cell.set("p99", stats ? millisecondsText(stats->p99) : "–");
            cells.push_back(cell);
        }
        Data row;
        row.set("batch", std::to_string(batch));
        row.set("cells", cells);
        rows.push_back(row);
    }
    return rows;
}

Data classRows(const ReportDocument& document) {
    Data rows = Data::type::list;
    const EngineResult* baseline = document.engine("fp32");
    for (const int index : classesByChange(document, kShownClasses)) {
        const auto at = static_cast<std::size_t>(index);
        Data cells = Data::type::list;
        for (const EngineResult* engine : shownEngines(document)) {
            Data cell;
            const bool known = engine->accuracy && at < engine->accuracy->perClass.size();
            cell.set("recall", known ? fixedText(100 * engine->accuracy->perClass[at].recall, 1) : "–");
            cell.set("f1", known ? fixedText(engine->accuracy->perClass[at].f1, 3) : "–");
            cells.push_back(cell);
        }
        Data row;
        row.set("name", document.className(index));
        row.set("samples", countText(baseline->accuracy->perClass[at].samples));
        row.set("cells", cells);
        rows.push_back(row);
    }
    return rows;
}

Data confusionRows(const ReportDocument& document, const base::Words& words) {
    Data rows = Data::type::list;
    for (const EngineResult* engine : shownEngines(document)) {
        std::string pairs;
        for (const Confusion& one : topConfusions(*engine, kShownConfusions))
            pairs += (pairs.empty() ? "" : ", ") + confusionName(document, *engine, one.truth, words) +
                     " → " + confusionName(document, *engine, one.answer, words) + " (" +
                     countText(one.count) + ")";
        if (pairs.empty()) continue;
        Data row = engineHead(document, *engine);
        row.set("pairs", pairs);
        rows.push_back(row);
    }
    return rows;
}

Data changedRows(const ReportDocument& document, std::size_t most, const base::Words& words) {
    Data rows = Data::type::list;
    std::vector<ChangedSample> changed = changedSamples(document);
    if (changed.size() > most) changed.resize(most);
    for (const ChangedSample& sample : changed) {
        const int label = document.manifest->samples[sample.index].label;
        Data cells = Data::type::list;
        for (const EngineResult* engine : shownEngines(document)) {
            const evaluate::Prediction* given = answer(*engine, sample.index);
            Data cell;
            cell.set("answer", given ? document.className(given->classes[0]) : "–");
            cell.set("confidence", given ? fixedText(given->confidences[0], 3) : "");
            cell.set("right", Data(given && label >= 0 && given->classes[0] == label));
            cell.set("wrong", Data(given && label >= 0 && given->classes[0] != label));
            cells.push_back(cell);
        }
        Data row;
        row.set("sample", sampleName(document, sample.index));
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
