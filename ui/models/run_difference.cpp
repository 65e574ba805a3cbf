// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/run_difference.h"

#include <QCoreApplication>
#include <algorithm>
#include <functional>

#include "ui/models/format.h"

namespace pwb::ui {
namespace {

using result::EngineResult;

struct RunDifferenceText {
    Q_DECLARE_TR_FUNCTIONS(RunDifference)
};

struct Measure {
    QString name;
    std::function<std::optional<double>(const EngineResult&)> get;
    std::function<QString(double)> show;
    std::function<QString(double)> showDifference;
    int better;  ///< +1: more is better, −1: less is
};

QString signedText(double value, const std::function<QString(double)>& show) {
    const QString text = show(value);
    return value > 0 ? '+' + text : text;
}

std::optional<double> throughput(const EngineResult& engine) {
    if (!engine.measurement) return std::nullopt;
    for (const auto& point : engine.measurement->throughput)
        if (point.batch == 1 && point.streams == 1) return point.fps;
    return std::nullopt;
}

QString bytesText(double bytes) {
    const QString text = formatBytes(static_cast<std::uint64_t>(std::abs(bytes)));
    return bytes < 0 ? QChar(0x2212) + text : text;
}

using Get = std::function<std::optional<double>(const EngineResult&)>;

Get ofDetector(std::function<std::optional<double>(const evaluate::DetectionMetrics&)> get) {
    return [get = std::move(get)](const EngineResult& e) {
        return e.detection ? get(*e.detection) : std::nullopt;
    };
}

/// At the chosen confidence, of the objects of one size.
Get recallOf(std::size_t range) {
    return ofDetector([range](const evaluate::DetectionMetrics& d) {
        return range < d.bySize.size() ? d.bySize[range].recall : std::nullopt;
    });
}

QVector<Measure> measures() {
    const auto latency = [](double measure::LatencyStats::*field) {
        return [field](const EngineResult& e) -> std::optional<double> {
            const auto* stats = e.latencyAt(1);
            return stats ? std::optional(stats->*field) : std::nullopt;
        };
    };
    const auto signedMs = [](double v) { return signedText(v, formatMs); };
    const auto signedBytes = [](double v) { return signedText(v, bytesText); };
    const auto three = [](double v) { return formatNumber(v, 3); };
    const auto signedThree = [](double v) { return formatSigned(v, 3); };
    return {
        {RunDifferenceText::tr("Top-1 accuracy"),
         [](const EngineResult& e) { return e.accuracy ? std::optional(e.accuracy->top1) : std::nullopt; },
         formatPercent, formatPoints, 1},
        {RunDifferenceText::tr("F1, macro"),
         [](const EngineResult& e) { return e.accuracy ? std::optional(e.accuracy->f1Macro) : std::nullopt; },
         three, signedThree, 1},
        {QStringLiteral("mAP50-95"), ofDetector([](const auto& d) { return std::optional(d.map50_95); }),
         formatPercent, formatPoints, 1},
        {QStringLiteral("mAP50"), ofDetector([](const auto& d) { return std::optional(d.map50); }),
         formatPercent, formatPoints, 1},
        {RunDifferenceText::tr("Recall, objects under 8 px"), recallOf(0), formatPercent, formatPoints, 1},
        {RunDifferenceText::tr("Recall, objects of 8–15 px"), recallOf(1), formatPercent, formatPoints, 1},
        {RunDifferenceText::tr("Missed objects"), ofDetector([](const auto& d) { return d.missedRate; }),
         formatPercent, formatPoints, -1},
        {RunDifferenceText::tr("False detections"), ofDetector([](const auto& d) { return d.falseRate; }),
         formatPercent, formatPoints, -1},
        {RunDifferenceText::tr("Latency p50, batch 1"), latency(&measure::LatencyStats::p50), formatMs,
         signedMs, -1},
        {RunDifferenceText::tr("Latency p99, batch 1"), latency(&measure::LatencyStats::p99), formatMs,
         signedMs, -1},
        {RunDifferenceText::tr("Throughput, batch 1, one stream"), throughput, formatFps,
         [](double v) { return signedText(v, formatFps); }, 1},
        {RunDifferenceText::tr("Peak memory"),
         [](const EngineResult& e) -> std::optional<double> {
             return e.measurement ? std::optional(static_cast<double>(e.measurement->memory.peakBytes))
                                  : std::nullopt;
         },
         bytesText, signedBytes, -1},
        {RunDifferenceText::tr("File size"),
         [](const EngineResult& e) -> std::optional<double> {
             return e.built ? std::optional(static_cast<double>(e.built->fileBytes)) : std::nullopt;
         },
         bytesText, signedBytes, -1},
    };
}

Cell figureCell(const std::optional<double>& value, const std::function<QString(double)>& show) {
    Cell cell;
    cell.text = value ? show(*value) : QStringLiteral("–");
    if (value) cell.sort = *value;
    if (!value) cell.tone = Cell::Tone::Waiting;
    return cell;
}

Cell difference(const Measure& measure, double change) {
    Cell cell = figureCell(change, measure.showDifference);
    if (change == 0) return cell;
    const bool better = change * measure.better > 0;
    cell.tone = better ? Cell::Tone::Good : Cell::Tone::Bad;
    cell.hint = better ? RunDifferenceText::tr("better than the baseline")
                       : RunDifferenceText::tr("worse than the baseline");
    return cell;
}

/// The engines of both runs; the default INT8 as in the run that has variants beside it.
std::vector<result::EngineKind> kindsOf(const result::RunResult& one, const result::RunResult& other) {
    auto kinds = result::shownKinds(&one);
    for (const result::EngineKind& kind : result::shownKinds(&other)) {
        const auto same = std::find_if(kinds.begin(), kinds.end(),
                                       [&](const auto& known) { return known.engine == kind.engine; });
        if (same == kinds.end())
            kinds.push_back(kind);
        else if (same->engine.isDefault())
            *same = kind;
    }
    return kinds;
}

}  // namespace

CellTable runDifference(const result::RunResult& baseline, const result::RunResult& other) {
    CellTable table;
    const auto column = [&table](const QString& title, bool number) {
        CellColumn made;
        made.title = title;
        made.number = number;
        table.columns.append(made);
    };
    column(RunDifferenceText::tr("Measure"), false);
    column(RunDifferenceText::tr("Precision"), false);
    column(RunDifferenceText::tr("Baseline: %1").arg(QString::fromStdString(baseline.name)), true);
    column(QString::fromStdString(other.name), true);
    column(RunDifferenceText::tr("Difference"), true);
    for (const Measure& measure : measures())
        for (const result::EngineKind& kind : kindsOf(baseline, other)) {
            const EngineResult *first = baseline.engine(kind.engine), *second = other.engine(kind.engine);
            const auto a = first ? measure.get(*first) : std::nullopt;
            const auto b = second ? measure.get(*second) : std::nullopt;
            if (!a && !b) continue;
            Cell name, precisionCell;
            name.text = measure.name;
            precisionCell.text = engineName(kind);
            precisionCell.mark = kind;
            table.rows.append({name, precisionCell, figureCell(a, measure.show), figureCell(b, measure.show),
                               a && b ? difference(measure, *b - *a) : figureCell({}, measure.show)});
        }
    return table;
}

}  // namespace pwb::ui
