// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/compare/comparison.h"
#include "core/evaluate/detection_metrics.h"

namespace pwb::compare {

/// What a candidate made of one object that FP32 detected, or of none that it did.
enum class ObjectFate {
    Kept,
    Moved,       ///< found again, but the boxes overlap less than kMovedBelow
    Relabelled,  ///< found again as another class
    Lost,        ///< FP32 alone has it
    New          ///< the candidate alone has it
};
/// Boxes of the same object in two engines overlap at least this (IoU).
inline constexpr double kSameObject = 0.5;
inline constexpr double kMovedBelow = 0.75;

/// One detection of FP32 and what it became, or one that only the candidate has. Indices are into the
/// detections of that sample; −1 for none.
struct ObjectChange {
    std::uint32_t sample = 0;
    ObjectFate fate = ObjectFate::Kept;
    std::int32_t baseline = -1, candidate = -1;
    std::int32_t object = -1;  ///< the annotated object that FP32's (for New the candidate's) box is, IoU .5
    float iou = 0;             ///< of the two boxes; 0 for Lost and New
    float side = 0;            ///< √area, px: of the annotated object, else of the box
};

/// Counts of one pixel bucket (evaluate::kSizeRanges, the first kPixelBuckets) or of all.
struct FateCounts {
    std::int64_t kept = 0, moved = 0, relabelled = 0, lost = 0, added = 0;
    std::int64_t lostRight = 0;   ///< lost, and an annotated object of that class: a miss more
    std::int64_t addedRight = 0;  ///< added, and an annotated object of that class: a miss fewer
};

/// A candidate's detections against FP32's at one confidence, object by object. Needs no annotations.
struct ObjectComparison {
    double threshold = 0;
    FateCounts all;
    std::array<FateCounts, evaluate::kPixelBuckets> bySize;
    double meanConfidenceChange = 0;    ///< candidate − FP32 over objects found by both
    std::vector<ObjectChange> changes;  ///< by sample; all but Kept
};

/// Pairs detections of at least `threshold` per sample: same class first, best overlap first, then across
/// classes. `samples` by index as the tables; samples without an answer on either side are left out.
[[nodiscard]] ObjectComparison compareObjects(std::span<const dataset::Sample> samples,
                                              const evaluate::DetectionTable& baseline,
                                              const evaluate::DetectionTable& candidate, double threshold);

/// mAP50-95 of the candidate minus the baseline's as an AccuracyComparison: accuracyDelta and its 95 %
/// percentile interval from a paired bootstrap by image (the same images in both), pValue two-sided from a
/// paired permutation test by image, agreement = share of FP32's objects kept or moved, changedSamples =
/// images with an object lost, new or relabelled, rightToWrong = lostRight, wrongToRight = addedRight. The F1
/// fields are of F1 at `objects.threshold`.
[[nodiscard]] AccuracyComparison compareDetection(const evaluate::MatchTable& baseline,
                                                  const evaluate::MatchTable& candidate, int classes,
                                                  const ObjectComparison& objects, std::uint64_t seed,
                                                  std::stop_token stop = {});

/// 95 % interval of one engine's mAP50-95: bias-corrected bootstrap by image (Efron 1981), since mAP of few
/// images is too high and of a resample even more so. {0, 1} without images or when stopped.
[[nodiscard]] std::array<double, 2> mapInterval(const evaluate::MatchTable& matches, int classes,
                                                std::uint64_t seed, std::stop_token stop = {});

/// Over annotated objects whose √area is at most `side` px. The interval is the bootstrap's by image, but
/// reaches at least as far as Tango's of as many independent objects.
[[nodiscard]] SmallRecall compareSmallRecall(const evaluate::MatchTable& baseline,
                                             const evaluate::MatchTable& candidate, double side,
                                             double threshold, std::uint64_t seed);

}  // namespace pwb::compare
