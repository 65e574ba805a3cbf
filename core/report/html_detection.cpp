// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/base/format.h"
#include "core/compare/objects.h"
#include "core/report/charts.h"
#include "core/report/facts.h"
#include "core/report/html_parts.h"
#include "core/report/table.h"
#include "core/result/changes.h"
#include "core/result/detection_figures.h"

namespace pwb::report {
namespace {

constexpr std::size_t kDetectionClasses = 60, kShownCurves = 6, kShownLost = 30, kOpenClasses = 12;

Data fateCells(const compare::FateCounts& counts) {
    Data row;
    row.set("kept", base::countText(counts.kept));
    row.set("moved", base::countText(counts.moved));
    row.set("relabelled", base::countText(counts.relabelled));
    row.set("lost", base::countText(counts.lost));
    row.set("lost_right", base::countText(counts.lostRight));
    row.set("added", base::countText(counts.added));
    row.set("added_right", base::countText(counts.addedRight));
    row.set("minus", base::signedText(static_cast<double>(-counts.lost), 0));
    row.set("plus", base::signedText(static_cast<double>(counts.added), 0));
    return row;
}

bool isEmpty(const compare::FateCounts& counts) {
    return counts.kept + counts.moved + counts.relabelled + counts.lost + counts.added == 0;
}

// A candidate's objects in all, then by pixel bucket.
Data fatesOf(const result::RunResult& document, const base::Words& words) {
    Data groups = Data::type::list;
    for (const result::EngineResult* engine : shownEngines(document)) {
        const compare::Comparison* comparison = document.comparison(engine->id);
        if (!comparison || !comparison->objects) continue;
        const compare::ObjectComparison& objects = *comparison->objects;
        Data rows = Data::type::list;
        const auto add = [&](const std::string& size, const compare::FateCounts& counts, bool sum) {
            Data row = fateCells(counts);
            row.set("size", size);
            row.set("sum", Data(sum));
            rows.push_back(row);
        };
        for (std::size_t i = 0; i < objects.bySize.size(); ++i)
            if (!isEmpty(objects.bySize[i]))
                add(result::sizeName(evaluate::kSizeRanges[i], words), objects.bySize[i], false);
        add(words.text("report.all_sizes"), objects.all, true);
        Data group = engineHead(document, *engine);
        group.set("rows", rows);
        group.set("all", fateCells(objects.all));
        if (comparison->accuracy) {
            const compare::AccuracyComparison& accuracy = *comparison->accuracy;
            group.set("delta", base::signedText(100 * accuracy.accuracyDelta, 2));
            group.set("verdict", significanceText(accuracy, words));
        }
        groups.push_back(group);
    }
    return groups;
}

// One row of the card on plain INT8: a pixel bucket of a class or of all.
Data referenceRows(const std::vector<const result::EngineResult*>& engines, int label,
                   const base::Words& words) {
    Data rows = Data::type::list;
    for (std::size_t bucket = 0; bucket < evaluate::kPixelBuckets; ++bucket) {
        const auto first = result::sizesOf(*engines.front(), label);
        if (bucket >= first.size() || first[bucket].objects == 0) continue;
        Data ap50 = Data::type::list, recall = Data::type::list;
        for (const result::EngineResult* engine : engines) {
            const auto sizes = result::sizesOf(*engine, label);
            const bool known = bucket < sizes.size();
            ap50.push_back(Data(known ? percentText(sizes[bucket].ap50) : "–"));
            recall.push_back(Data(known ? percentText(sizes[bucket].recall) : "–"));
        }
        Data row;
        row.set("size", result::sizeName(evaluate::kSizeRanges[bucket], words));
        row.set("objects", base::countText(first[bucket].objects));
        row.set("ap50", ap50);
        row.set("recall", recall);
        rows.push_back(row);
    }
    return rows;
}

Data referenceData(const result::RunResult& document, const base::Words& words) {
    const auto finding = result::referenceFinding(document);
    if (!finding) return Data(false);
    std::vector<const result::EngineResult*> engines = {document.engine(base::Precision::Fp32)};
    if (const result::EngineResult* int8 = document.engine(base::Precision::Int8); int8 && int8->detection)
        engines.push_back(int8);
    engines.push_back(result::evaluatedReference(document));
    Data heads = Data::type::list;
    for (const result::EngineResult* engine : engines) heads.push_back(engineHead(document, *engine));
    Data groups = Data::type::list;
    const auto add = [&](const std::string& name, int label) {
        Data group;
        group.set("name", name);
        group.set("rows", referenceRows(engines, label, words));
        groups.push_back(group);
    };
    const auto label = static_cast<int>(finding->label);
    add(document.className(label), label);
    if (document.data.classes.size() > 1) add(words.text("report.all_classes"), -1);
    Data data;
    data.set("finding", result::findingText(*finding, document, words));
    data.set("heads", heads);
    data.set("span", std::to_string(engines.size()));
    data.set("width", std::to_string(2 * engines.size() + 2));
    data.set("groups", groups);
    return data;
}

Data evaluatedHeads(const result::RunResult& document) {
    Data heads = Data::type::list;
    for (const result::EngineResult* engine : shownEngines(document))
        if (engine->detection) heads.push_back(engineHead(document, *engine));
    return heads;
}

// AP50, AP50-95 and recall of every size range that has objects.
Data sizeRows(const result::RunResult& document, const base::Words& words) {
    Data rows = Data::type::list;
    for (std::size_t i = 0; i < evaluate::kSizeRanges.size(); ++i) {
        Data cells = Data::type::list;
        std::int64_t objects = 0;
        for (const result::EngineResult* engine : shownEngines(document)) {
            const auto sizes = result::sizesOf(*engine, -1);
            if (i >= sizes.size()) continue;
            objects = std::max(objects, sizes[i].objects);
            Data cell;
            cell.set("ap50", percentText(sizes[i].ap50));
            cell.set("ap", percentText(sizes[i].ap50_95));
            cell.set("recall", percentText(sizes[i].recall));
            cells.push_back(cell);
        }
        if (objects == 0) continue;
        Data row;
        row.set("size", result::sizeName(evaluate::kSizeRanges[i], words));
        row.set("first_of_coco", Data(i == evaluate::kPixelBuckets));
        row.set("objects", base::countText(objects));
        row.set("cells", cells);
        rows.push_back(row);
    }
    return rows;
}

Data classTable(const result::RunResult& document, const std::vector<std::size_t>& order) {
    Data rows = Data::type::list;
    for (std::size_t i = 0; i < std::min(order.size(), kDetectionClasses); ++i) {
        Data cells = Data::type::list;
        std::int64_t objects = 0;
        for (const result::EngineResult* engine : shownEngines(document)) {
            if (!engine->detection) continue;
            const auto* one = result::classOf(*engine, order[i]);
            if (one) objects = std::max(objects, one->objects);
            Data cell;
            cell.set("ap50", one ? percentText(one->ap50) : "–");
            cell.set("ap", one ? percentText(one->ap50_95) : "–");
            cell.set("precision", one ? percentText(one->precision) : "–");
            cell.set("recall", one ? percentText(one->recall) : "–");
            cells.push_back(cell);
        }
        Data row;
        row.set("name", document.className(static_cast<std::int64_t>(order[i])));
        row.set("objects", base::countText(objects));
        row.set("cells", cells);
        rows.push_back(row);
    }
    return rows;
}

Data curves(const result::RunResult& document, const std::vector<std::size_t>& order,
            const base::Words& words) {
    Data list = Data::type::list;
    for (std::size_t i = 0; i < std::min(order.size(), kShownCurves); ++i) {
        const std::string chart = curveChart(document, order[i], words);
        if (chart.empty()) continue;
        Data engines = Data::type::list;
        for (const result::EngineResult* engine : shownEngines(document)) {
            const auto* one = result::classOf(*engine, order[i]);
            if (!one || one->curve.empty()) continue;
            Data head = engineHead(document, *engine);
            head.set("ap50", percentText(one->ap50));
            engines.push_back(head);
        }
        Data curve;
        curve.set("name", document.className(static_cast<std::int64_t>(order[i])));
        curve.set("engines", engines);
        curve.set("chart", chart);
        list.push_back(curve);
    }
    return list;
}

Data lostRow(const result::LostObject& object, const result::RunResult& document) {
    Data cells = Data::type::list;
    for (const result::EngineResult* engine : shownEngines(document)) {
        if (!engine->detections) continue;
        const auto confidence = result::confidenceIn(*engine, object, document);
        Data cell;
        cell.set("confidence", confidence ? base::fixedText(static_cast<double>(*confidence), 3) : "–");
        cell.set("lost", Data(std::find(object.losers.begin(), object.losers.end(), engine->id) !=
                              object.losers.end()));
        cells.push_back(cell);
    }
    Data row;
    row.set("sample", result::sampleName(document, object.sample));
    row.set("class", document.className(result::baselineOf(object, document).label));
    row.set("size", base::fixedText(static_cast<double>(object.side), 1));
    row.set("cells", cells);
    return row;
}

Data lostData(const result::RunResult& document, const base::Words& words) {
    const std::vector<result::LostObject> lost = result::lostObjects(document);
    if (lost.empty()) return Data(false);
    Data rows = Data::type::list, heads = Data::type::list;
    for (std::size_t i = 0; i < std::min(lost.size(), kShownLost); ++i)
        rows.push_back(lostRow(lost[i], document));
    for (const result::EngineResult* engine : shownEngines(document))
        if (engine->detections) heads.push_back(engineHead(document, *engine));
    Data data;
    data.set("rows", rows);
    data.set("heads", heads);
    data.set("note",
             words.text(base::Message{lost.size() > kShownLost ? "report.lost_first" : "report.lost_all",
                                      {{"shown", std::to_string(kShownLost)},
                                       {"all", base::countText(static_cast<std::int64_t>(lost.size()))}}}));
    return data;
}

}  // namespace

Data detectionData(const result::RunResult& document, const base::Words& words) {
    if (!document.isDetection()) return Data(false);
    const std::vector<std::size_t> order = result::classesByLoss(document);
    Data data;
    data.set("annotated", Data(result::isAnnotated(document)));
    data.set("fates_width", result::isAnnotated(document) ? "8" : "6");
    data.set("fates", section("engines", fatesOf(document, words)));
    data.set("reference", referenceData(document, words));
    data.set("heads", evaluatedHeads(document));
    data.set("ap_chart", picture(sizeChart(document, SizeFigure::Ap50, words)));
    data.set("recall_chart", picture(sizeChart(document, SizeFigure::Recall, words)));
    data.set("sizes", section("rows", sizeRows(document, words)));
    data.set("classes", section("rows", classTable(document, order)));
    data.set("open", Data(order.size() <= kOpenClasses));
    data.set("curves", section("classes", curves(document, order, words)));
    data.set("classes_note", order.size() > kDetectionClasses
                                 ? words.text(base::Message{"report.classes_first",
                                                            {{"shown", std::to_string(kDetectionClasses)},
                                                             {"all", std::to_string(order.size())}}})
                                 : words.text("report.worst_loss_first"));
    data.set("curves_note", order.size() > kShownCurves
                                ? words.text(base::Message{"report.curves_first",
                                                           {{"shown", std::to_string(kShownCurves)},
                                                            {"all", std::to_string(order.size())}}})
                                : words.text("report.curves_note"));
    data.set("lost", lostData(document, words));
    return data;
}

}  // namespace pwb::report
