// SPDX-License-Identifier: GPL-3.0-or-later
// What the matching of one image's detections with its objects leaves for counting. Matching follows
// pycocotools' COCOeval: class by class, the most confident detection first, each takes the free object that
// it overlaps most; crowds and objects outside of the size range are ignored, and so is what matches them or
// matches nothing and lies outside of the range itself.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/evaluate/detection_metrics.h"

namespace pwb::evaluate {

/// kSizeRanges, and at this index objects of any size.
inline constexpr std::size_t kAnySize = kSizeRanges.size();
inline constexpr std::size_t kMatchRanges = kSizeRanges.size() + 1;
/// As numpy.linspace(.5, .95, 10) has them: .9 is the next double below, which decides at equality.
inline constexpr std::array<double, kIouThresholds> kIous = {
    .5, .55, .6, .65, .7, .75, .8, .85, 0.8999999999999999, .95};
inline constexpr std::uint16_t kEveryIou = (1U << kIouThresholds) - 1;

/// Whether an area (px²) belongs to a size range.
[[nodiscard]] constexpr bool contains(const SizeRange& range, double area) {
    return area >= range.lo * range.lo && area <= range.hi * range.hi;
}
/// The range of an index into Fate.
[[nodiscard]] constexpr SizeRange matchRange(std::size_t index) {
    return index < kAnySize ? kSizeRanges[index] : SizeRange{"all", 0, 1e5};
}

/// What became of a detection that overlaps an object of its class, per size range; bit k is kIous[k]. A bit
/// in neither is a false detection.
struct Fate {
    std::array<std::uint16_t, kMatchRanges> right = {};    ///< found an object
    std::array<std::uint16_t, kMatchRanges> ignored = {};  ///< neither right nor false
};

/// A detection among the kMostDetections best of its class.
struct MatchedDetection {
    static constexpr std::uint32_t kNoFate = 0xFFFFFF;
    float confidence = 0;
    std::uint32_t source = 0;           ///< index into the image's Detections
    std::uint32_t fate : 24 = kNoFate;  ///< index into ImageMatches::fates; kNoFate: overlaps no object
    std::uint32_t outside : 8 = 0;      ///< bit r: its area lies outside of matchRange(r)
};
static_assert(sizeof(MatchedDetection) == 12 && kMatchRanges <= 8);

/// An annotated object that counts: no crowd.
struct MatchedObject {
    double area = 0;  ///< px²
    std::int32_t label = 0;
    float foundAt = -1;  ///< confidence of the detection that found it at IoU .5; −1: missed by all
};

struct ImageMatches {
    /// A class's part of detections and objects.
    struct Class {
        std::int32_t label = 0;
        std::uint32_t detectionsEnd = 0, objectsEnd = 0;  ///< begins where the class before ends
    };
    std::vector<Class> classes;                ///< by label
    std::vector<MatchedDetection> detections;  ///< by class, most confident first
    std::vector<MatchedObject> objects;        ///< by class, then as annotated
    std::vector<Fate> fates;

    [[nodiscard]] std::uint16_t right(const MatchedDetection& detection, std::size_t range) const {
        return detection.fate == MatchedDetection::kNoFate ? std::uint16_t{0}
                                                           : fates[detection.fate].right[range];
    }
    [[nodiscard]] std::uint16_t ignored(const MatchedDetection& detection, std::size_t range) const {
        if (detection.fate != MatchedDetection::kNoFate) return fates[detection.fate].ignored[range];
        return (detection.outside >> range & 1U) != 0 ? kEveryIou : std::uint16_t{0};
    }
};

}  // namespace pwb::evaluate
