// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/detection_rows.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/compare/objects.h"
#include "core/result/detection_figures.h"
#include "ui/models/detection_tables.h"
#include "ui/models/format.h"

namespace pwb::ui {
namespace {

using compare::Comparison;
using compare::FateCounts;
using evaluate::DetectionMetrics;
using result::EngineResult;
using Value = ComparisonBuilder::Value;

struct DetectionRowsText {
    Q_DECLARE_TR_FUNCTIONS(ComparisonTable)
};

MeasureCell percentCell(double fraction, const QString& unit, bool partial) {
    return measureNumber(formatNumber(fraction * 100, 2), unit, partial);
}

void meanPrecisionRows(ComparisonBuilder& b) {
    b.group(DetectionRowsText::tr("Accuracy"), false);
    b.row(QStringLiteral("mAP50-95"), [](const EngineResult& e, auto*) -> Value {
        if (!e.detection) return std::nullopt;
        const auto& interval = e.detection->interval;
        QString unit = QStringLiteral("%");
        if (interval && !e.accuracyPartial)
            unit += QStringLiteral("  ± ") + formatNumber(((*interval)[1] - (*interval)[0]) / 2 * 100, 1);
        MeasureCell cell = percentCell(e.detection->map50_95, unit, e.accuracyPartial);
        if (interval)
            cell.hint = DetectionRowsText::tr("%1 objects in %2 images; 95 % bootstrap interval %3 … %4")
                            .arg(formatCount(e.detection->objects), formatCount(e.detection->images),
                                 formatPercent((*interval)[0]), formatPercent((*interval)[1]));
        return cell;
    });
    b.row(QStringLiteral("mAP50"), [](const EngineResult& e, auto*) -> Value {
        if (!e.detection) return std::nullopt;
        return percentCell(e.detection->map50, QStringLiteral("%"), e.accuracyPartial);
    });
    b.row(
        DetectionRowsText::tr("mAP50-95 against FP32"),
        [](const EngineResult& e, const Comparison* c) -> Value {
            if (!c || !c->accuracy) return std::nullopt;
            return measureNumber(formatSigned(c->accuracy->accuracyDelta * 100, 2),
                                 DetectionRowsText::tr("points"), e.accuracyPartial);
        },
        true);
    b.row(
        DetectionRowsText::tr("95 % interval, points"),
        [](const EngineResult& e, const Comparison* c) -> Value {
            if (!c || !c->accuracy || e.accuracyPartial) return std::nullopt;
            const auto& interval = c->accuracy->interval;
            return measureWords(DetectionRowsText::tr("%1 … %2").arg(formatSigned(interval[0] * 100, 2),
                                                                     formatSigned(interval[1] * 100, 2)));
        },
        true, true);
    b.row(
        DetectionRowsText::tr("significance"),
        [](const EngineResult& e, const Comparison* c) -> Value {
            if (!c || !c->accuracy || e.accuracyPartial) return std::nullopt;
            return significanceCell(
                *c->accuracy, DetectionRowsText::tr("permutation test, paired by image, %1; interval %2"));
        },
        true, true);
}

/// Recall of the objects of one size; no row where nothing annotated is of that size.
void recallRow(ComparisonBuilder& b, const result::RunResult& document, std::size_t range) {
    const auto knows = [range](const EngineResult& e) {
        return e.detection && range < e.detection->bySize.size() && e.detection->bySize[range].recall;
    };
    if (std::none_of(document.engines.begin(), document.engines.end(), knows)) return;
    b.row(DetectionRowsText::tr("Recall, %1").arg(sizeName(evaluate::kSizeRanges[range])),
          [&](const EngineResult& e, auto*) -> Value {
              if (!knows(e)) return std::nullopt;
              const auto& size = e.detection->bySize[range];
              MeasureCell cell = percentCell(*size.recall, QStringLiteral("%"), e.accuracyPartial);
              cell.hint = DetectionRowsText::tr("of %1 annotated objects").arg(formatCount(size.objects));
              return cell;
          });
}

void rateRows(ComparisonBuilder& b) {
    b.row(DetectionRowsText::tr("False detections"), [](const EngineResult& e, auto*) -> Value {
        if (!e.detection || !e.detection->falseRate) return std::nullopt;
        MeasureCell cell = percentCell(*e.detection->falseRate, QStringLiteral("%"), e.accuracyPartial);
        cell.hint = DetectionRowsText::tr("%1 of %2 detections")
                        .arg(formatCount(e.detection->falseDetections), formatCount(e.detection->detections));
        return cell;
    });
    b.row(DetectionRowsText::tr("Missed objects"), [](const EngineResult& e, auto*) -> Value {
        if (!e.detection || !e.detection->missedRate) return std::nullopt;
        MeasureCell cell = percentCell(*e.detection->missedRate, QStringLiteral("%"), e.accuracyPartial);
        cell.hint = DetectionRowsText::tr("%1 of %2 annotated objects")
                        .arg(formatCount(e.detection->missed), formatCount(e.detection->objects));
        return cell;
    });
}

/// A count of FP32's objects and what became of them; `right` counts those that are annotated.
void fateRow(ComparisonBuilder& b, const QString& label, std::int64_t FateCounts::*count,
             std::int64_t FateCounts::*right, bool annotated) {
    b.row(
        label,
        [=](const EngineResult& e, const Comparison* c) -> Value {
            if (!c || !c->objects) return std::nullopt;
            MeasureCell cell = measureNumber(formatCount(c->objects->all.*count), {}, e.accuracyPartial);
            if (annotated)
                cell.hint =
                    DetectionRowsText::tr("%1 of them annotated; %2 under 8 px, %3 of 8–15 px")
                        .arg(formatCount(c->objects->all.*right), formatCount(c->objects->bySize[0].*count),
                             formatCount(c->objects->bySize[1].*count));
            return cell;
        },
        true);
}

}  // namespace

void addDetectionRows(ComparisonBuilder& b, const result::RunResult& document) {
    const bool annotated = result::isAnnotated(document);
    if (annotated) meanPrecisionRows(b);
    b.group(document.data.threshold > 0
                ? DetectionRowsText::tr("At confidence %1").arg(formatNumber(document.data.threshold, 2))
                : DetectionRowsText::tr("At the chosen confidence"),
            false);
    if (annotated) {
        recallRow(b, document, 0);
        recallRow(b, document, 1);
        rateRows(b);
    }
    fateRow(b, DetectionRowsText::tr("Lost against FP32"), &FateCounts::lost, &FateCounts::lostRight,
            annotated);
    fateRow(b, DetectionRowsText::tr("New against FP32"), &FateCounts::added, &FateCounts::addedRight,
            annotated);
    if (annotated) return;
    b.row(
        DetectionRowsText::tr("Kept of FP32’s"),
        [](const EngineResult&, const Comparison* c) -> Value {
            if (!c || !c->objects) return std::nullopt;
            return measureNumber(formatCount(c->objects->all.kept), {});
        },
        true);
}

}  // namespace pwb::ui
