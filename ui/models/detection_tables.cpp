// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/detection_tables.h"

#include <QCoreApplication>
#include <algorithm>
#include <cmath>

#include "core/compare/objects.h"
#include "core/result/detection_figures.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/models/performance_tables.h"
#include "ui/models/samples.h"

namespace pwb::ui {
namespace {

using compare::ObjectComparison;
using evaluate::DetectionClass;
using result::EngineResult;
using result::RunResult;

struct DetectionTablesText {
    Q_DECLARE_TR_FUNCTIONS(DetectionTables)
};

Cell none() {
    return {QStringLiteral("–"), -1.0, Cell::Tone::Secondary};
}
Cell percent(const std::optional<double>& fraction, int decimals, bool partial) {
    if (!fraction) return none();
    Cell cell{formatNumber(*fraction * 100, decimals), *fraction};
    cell.italic = partial;
    return cell;
}

const DetectionClass* classOf(const EngineResult* engine, int index) {
    if (!engine || !engine->detection || index < 0) return nullptr;
    const auto& all = engine->detection->perClass;
    return index < static_cast<int>(all.size()) ? &all[static_cast<std::size_t>(index)] : nullptr;
}

struct Shown {
    result::EngineKind kind;
    const EngineResult* engine;
    const ObjectComparison* objects;
};
std::vector<Shown> shownEngines(const RunResult& document) {
    std::vector<Shown> shown;
    for (const auto& kind : result::shownKinds(&document)) {
        const auto* comparison = document.comparison(kind.engine);
        shown.push_back(
            {kind, document.engine(kind.engine), comparison ? comparison->objects.get() : nullptr});
    }
    return shown;
}

using Figure = std::optional<double> DetectionClass::*;

}  // namespace

QString sizeName(const evaluate::SizeRange& range) {
    return QString::fromStdString(result::sizeName(range, words()));
}

const evaluate::SizeMetrics* sizeMetrics(const EngineResult* engine, int classIndex, std::size_t range) {
    if (!engine || !engine->detection) return nullptr;
    const DetectionClass* one = classOf(engine, classIndex);
    if (classIndex >= 0 && !one) return nullptr;
    const auto& sizes = one ? one->bySize : engine->detection->bySize;
    return range < sizes.size() ? &sizes[range] : nullptr;
}

CellTable detectionClassTable(const RunResult& document) {
    const auto shown = shownEngines(document);
    const auto *fp32 = document.engine(base::Precision::Fp32), *int8 = document.engine(base::Precision::Int8);
    const QString int8Name = int8 ? engineName(document, *int8) : engineName(base::Precision::Int8);
    const std::pair<QString, Figure> figures[] = {
        {DetectionTablesText::tr("AP50-95, %"), &DetectionClass::ap50_95},
        {DetectionTablesText::tr("AP50, %"), &DetectionClass::ap50},
        {DetectionTablesText::tr("Precision, %"), &DetectionClass::precision},
        {DetectionTablesText::tr("Recall, %"), &DetectionClass::recall}};
    CellTable table;
    table.columns = {{DetectionTablesText::tr("Class")},
                     {DetectionTablesText::tr("Objects"), {}, true},
                     {DetectionTablesText::tr("%1 − FP32, AP50-95").arg(int8Name),
                      {},
                      true,
                      {},
                      DetectionTablesText::tr("points"),
                      true}};
    table.columns[0].least = 108;
    const auto columns = [&](const QString& group, bool baseline) {
        bool first = true;
        for (const Shown& one : shown) {
            if (!baseline && one.kind == base::Precision::Fp32) continue;
            const QString name = QString::fromStdString(one.kind.shortName());
            table.columns << CellColumn{name, group, true, one.kind, {}, first};
            first = false;
        }
    };
    columns(DetectionTablesText::tr("Lost objects"), false);
    for (const auto& [name, figure] : figures) columns(name, true);

    std::vector<std::vector<std::int64_t>> lost;
    lost.reserve(shown.size());
    for (const Shown& one : shown)
        lost.push_back(one.objects ? result::lostPerClass(document, *one.objects)
                                   : std::vector<std::int64_t>());
    double largest = 1e-9;
    const auto deltaOf = [&](int c) -> std::optional<double> {
        const auto *before = classOf(fp32, c), *after = classOf(int8, c);
        if (!before || !after || !before->ap50_95 || !after->ap50_95) return std::nullopt;
        return *after->ap50_95 - *before->ap50_95;
    };
    for (int c = 0; c < classCount(document); ++c)
        if (const auto delta = deltaOf(c)) largest = std::max(largest, std::abs(*delta));

    for (int c = 0; c < classCount(document); ++c) {
        const DetectionClass* any = nullptr;
        for (const Shown& one : shown)
            if (!any) any = classOf(one.engine, c);
        QVector<Cell> row = {{className(document, c), {}, Cell::Tone::Strong},
                             any ? countCell(any->objects) : waitingCell()};
        if (const auto delta = deltaOf(c)) {
            Cell cell{formatSigned(*delta * 100, 2), *delta};
            cell.bar = *delta / largest;
            cell.hint = *delta < 0   ? DetectionTablesText::tr("%1 is worse here").arg(int8Name)
                        : *delta > 0 ? DetectionTablesText::tr("%1 is better here").arg(int8Name)
                                     : QString();
            row << cell;
        } else {
            row << waitingCell();
            row.last().sort = 2.0;  // behind every class that has one
        }
        for (std::size_t e = 0; e < shown.size(); ++e) {
            if (shown[e].kind == base::Precision::Fp32) continue;
            row << (lost[e].empty() ? waitingCell() : countCell(lost[e][static_cast<std::size_t>(c)]));
        }
        for (const auto& [name, figure] : figures)
            for (const Shown& one : shown) {
                const auto* own = classOf(one.engine, c);
                row << (own ? percent(own->*figure, 1, one.engine->accuracyPartial) : waitingCell());
            }
        table.rows << row;
    }
    return table;
}

CellTable foundTable(const RunResult& document) {
    CellTable table;
    table.columns = {{DetectionTablesText::tr("Engine")},
                     {DetectionTablesText::tr("Found"), {}, true, {}, {}, true},
                     {DetectionTablesText::tr("Missed"), {}, true},
                     {DetectionTablesText::tr("Missed, %"), {}, true},
                     {DetectionTablesText::tr("Detections"), {}, true, {}, {}, true},
                     {DetectionTablesText::tr("False"), {}, true},
                     {DetectionTablesText::tr("False, %"), {}, true},
                     {DetectionTablesText::tr("F1"), {}, true, {}, {}, true}};
    for (const EngineResult& engine : document.engines) {
        QVector<Cell> row = {engineCell(document, engine)};
        if (const auto* d = engine.detection.get()) {
            const bool partial = engine.accuracyPartial;
            row << countCell(d->found, partial) << countCell(d->missed, partial)
                << percent(d->missedRate, 2, partial) << countCell(d->detections, partial)
                << countCell(d->falseDetections, partial) << percent(d->falseRate, 2, partial)
                << (d->f1 ? Cell{formatNumber(*d->f1, 3), *d->f1} : none());
        } else {
            while (row.size() < table.columns.size()) row << missingCell(engine);
        }
        table.rows << row;
    }
    return table;
}

CellTable fatesTable(const RunResult& document) {
    CellTable table;
    const QString lost = DetectionTablesText::tr("Lost"), added = DetectionTablesText::tr("New");
    const bool annotated = result::isAnnotated(document);
    table.columns = {{DetectionTablesText::tr("Engine"), {}, false, {}, {}, false, 108},
                     {DetectionTablesText::tr("Kept"), {}, true, {}, {}, true},
                     {DetectionTablesText::tr("Moved"), {}, true},
                     {DetectionTablesText::tr("Other class"), {}, true},
                     {DetectionTablesText::tr("all"), lost, true, {}, {}, true},
                     {QStringLiteral("< 8 px"), lost, true},
                     {QStringLiteral("8–15 px"), lost, true}};
    if (annotated) table.columns << CellColumn{DetectionTablesText::tr("annotated"), lost, true};
    table.columns << CellColumn{DetectionTablesText::tr("all"), added, true, {}, {}, true};
    if (annotated) table.columns << CellColumn{DetectionTablesText::tr("annotated"), added, true};
    table.columns << CellColumn{DetectionTablesText::tr("Confidence"), {}, true, {}, {}, true};
    for (const EngineResult& engine : document.engines) {
        if (engine.id.isBaseline()) continue;
        const auto* comparison = document.comparison(engine.id);
        QVector<Cell> row = {engineCell(document, engine)};
        if (const auto* objects = comparison ? comparison->objects.get() : nullptr) {
            const auto& all = objects->all;
            row << countCell(all.kept) << countCell(all.moved) << countCell(all.relabelled)
                << countCell(all.lost) << countCell(objects->bySize[0].lost)
                << countCell(objects->bySize[1].lost);
            if (annotated) row << countCell(all.lostRight);
            row << countCell(all.added);
            if (annotated) row << countCell(all.addedRight);
            row << Cell{formatSigned(objects->meanConfidenceChange, 4), objects->meanConfidenceChange};
            row.last().hint = DetectionTablesText::tr("mean change over the objects that both find");
        } else {
            while (row.size() < table.columns.size()) row << missingCell(engine);
        }
        table.rows << row;
    }
    return table;
}

}  // namespace pwb::ui
