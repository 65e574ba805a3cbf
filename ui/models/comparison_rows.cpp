// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/comparison_rows.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "ui/models/comparison_builder.h"
#include "ui/models/detection_rows.h"
#include "ui/models/format.h"

namespace pwb::ui {
namespace {

using result::EngineResult;
using Value = ComparisonBuilder::Value;

struct ComparisonRowsText {
    Q_DECLARE_TR_FUNCTIONS(ComparisonTable)
};

std::optional<double> oneStreamFps(const EngineResult& engine) {
    if (!engine.measurement) return std::nullopt;
    for (const auto& point : engine.measurement->throughput)
        if (point.batch == 1 && point.streams == 1) return point.fps;
    return std::nullopt;
}

void accuracyRows(ComparisonBuilder& b) {
    b.group(ComparisonRowsText::tr("Accuracy"), false);
    b.row(ComparisonRowsText::tr("Top-1 accuracy"), [](const EngineResult& e, auto*) -> Value {
        if (!e.accuracy) return std::nullopt;
        const double half = (e.accuracy->interval[1] - e.accuracy->interval[0]) / 2 * 100;
        const QString unit =
            e.accuracyPartial ? QStringLiteral("%") : QStringLiteral("%  ± ") + formatNumber(half, 1);
        MeasureCell cell = measureNumber(formatNumber(e.accuracy->top1 * 100, 2), unit, e.accuracyPartial);
        cell.hint = ComparisonRowsText::tr("%1 of %2 right; 95 % Wilson interval %3 … %4")
                        .arg(formatCount(e.accuracy->correct), formatCount(e.accuracy->samples),
                             formatPercent(e.accuracy->interval[0]), formatPercent(e.accuracy->interval[1]));
        return cell;
    });
    b.row(ComparisonRowsText::tr("Top-5 accuracy"), [](const EngineResult& e, auto*) -> Value {
        if (!e.accuracy) return std::nullopt;
        return measureNumber(formatNumber(e.accuracy->top5 * 100, 2), QStringLiteral("%"), e.accuracyPartial);
    });
    b.row(ComparisonRowsText::tr("F1, macro"), [](const EngineResult& e, auto*) -> Value {
        if (!e.accuracy || e.accuracyPartial) return std::nullopt;
        return measureNumber(formatNumber(e.accuracy->f1Macro, 3), {});
    });
    b.row(
        ComparisonRowsText::tr("Top-1 against FP32"),
        [](const EngineResult& e, const compare::Comparison* c) -> Value {
            if (!c || !c->accuracy) return std::nullopt;
            return measureNumber(formatSigned(c->accuracy->accuracyDelta * 100, 2),
                                 ComparisonRowsText::tr("points"), e.accuracyPartial);
        },
        true);
    b.row(
        ComparisonRowsText::tr("its 95 % interval"),
        [](const EngineResult& e, const compare::Comparison* c) -> Value {
            if (!c || !c->accuracy || e.accuracyPartial) return std::nullopt;
            return measureWords(formatPointsRange(c->accuracy->interval[0], c->accuracy->interval[1]));
        },
        true, true);
    b.row(
        ComparisonRowsText::tr("significance"),
        [](const EngineResult& e, const compare::Comparison* c) -> Value {
            if (!c || !c->accuracy || e.accuracyPartial) return std::nullopt;
            return significanceCell(*c->accuracy,
                                    ComparisonRowsText::tr("exact McNemar test, %1; interval %2"));
        },
        true, true);
    b.row(
        ComparisonRowsText::tr("Same answer as FP32"),
        [](const EngineResult& e, const compare::Comparison* c) -> Value {
            if (!c || !c->accuracy) return std::nullopt;
            MeasureCell cell = measureNumber(formatNumber(c->accuracy->agreement * 100, 2),
                                             QStringLiteral("%"), e.accuracyPartial);
            cell.hint = ComparisonRowsText::tr("%1 of %2 answers changed")
                            .arg(formatCount(c->accuracy->changedSamples), formatCount(c->accuracy->samples));
            return cell;
        },
        true);
}

/// How far the rounds' 99th percentiles lie apart.
double tailSpread(const measure::LatencyStats& latency) {
    if (latency.rounds.empty()) return 0;
    const auto [least, most] =
        std::minmax_element(latency.rounds.begin(), latency.rounds.end(),
                            [](const auto& x, const auto& y) { return x.p99 < y.p99; });
    return most->p99 - least->p99;
}

void speedRows(ComparisonBuilder& b) {
    b.group(ComparisonRowsText::tr("Speed, batch 1, one stream"), true);
    const int engines = b.engines();
    QVector<std::optional<double>> p50s(engines), p99s(engines), fps(engines);
    QVector<double> spreads(engines, 0.0), tailSpreads(engines, 0.0), fpsSpreads(engines, 0.0);
    for (int i = 0; i < engines; ++i) {
        const EngineResult* engine = b.engine(i);
        if (!engine) continue;
        if (const auto* latency = engine->latencyAt(1)) {
            p50s[i] = latency->p50;
            p99s[i] = latency->p99;
            spreads[i] = latency->spread;
            tailSpreads[i] = tailSpread(*latency);
        }
        fps[i] = oneStreamFps(*engine);
        if (p50s[i] && fps[i] && *p50s[i] > 0) fpsSpreads[i] = *fps[i] * spreads[i] / *p50s[i];
    }
    const auto milliseconds = [](double value) {
        return measureNumber(formatNumber(value, millisecondDecimals(value)), QStringLiteral("ms"));
    };
    b.row(ComparisonRowsText::tr("Latency p50"), [&](const EngineResult& e, auto*) -> Value {
        const auto* latency = e.latencyAt(1);
        if (!latency) return std::nullopt;
        MeasureCell cell = milliseconds(latency->p50);
        cell.hint = ComparisonRowsText::tr("%1 runs; round medians differ by up to %2")
                        .arg(formatCount(latency->n), formatMs(latency->spread));
        return cell;
    });
    b.markBest(p50s, spreads, true);
    b.row(ComparisonRowsText::tr("Latency p99"), [&](const EngineResult& e, auto*) -> Value {
        const auto* latency = e.latencyAt(1);
        return latency ? Value(milliseconds(latency->p99)) : std::nullopt;
    });
    b.markBest(p99s, tailSpreads, true);
    b.row(ComparisonRowsText::tr("Throughput"), [](const EngineResult& e, auto*) -> Value {
        const auto value = oneStreamFps(e);
        return value ? Value(measureNumber(formatNumber(*value, *value < 100 ? 1 : 0), QStringLiteral("FPS")))
                     : std::nullopt;
    });
    b.markBest(fps, fpsSpreads, false);
    b.row(
        ComparisonRowsText::tr("Speed-up, p50"),
        [](const EngineResult&, const compare::Comparison* c) -> Value {
            if (!c || !c->speedup) return std::nullopt;
            MeasureCell cell = measureNumber(formatNumber(*c->speedup, 2), QStringLiteral("×"));
            if (c->speedupSpread)
                cell.hint =
                    ComparisonRowsText::tr("over rounds %1 to %2")
                        .arg(formatRatio((*c->speedupSpread)[0]), formatRatio((*c->speedupSpread)[1]));
            return cell;
        },
        true);
}

/// A row of sizes in one unit, the one that suits its largest.
void sizeRow(ComparisonBuilder& b, const QString& label,
             const std::function<std::optional<std::uint64_t>(const EngineResult&)>& get) {
    std::uint64_t largest = 0;
    QVector<std::optional<double>> values(b.engines());
    for (int i = 0; i < b.engines(); ++i) {
        const bool shown = b.engine(i) && !b.engine(i)->isReference();
        const auto size = shown ? get(*b.engine(i)) : std::nullopt;
        if (!size) continue;
        largest = std::max(largest, *size);
        values[i] = static_cast<double>(*size);
    }
    const ByteUnit unit = byteUnit(largest);
    b.row(label, [&](const EngineResult& e, auto*) -> Value {
        const auto size = get(e);
        return size ? Value(measureNumber(formatByteNumber(*size, unit), byteUnitName(unit))) : std::nullopt;
    });
    b.markBest(values, QVector<double>(b.engines(), 0.0), true);
}

void memoryRows(ComparisonBuilder& b) {
    b.group(ComparisonRowsText::tr("Memory and size"), true);
    sizeRow(b, ComparisonRowsText::tr("Peak memory"),
            [](const EngineResult& e) -> std::optional<std::uint64_t> {
                return e.measurement ? std::optional(e.measurement->memory.peakBytes) : std::nullopt;
            });
    sizeRow(b, ComparisonRowsText::tr("File size"),
            [](const EngineResult& e) -> std::optional<std::uint64_t> {
                return e.built ? std::optional(e.built->fileBytes) : std::nullopt;
            });
    b.row(
        ComparisonRowsText::tr("File size against FP32"),
        [](const EngineResult&, const compare::Comparison* c) -> Value {
            return c && c->sizeRatio
                       ? Value(measureNumber(formatNumber(*c->sizeRatio, 2), QStringLiteral("×")))
                       : std::nullopt;
        },
        true);
}

}  // namespace

QVector<ComparisonModel::Row> comparisonRows(const result::RunResult* document) {
    ComparisonBuilder builder(document);
    if (document && document->isDetection())
        addDetectionRows(builder, *document);
    else
        accuracyRows(builder);
    speedRows(builder);
    memoryRows(builder);
    return builder.take();
}

}  // namespace pwb::ui
