// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/format.h"
#include "core/compare/objects.h"
#include "core/report/table_builder.h"
#include "core/result/detection_figures.h"

namespace pwb::report {
namespace {

using evaluate::DetectionMetrics;
using evaluate::SizeMetrics;

/// Buckets of objects that the table names: below 8 px and 8–15 px.
constexpr std::size_t kSmallBuckets = 2;

void metricRow(TableBuilder& table, std::string label,
               const std::function<TableCell(const DetectionMetrics&)>& cell) {
    table.row(std::move(label), [&](const result::EngineResult& engine) {
        return engine.detection ? cell(*engine.detection) : TableCell{};
    });
}

/// AP50 or recall of one bucket, with the number of its objects.
void sizeRow(TableBuilder& table, std::string_view code, std::size_t bucket,
             std::optional<double> SizeMetrics::*figure) {
    const base::Message label{std::string(code),
                              {{"size", result::sizeName(evaluate::kSizeRanges[bucket], table.words())}}};
    metricRow(table, table.words().text(label), [&](const DetectionMetrics& metrics) {
        if (bucket >= metrics.bySize.size() || !(metrics.bySize[bucket].*figure)) return TableCell{};
        TableCell cell = percentCell(*(metrics.bySize[bucket].*figure));
        cell.detail = result::objectsText(metrics.bySize[bucket].objects, table.words());
        return cell;
    });
}

TableCell rateCell(const std::optional<double>& rate, std::int64_t count, std::int64_t of) {
    if (!rate) return {};
    TableCell cell = percentCell(*rate);
    cell.detail = base::countText(count) + " / " + base::countText(of);
    return cell;
}

/// Objects of FP32's that a candidate lost or found anew; `right` are those that are annotated.
void fateRow(TableBuilder& table, std::string_view code, std::int64_t compare::FateCounts::*count,
             std::int64_t compare::FateCounts::*right) {
    table.candidateRow(table.text(code), [&](const compare::Comparison& one) {
        if (!one.objects) return TableCell{};
        TableCell cell{base::countText(one.objects->all.*count), {}, {}, {}, false};
        if (right && result::isAnnotated(table.document()))
            cell.unit = table.words().text(base::Message{
                "report.of_them_annotated", {{"count", base::countText(one.objects->all.*right)}}});
        return cell;
    });
}

void addPrecision(TableBuilder& table) {
    table.group(table.text("report.group_accuracy"));
    metricRow(table, "mAP50-95", [](const DetectionMetrics& metrics) {
        TableCell cell = percentCell(metrics.map50_95);
        if (const auto& interval = metrics.interval) {
            cell.unit += " ± " + base::fixedText(50 * ((*interval)[1] - (*interval)[0]), 1);
            cell.detail = base::fixedText(100 * (*interval)[0], 2) + " … " +
                          base::fixedText(100 * (*interval)[1], 2) + " %";
        }
        return cell;
    });
    metricRow(table, "mAP50", [](const DetectionMetrics& metrics) { return percentCell(metrics.map50); });
    for (std::size_t bucket = 0; bucket < kSmallBuckets; ++bucket)
        sizeRow(table, "report.ap50_of_size", bucket, &SizeMetrics::ap50);
    addDifference(table, "report.delta_map");
}

}  // namespace

void addDetection(TableBuilder& table) {
    addPrecision(table);
    const double threshold = table.document().data.threshold;
    table.group(table.words().text(
        base::Message{"report.group_threshold", {{"threshold", base::fixedText(threshold, 3)}}}));
    for (std::size_t bucket = 0; bucket < kSmallBuckets; ++bucket)
        sizeRow(table, "report.recall_of_size", bucket, &SizeMetrics::recall);
    metricRow(table, table.text("report.false_rate"), [](const DetectionMetrics& metrics) {
        return rateCell(metrics.falseRate, metrics.falseDetections, metrics.detections);
    });
    metricRow(table, table.text("report.missed_rate"), [](const DetectionMetrics& metrics) {
        return rateCell(metrics.missedRate, metrics.missed, metrics.objects);
    });
    fateRow(table, "report.kept_objects", &compare::FateCounts::kept, nullptr);
    fateRow(table, "report.lost_objects", &compare::FateCounts::lost, &compare::FateCounts::lostRight);
    fateRow(table, "report.new_objects", &compare::FateCounts::added, &compare::FateCounts::addedRight);
}

}  // namespace pwb::report
