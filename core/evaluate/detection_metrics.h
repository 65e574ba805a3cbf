// SPDX-License-Identifier: GPL-3.0-or-later
// COCO's detection measures (Lin et al. 2014; the definitions of pycocotools' COCOeval, which the tests hold
// them against) and those by object size in pixels.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/dataset/manifest.h"
#include "core/evaluate/classification.h"
#include "core/evaluate/detection.h"

namespace pwb::evaluate {

/// Objects by √area, pixels of the original image. Both ends belong to it, as in COCOeval.
struct SizeRange {
    std::string_view name;  ///< "<8", "8-15", "15-32", ">32", "small", "medium", "large"
    double lo = 0, hi = 0;  ///< px; 1e5 stands for no upper end
};
/// The pixel buckets (< 8, 8–15, 15–32, > 32), then COCO's small (≤ 32), medium (32–96) and large (≥ 96).
inline constexpr std::array<SizeRange, 7> kSizeRanges = {{{"<8", 0, 8},
                                                          {"8-15", 8, 15},
                                                          {"15-32", 15, 32},
                                                          {">32", 32, 1e5},
                                                          {"small", 0, 32},
                                                          {"medium", 32, 96},
                                                          {"large", 96, 1e5}}};
inline constexpr std::size_t kPixelBuckets = 4;  ///< the first of kSizeRanges

/// IoU thresholds .50, .55, … .95.
inline constexpr std::size_t kIouThresholds = 10;
/// Precision is read at these many recalls, 0, .01, … 1.
inline constexpr std::size_t kRecallPoints = 101;
/// Most detections of a class and image that count, as COCO's maxDets.
inline constexpr std::size_t kMostDetections = 100;

/// What became of one image's detections: everything that the measures need, so that boxes are matched once
/// and then only counted. Opaque outside core/evaluate and core/compare; see match.h.
struct ImageMatches;
using MatchTable = std::vector<std::shared_ptr<const ImageMatches>>;  ///< null: no answer

/// Matches an image's detections with its objects, class by class, for every threshold and size range.
[[nodiscard]] std::shared_ptr<const ImageMatches> matchImage(std::span<const dataset::Object> objects,
                                                             const Detections& detections);

/// One size range of one class, or of all.
struct SizeMetrics {
    SizeRange range;
    std::int64_t objects = 0;
    std::optional<double> ap50, ap50_95;  ///< 0–1; absent without such objects
    std::optional<double> recall;         ///< of these objects at IoU .5 and the chosen confidence
};
struct DetectionClass {
    std::int64_t objects = 0;
    std::int64_t detections = 0, found = 0;  ///< at the chosen confidence; found: objects matched at IoU .5
    std::optional<double> ap50, ap50_95;     ///< absent without objects
    std::optional<double> precision, recall, f1;  ///< at the chosen confidence
    std::vector<SizeMetrics> bySize;              ///< as kSizeRanges
    std::vector<float> curve;  ///< precision at kRecallPoints recalls, IoU .5; empty without objects
};

struct DetectionMetrics {
    std::int64_t images = 0;                        ///< with an answer
    std::int64_t objects = 0;                       ///< in them, crowds left out
    double map50 = 0, map50_95 = 0;                 ///< mean over classes that have objects
    std::optional<std::array<double, 2>> interval;  ///< 95 % of map50_95, bootstrap by image
    std::vector<SizeMetrics> bySize;                ///< as kSizeRanges; AP as mean over classes
    double threshold = 0;                           ///< the chosen confidence
    // At that confidence and IoU .5:
    std::int64_t detections = 0;  ///< answers
    std::int64_t found = 0, missed = 0, falseDetections = 0;
    std::optional<double> falseRate;   ///< falseDetections / detections
    std::optional<double> missedRate;  ///< missed / objects
    std::optional<double> f1;          ///< over all classes together
    std::vector<DetectionClass> perClass;
    /// (classes + 1)², row = true class, column = answer, the last of each is background: a missed object's
    /// answer, a false detection's truth. Boxes are paired at IoU .5 whatever their class, best overlap
    /// first.
    std::vector<std::int64_t> confusion;
    ConfidenceHistogram histogram;            ///< all kept detections; correct: matched at IoU .5
    std::vector<ReliabilityBin> reliability;  ///< likewise
    double ece = 0;
};

/// The confidence at which F1 over all classes (IoU .5) is highest; absent without objects or detections.
[[nodiscard]] std::optional<double> bestThreshold(const MatchTable& matches);

/// All measures but the interval. `samples` are the objects per image and `table` the detections that
/// `matches` came from, all by sample index. O(detections · log) so that it can run on partial results.
[[nodiscard]] DetectionMetrics scoreDetection(std::span<const dataset::Sample> samples,
                                              const DetectionTable& table, const MatchTable& matches,
                                              int classes, double threshold);

}  // namespace pwb::evaluate
