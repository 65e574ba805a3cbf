// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QVector>
#include <vector>

#include "core/result/run_result.h"

namespace pwb::ui {

/// Questions about single samples that several pages ask of a document.
[[nodiscard]] QString className(const result::RunResult& document, int classIndex);
[[nodiscard]] int classCount(const result::RunResult& document);
[[nodiscard]] QString samplePath(const result::RunResult& document, int sample);
/// Its path below the data folder.
[[nodiscard]] QString sampleName(const result::RunResult& document, int sample);
/// The engine's prediction of a sample; null where there is none (yet).
[[nodiscard]] const evaluate::Prediction* predictionOf(const result::EngineResult* engine, int sample);
/// The engine's detections in a sample, most confident first; null where there is no answer (yet).
[[nodiscard]] const evaluate::Detections* detectionsOf(const result::EngineResult* engine, int sample);
/// One of them; null for −1.
[[nodiscard]] const evaluate::Detection* detectionOf(const result::EngineResult* engine, int sample,
                                                     int index);
/// How sure the engine is of `classIndex`; absent where it is not among its top five.
[[nodiscard]] std::optional<float> confidenceIn(const evaluate::Prediction& prediction, int classIndex);

/// A sample of one cell of a confusion matrix.
struct CellSample {
    int index = 0;          ///< into the manifest
    bool onlyHere = false;  ///< the other engine answers differently
};
/// Samples of class `truth` that `shown` reads as `answer`: first those that `other` reads differently, then
/// by falling confidence.
[[nodiscard]] QVector<CellSample> samplesInCell(const result::RunResult& document,
                                                const result::EngineResult& shown,
                                                const result::EngineResult* other, int truth, int answer);

}  // namespace pwb::ui
