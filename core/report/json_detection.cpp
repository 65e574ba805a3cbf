// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/objects.h"
#include "core/report/json_parts.h"
#include "core/result/changes.h"

namespace pwb::report {
namespace {

JsonNode bySizeJson(const std::vector<evaluate::SizeMetrics>& sizes) {
    JsonNode rows = JsonNode::array();
    for (const evaluate::SizeMetrics& size : sizes) {
        JsonNode row = {{"name", size.range.name},
                        {"lo", size.range.lo},
                        {"hi", size.range.hi},
                        {"objects", size.objects}};
        put(row, "ap50", size.ap50);
        put(row, "ap50_95", size.ap50_95);
        put(row, "recall", size.recall);
        rows.push_back(std::move(row));
    }
    return rows;
}

JsonNode classJson(const evaluate::DetectionClass& one, std::size_t index,
                   const result::RunResult& document) {
    JsonNode json = {{"class", index},
                     {"name", document.className(static_cast<std::int64_t>(index))},
                     {"objects", one.objects},
                     {"detections", one.detections},
                     {"found", one.found}};
    put(json, "ap50", one.ap50);
    put(json, "ap50_95", one.ap50_95);
    put(json, "precision", one.precision);
    put(json, "recall", one.recall);
    put(json, "f1", one.f1);
    json["by_size"] = bySizeJson(one.bySize);
    if (!one.curve.empty()) {
        json["precision_at_recall"] = JsonNode::array();
        for (const float precision : one.curve) json["precision_at_recall"].push_back(precision);
    }
    return json;
}

JsonNode fatesJson(const compare::FateCounts& counts) {
    return {{"kept", counts.kept},
            {"moved", counts.moved},
            {"relabelled", counts.relabelled},
            {"lost", counts.lost},
            {"new", counts.added},
            {"lost_annotated", counts.lostRight},
            {"new_annotated", counts.addedRight}};
}

std::string_view fateId(compare::ObjectFate fate) {
    switch (fate) {
        case compare::ObjectFate::Kept:
            return "kept";
        case compare::ObjectFate::Moved:
            return "moved";
        case compare::ObjectFate::Relabelled:
            return "relabelled";
        case compare::ObjectFate::Lost:
            return "lost";
        case compare::ObjectFate::New:
            return "new";
    }
    return "";
}

const evaluate::Detection* detectionOf(const result::EngineResult* engine, std::uint32_t sample,
                                       std::int32_t index) {
    if (!engine || !engine->detections || index < 0 || sample >= engine->detections->size()) return nullptr;
    const auto& detections = (*engine->detections)[sample];
    return detections && static_cast<std::size_t>(index) < detections->size()
               ? &(*detections)[static_cast<std::size_t>(index)]
               : nullptr;
}

}  // namespace

JsonNode detectionJson(const result::EngineResult& engine, const result::RunResult& document) {
    const evaluate::DetectionMetrics& metrics = *engine.detection;
    JsonNode json = {{"images", metrics.images}, {"objects", metrics.objects}};
    put(json, "map50", metrics.map50);
    put(json, "map50_95", metrics.map50_95);
    put(json, "interval", metrics.interval);
    json["by_size"] = bySizeJson(metrics.bySize);
    put(json, "threshold", metrics.threshold);
    json["detections"] = metrics.detections;
    json["found"] = metrics.found;
    json["missed"] = metrics.missed;
    json["false"] = metrics.falseDetections;
    put(json, "false_rate", metrics.falseRate);
    put(json, "missed_rate", metrics.missedRate);
    put(json, "f1", metrics.f1);
    put(json, "ece", metrics.ece);
    json["source"] = engine.emulated ? "emulation" : "engine";
    if (engine.accuracyPartial) json["partial"] = true;
    json["per_class"] = JsonNode::array();
    for (std::size_t i = 0; i < metrics.perClass.size(); ++i)
        json["per_class"].push_back(classJson(metrics.perClass[i], i, document));
    if (!metrics.confusion.empty()) {
        const std::size_t side = metrics.perClass.size() + 1;
        for (std::size_t row = 0; row < side; ++row) {
            const auto begin = metrics.confusion.begin() + static_cast<std::ptrdiff_t>(row * side);
            json["confusion"].push_back(
                std::vector<std::int64_t>(begin, begin + static_cast<std::ptrdiff_t>(side)));
        }
    }
    const evaluate::ConfidenceHistogram& histogram = metrics.histogram;
    if (!histogram.edges.empty())
        json["confidence_histogram"] = {
            {"edges", histogram.edges}, {"correct", histogram.correct}, {"wrong", histogram.wrong}};
    return json;
}

JsonNode objectsJson(const compare::Comparison& comparison, const result::RunResult& document) {
    const compare::ObjectComparison& objects = *comparison.objects;
    JsonNode json = {{"threshold", objects.threshold}};
    json.update(fatesJson(objects.all));
    put(json, "mean_confidence_change", objects.meanConfidenceChange);
    json["by_size"] = JsonNode::array();
    for (std::size_t i = 0; i < objects.bySize.size(); ++i) {
        JsonNode row = {{"name", evaluate::kSizeRanges[i].name}};
        row.update(fatesJson(objects.bySize[i]));
        json["by_size"].push_back(std::move(row));
    }
    json["changes"] = JsonNode::array();
    const result::EngineResult* baseline = document.engine(comparison.baseline);
    const result::EngineResult* candidate = document.engine(comparison.candidate);
    for (const compare::ObjectChange& change : objects.changes) {
        JsonNode row = {{"sample", result::sampleName(document, change.sample)},
                        {"fate", fateId(change.fate)},
                        {"side", change.side},
                        {"annotated", change.object >= 0}};
        const auto* before = detectionOf(baseline, change.sample, change.baseline);
        const auto* after = detectionOf(candidate, change.sample, change.candidate);
        const evaluate::Detection* shown = before ? before : after;
        if (shown) {
            row["class"] = shown->label;
            row["box"] = {shown->x, shown->y, shown->width, shown->height};
        }
        if (before) row["baseline_confidence"] = before->confidence;
        if (after) row["candidate_confidence"] = after->confidence;
        if (before && after) row["iou"] = change.iou;
        if (before && after && before->label != after->label) row["candidate_class"] = after->label;
        json["changes"].push_back(std::move(row));
    }
    return json;
}

}  // namespace pwb::report
