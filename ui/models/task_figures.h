// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>
#include <optional>
#include <span>
#include <vector>

#include "core/result/run_result.h"

namespace pwb::ui {

/// Figures that classifiers and detectors both have, wherever the document keeps them.

/// The name of EngineResult::quality(): “Top-1 accuracy” or “mAP50-95”.
[[nodiscard]] QString qualityName(const result::RunResult* document);

/// A confusion matrix, row = true class, column = answer. A detector's has one more of each, the background.
struct ConfusionCounts {
    int size = 0;  ///< rows; 0 without a matrix
    std::span<const std::int64_t> counts = {};

    [[nodiscard]] bool contains(int truth, int answer) const {
        return truth >= 0 && answer >= 0 && truth < size && answer < size;
    }
    [[nodiscard]] std::int64_t at(int truth, int answer) const {
        return counts[static_cast<std::size_t>(truth) * static_cast<std::size_t>(size) +
                      static_cast<std::size_t>(answer)];
    }
    /// All of a true class.
    [[nodiscard]] std::int64_t total(int truth) const;
};
[[nodiscard]] ConfusionCounts confusionOf(const result::EngineResult* engine);
/// The names of its rows and columns.
[[nodiscard]] QStringList confusionNames(const result::RunResult* document);

/// Confidence of right and wrong answers; null before evaluation, and without labels.
[[nodiscard]] const evaluate::ConfidenceHistogram* histogramOf(const result::EngineResult* engine);
[[nodiscard]] const std::vector<evaluate::ReliabilityBin>* reliabilityOf(const result::EngineResult* engine);
[[nodiscard]] std::optional<double> eceOf(const result::EngineResult* engine);

/// FP32 and the candidates in the order in which they are shown, without the reference.
[[nodiscard]] std::vector<const result::EngineResult*> timedEngines(const result::RunResult& document);
/// The engine that shows what plain INT8 would lose; null without one.
[[nodiscard]] const result::EngineResult* referenceEngine(const result::RunResult& document);

}  // namespace pwb::ui
