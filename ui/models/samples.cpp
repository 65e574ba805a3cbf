// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/samples.h"

#include <algorithm>

#include "core/result/changes.h"

namespace pwb::ui {

namespace {

const dataset::Sample* sampleAt(const result::RunResult& document, int sample) {
    if (!document.manifest || sample < 0 || sample >= static_cast<int>(document.manifest->samples.size()))
        return nullptr;
    return &document.manifest->samples[static_cast<std::size_t>(sample)];
}

}  // namespace

QString className(const result::RunResult& document, int classIndex) {
    return QString::fromStdString(document.className(classIndex));
}

int classCount(const result::RunResult& document) {
    std::size_t count = document.data.classes.size();
    for (const auto& engine : document.engines)
        if (engine.accuracy) count = std::max(count, static_cast<std::size_t>(engine.accuracy->classes));
    return static_cast<int>(count);
}

QString samplePath(const result::RunResult& document, int sample) {
    const auto* found = sampleAt(document, sample);
    return found ? QString::fromStdString(found->path.string()) : QString();
}

QString sampleName(const result::RunResult& document, int sample) {
    return sampleAt(document, sample)
               ? QString::fromStdString(result::sampleName(document, static_cast<std::size_t>(sample)))
               : QString();
}

const evaluate::Prediction* predictionOf(const result::EngineResult* engine, int sample) {
    if (!engine || !engine->predictions || sample < 0 ||
        sample >= static_cast<int>(engine->predictions->size()))
        return nullptr;
    const auto& prediction = (*engine->predictions)[static_cast<std::size_t>(sample)];
    return prediction.valid() ? &prediction : nullptr;
}

const evaluate::Detections* detectionsOf(const result::EngineResult* engine, int sample) {
    if (!engine || !engine->detections || sample < 0 ||
        sample >= static_cast<int>(engine->detections->size()))
        return nullptr;
    return (*engine->detections)[static_cast<std::size_t>(sample)].get();
}

const evaluate::Detection* detectionOf(const result::EngineResult* engine, int sample, int index) {
    const auto* found = detectionsOf(engine, sample);
    return found && index >= 0 && index < static_cast<int>(found->size())
               ? &(*found)[static_cast<std::size_t>(index)]
               : nullptr;
}

std::optional<float> confidenceIn(const evaluate::Prediction& prediction, int classIndex) {
    for (std::size_t i = 0; i < prediction.classes.size(); ++i)
        if (prediction.classes[i] == classIndex) return prediction.confidences[i];
    return std::nullopt;
}

QVector<CellSample> samplesInCell(const result::RunResult& document, const result::EngineResult& shown,
                                  const result::EngineResult* other, int truth, int answer) {
    QVector<CellSample> found;
    if (!document.manifest) return found;
    for (int i = 0; i < static_cast<int>(document.manifest->samples.size()); ++i) {
        if (document.manifest->samples[static_cast<std::size_t>(i)].label != truth) continue;
        const auto* prediction = predictionOf(&shown, i);
        if (!prediction || prediction->classes[0] != answer) continue;
        const auto* second = predictionOf(other, i);
        found << CellSample{i, second && second->classes[0] != answer};
    }
    std::stable_sort(found.begin(), found.end(), [&](const CellSample& a, const CellSample& b) {
        if (a.onlyHere != b.onlyHere) return a.onlyHere;
        return predictionOf(&shown, a.index)->confidences[0] > predictionOf(&shown, b.index)->confidences[0];
    });
    return found;
}

}  // namespace pwb::ui
