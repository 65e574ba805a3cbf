// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/progress.h"
#include "core/dataset/preprocess.h"
#include "core/run/plan.h"

namespace pwb::run {

/// One way to make inputs of the pictures, and how FP32 does with it.
struct PreprocessTrial {
    dataset::Preprocess steps;
    std::string preset;      ///< whose they are; empty: a variation of another trial
    bool isCurrent = false;  ///< what a run would take today
    /// Fields of preprocessText() that differ from the first trial's, "mean", "resize_with" …
    std::vector<std::string> differences;
    double metric = 0;                    ///< top-1 accuracy or mAP50-95, fraction
    std::optional<double> logLikelihood;  ///< mean natural logarithm of the right class's share; classifiers
    /// Samples that only this one and that only the first gets right; classifiers.
    std::int64_t onlyThis = 0, onlyFirst = 0;
    /// Two-sided, of the difference of the metric to the first: McNemar's exact test, or a permutation test
    /// by image. Absent for the first, and for detectors far behind it.
    std::optional<double> pValue;
    bool isWorse = false;  ///< than the first, and no chance: p < 0.05, or a detector far behind it
};

struct PreprocessRanking {
    std::vector<PreprocessTrial> trials;  ///< best first
    std::int64_t samples = 0;             ///< with a label
    std::int64_t classes = 0;
    bool detects = false;
};

/// Tries the plan's own preprocessing, the presets and common mistakes (another range of values, colour
/// order, mean and deviation, resizing) on `samples` of the labelled data, class-balanced, in FP32 with the
/// model as it is, and ranks them: by the metric, and among those that it cannot tell from the best (p ≥
/// 0.05), by likelihood with a small preference for what a file or the graph says. Of the plan count model,
/// data, labels, task, detector, preprocess, batch, provider and seed. Errors: those of readInputs();
/// run.preprocess_tensors, run.preprocess_labels; those of the session; cancelled.
[[nodiscard]] base::Result<PreprocessRanking> rankPreprocessing(const RunPlan& plan, int samples,
                                                                const base::ProgressSink& progress,
                                                                std::stop_token stop);

/// What of `steps` is worth saying in a line, for people: "256 → 224 bicubic (pillow) · rgb · 1/255 · …".
[[nodiscard]] std::string stepsText(const dataset::Preprocess& steps);

}  // namespace pwb::run
