// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/task_figures.h"

#include <QCoreApplication>
#include <algorithm>
#include <numeric>

#include "core/result/detection_figures.h"
#include "ui/models/samples.h"

namespace pwb::ui {
namespace {

struct TaskFiguresText {
    Q_DECLARE_TR_FUNCTIONS(TaskFigures)
};

}  // namespace

QString qualityName(const result::RunResult* document) {
    return document && document->isDetection() ? QStringLiteral("mAP50-95")
                                               : TaskFiguresText::tr("Top-1 accuracy");
}

std::int64_t ConfusionCounts::total(int truth) const {
    const auto row = counts.subspan(static_cast<std::size_t>(truth) * static_cast<std::size_t>(size),
                                    static_cast<std::size_t>(size));
    return std::accumulate(row.begin(), row.end(), std::int64_t{0});
}

ConfusionCounts confusionOf(const result::EngineResult* engine) {
    if (!engine) return {};
    const auto found = result::confusionOf(*engine);
    return found.cells.empty() ? ConfusionCounts{} : ConfusionCounts{found.side, found.cells};
}

QStringList confusionNames(const result::RunResult* document) {
    QStringList names;
    if (!document) return names;
    for (int c = 0; c < classCount(*document); ++c) names << className(*document, c);
    if (document->isDetection() && !names.isEmpty()) names << TaskFiguresText::tr("background");
    return names;
}

const evaluate::ConfidenceHistogram* histogramOf(const result::EngineResult* engine) {
    if (engine && engine->detection) return &engine->detection->histogram;
    return engine && engine->accuracy ? &engine->accuracy->histogram : nullptr;
}

const std::vector<evaluate::ReliabilityBin>* reliabilityOf(const result::EngineResult* engine) {
    if (engine && engine->detection) return &engine->detection->reliability;
    return engine && engine->accuracy ? &engine->accuracy->reliability : nullptr;
}

std::optional<double> eceOf(const result::EngineResult* engine) {
    if (engine && engine->detection) return engine->detection->ece;
    return engine && engine->accuracy ? std::optional(engine->accuracy->ece) : std::nullopt;
}

std::vector<const result::EngineResult*> timedEngines(const result::RunResult& document) {
    std::vector<const result::EngineResult*> engines;
    for (const auto& engine : document.engines)
        if (!engine.isReference()) engines.push_back(&engine);
    return engines;
}

const result::EngineResult* referenceEngine(const result::RunResult& document) {
    const auto found = std::find_if(document.engines.begin(), document.engines.end(),
                                    [](const auto& engine) { return engine.isReference(); });
    return found == document.engines.end() ? nullptr : &*found;
}

}  // namespace pwb::ui
