// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plain_loss.h"

#include <QCoreApplication>
#include <array>
#include <cmath>

#include "core/result/detection_figures.h"
#include "ui/models/detection_tables.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/models/performance_tables.h"
#include "ui/models/samples.h"
#include "ui/models/task_figures.h"

namespace pwb::ui {
namespace {

using result::EngineResult;

/// FP32, INT8 and plain INT8.
using Trio = std::array<const EngineResult*, 3>;

struct PlainLossText {
    Q_DECLARE_TR_FUNCTIONS(PlainLoss)
};

QString lossText(double delta) {
    const QString points = formatNumber(std::abs(delta) * 100, 1);
    return formatNumber(delta * 100, 1) == formatNumber(0, 1) ? PlainLossText::tr("loses nothing")
           : delta < 0 ? PlainLossText::tr("loses %1 points").arg(points)
                       : PlainLossText::tr("gains %1 points").arg(points);
}

/// “Of 182 ball objects < 8 px, …”; empty where an engine lacks a figure.
QString sentenceFor(const result::RunResult& document, const Trio& engines, int classIndex,
                    std::size_t range) {
    std::array<const evaluate::SizeMetrics*, 3> sizes{};
    for (std::size_t e = 0; e < engines.size(); ++e) {
        sizes[e] = sizeMetrics(engines[e], classIndex, range);
        if (!sizes[e] || !sizes[e]->recall || !sizes[e]->ap50) return {};
    }
    const QString int8 = engineName(document, *engines[1]), plain = engineName(document, *engines[2]);
    const auto recall = [&](std::size_t e) { return formatNumber(*sizes[e]->recall * 100, 1); };
    return PlainLossText::tr(
               "%1, %2: of %3 objects FP32 finds %4 %, %5 %6 %, %7 %8 %. In AP50 %5 %9, %7 %10.")
        .arg(className(document, classIndex), sizeName(evaluate::kSizeRanges[range]),
             formatCount(sizes[0]->objects), recall(0), int8, recall(1), plain, recall(2),
             lossText(*sizes[1]->ap50 - *sizes[0]->ap50), lossText(*sizes[2]->ap50 - *sizes[0]->ap50));
}

CellTable tableOf(const result::RunResult& document, const Trio& engines, int classIndex) {
    CellTable table;
    table.columns = {{PlainLossText::tr("Engine")}};
    for (const QString& group : {PlainLossText::tr("AP50, %"), PlainLossText::tr("Recall, %")})
        for (std::size_t range = 0; range < evaluate::kPixelBuckets; ++range)
            table.columns << CellColumn{
                sizeName(evaluate::kSizeRanges[range]), group, true, {}, {}, range == 0};
    for (const EngineResult* engine : engines) {
        QVector<Cell> row = {engineCell(document, *engine)};
        for (const auto figure : {&evaluate::SizeMetrics::ap50, &evaluate::SizeMetrics::recall})
            for (std::size_t range = 0; range < evaluate::kPixelBuckets; ++range) {
                const auto* size = sizeMetrics(engine, classIndex, range);
                const auto value = size ? size->*figure : std::nullopt;
                row << (value ? Cell{formatNumber(*value * 100, 1), *value}
                              : Cell{QStringLiteral("–"), -1.0, Cell::Tone::Secondary});
            }
        table.rows << row;
    }
    return table;
}

}  // namespace

std::optional<PlainLoss> plainLoss(const result::RunResult& document, int classIndex) {
    const Trio engines = {document.engine(base::Precision::Fp32), document.engine(base::Precision::Int8),
                          referenceEngine(document)};
    for (const EngineResult* engine : engines)
        if (!engine || !engine->detection) return std::nullopt;
    PlainLoss loss;
    const auto finding = result::referenceFinding(document);
    if (classIndex < 0 && !finding) return std::nullopt;
    loss.classIndex = classIndex >= 0 ? classIndex : static_cast<int>(finding->label);
    constexpr std::size_t kSmallBuckets = 2;  // under 15 px
    const bool found = finding && static_cast<int>(finding->label) == loss.classIndex;
    if (found) loss.sentences << QString::fromStdString(result::findingText(*finding, document, words()));
    for (std::size_t range = 0; range < kSmallBuckets; ++range) {
        if (found && evaluate::kSizeRanges[range].name == finding->range.name) continue;
        const QString text = sentenceFor(document, engines, loss.classIndex, range);
        if (!text.isEmpty()) loss.sentences << text;
    }
    if (loss.sentences.isEmpty())
        loss.sentences << PlainLossText::tr("%1: no annotated objects under 15 px.")
                              .arg(className(document, loss.classIndex));
    loss.table = tableOf(document, engines, loss.classIndex);
    return loss;
}

QString plainInt8Note() {
    return coreText(base::Message{"report.reference_about"});
}

}  // namespace pwb::ui
