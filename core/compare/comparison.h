// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/engine_id.h"
#include "core/evaluate/classification.h"

namespace pwb::compare {

/// Two distinct types, so that the sides of a comparison cannot be swapped by mistake.
struct Baseline {
    std::span<const evaluate::Prediction> predictions;
};
struct Candidate {
    std::span<const evaluate::Prediction> predictions;
};

/// How a candidate's answers differ from the baseline's, paired by sample. Deltas are candidate − baseline.
struct AccuracyComparison {
    std::int64_t samples = 0;                 ///< valid in both
    double accuracyDelta = 0;                 ///< fraction
    std::array<double, 2> interval = {0, 0};  ///< 95 %, paired
    double pValue = 1;                        ///< exact two-sided McNemar
    double agreement = 1;                     ///< same answer, fraction
    std::int64_t changedSamples = 0;          ///< different answer
    std::int64_t rightToWrong = 0, wrongToRight = 0, wrongToWrong = 0;
    bool distinguishable = false;  ///< the interval excludes zero and p < 0.05
    /// Samples that would tell a difference of this size at 95 %/80 % power; absent when the delta is zero
    /// or already distinguishable.
    std::optional<std::int64_t> samplesNeeded;
    double f1Delta = 0;                         ///< macro
    std::array<double, 2> f1Interval = {0, 0};  ///< 95 % bootstrap by sample, seeded
};

/// Labels as in scoreClassification; samples count that both sides answered. Interval: Tango's score interval
/// for paired proportions (Tango, Statistics in Medicine 17, 1998), {−1, 1} without samples. samplesNeeded:
/// n = (z_α·√ψ + z_β·√(ψ − δ²))² / δ², ψ the share of discordant pairs (Connor, Biometrics 43, 1987). `seed`
/// drives the bootstrap (percentile interval, 1000 resamples, fewer above 100,000 samples: bootstrap.h).
[[nodiscard]] AccuracyComparison compareAccuracy(std::span<const int> labels, Baseline baseline,
                                                 Candidate candidate, int classes, std::uint64_t seed);

using evaluate::wilsonInterval;
/// Exact two-sided McNemar (binomial) p-value; 1 when b + c = 0.
[[nodiscard]] double mcnemarExact(std::int64_t b, std::int64_t c);
/// Tango's 95 % score interval for (b − c) / n, the paired difference of proportions, to 1e-10; b and c are
/// the two kinds of discordant pairs among n. {−1, 1} when n = 0.
[[nodiscard]] std::array<double, 2> tangoInterval(std::int64_t b, std::int64_t c, std::int64_t n);

/// Distance between the raw outputs of two engines, accumulated batch by batch. Rows are samples of `classes`
/// logits or probabilities; a row with a value that is not finite on either side is left out.
class OutputDistance {
public:
    /// What has been added up so far, for keeping it elsewhere.
    struct Sums {
        double signal = 0, noise = 0, kl = 0;
        std::int64_t rows = 0;
    };
    OutputDistance() = default;
    explicit OutputDistance(const Sums& sums) : m_sums(sums) {}
    [[nodiscard]] const Sums& sums() const { return m_sums; }
    /// As if everything added to `other` had been added here.
    void merge(const OutputDistance& other);

    void add(std::span<const float> baseline, std::span<const float> candidate, std::size_t classes,
             bool probabilities);
    /// 10·log10(Σ baseline² / Σ (baseline − candidate)²), dB; absent when nothing differs or nothing was
    /// added.
    [[nodiscard]] std::optional<double> sqnrDb() const;
    /// Mean KL(baseline ‖ candidate) of the class distributions, nats; absent when nothing was added.
    [[nodiscard]] std::optional<double> meanKl() const;

private:
    Sums m_sums;
};

struct ObjectComparison;

/// Recall of annotated objects up to a given size at IoU .5 and the chosen confidence, over the same images:
/// FP32's, the candidate's, and the 95 % bootstrap interval of the difference, which is at least as wide as
/// Tango's: a bootstrap over a few objects that both find would leave nothing of it.
struct SmallRecall {
    std::int64_t objects = 0;
    double baseline = 0, candidate = 0;
    std::array<double, 2> interval = {0, 0};
};

/// A candidate against FP32, all measures together; ratios are absent where one side was not measured.
struct Comparison {
    base::EngineId candidate;
    base::EngineId baseline;
    std::optional<AccuracyComparison> accuracy;  ///< of a detector with annotations: mAP50-95, see objects.h
    std::shared_ptr<const ObjectComparison> objects;     ///< of a detector (objects.h)
    std::optional<double> speedup;                       ///< baseline p50 / candidate p50 at batch 1
    std::optional<std::array<double, 2>> speedupSpread;  ///< smallest and largest over rounds
    std::optional<double> sizeRatio;                     ///< candidate / baseline
    std::optional<double> memoryRatio;                   ///< candidate / baseline, peak
    std::optional<double> sqnrDb, meanKl;
};

}  // namespace pwb::compare
