// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/match.h"

#include <algorithm>
#include <numeric>

namespace pwb::evaluate {
namespace {

/// An object of the class at hand that a detection overlaps by at least the lowest threshold.
struct Overlap {
    std::size_t object = 0;
    double iou = 0;
};

template <class Items, class Less>
std::vector<std::uint32_t> sortedIndices(const Items& items, Less less) {
    std::vector<std::uint32_t> indices(items.size());
    std::iota(indices.begin(), indices.end(), 0U);
    std::ranges::stable_sort(indices, [&](auto a, auto b) { return less(items[a], items[b]); });
    return indices;
}

/// The objects of one class, and the detections of it that overlap any of them.
struct Candidates {
    std::vector<const dataset::Object*> objects;
    std::vector<std::uint32_t> detections;       ///< index into ImageMatches::detections
    std::vector<std::vector<Overlap>> overlaps;  ///< of each of these
};

/// The object that a detection takes, or objects.size().
std::size_t best(const Candidates& of, const std::vector<Overlap>& overlaps, const std::vector<bool>& taken,
                 const std::vector<bool>& ignored, double iou) {
    std::size_t found = of.objects.size();
    for (const bool second : {false, true}) {
        for (const Overlap& overlap : overlaps) {
            if (ignored[overlap.object] != second) continue;
            if (taken[overlap.object] && !of.objects[overlap.object]->crowd) continue;
            if (overlap.iou < iou) continue;
            iou = overlap.iou;  // of equal overlaps the later object
            found = overlap.object;
        }
        if (found < of.objects.size()) break;  // ignored objects only where no other is left
    }
    return found;
}

/// `foundAt` per object of the class.
std::vector<float> matchClass(const Candidates& of, ImageMatches& matches) {
    std::vector<float> foundAt(of.objects.size(), -1);
    std::vector<bool> ignored(of.objects.size());
    std::vector<bool> taken(of.objects.size());
    for (std::size_t r = 0; r < kMatchRanges; ++r) {
        for (std::size_t g = 0; g < of.objects.size(); ++g)
            ignored[g] = of.objects[g]->crowd || !contains(matchRange(r), of.objects[g]->area);
        for (std::size_t k = 0; k < kIouThresholds; ++k) {
            const auto bit = static_cast<std::uint16_t>(1U << k);
            taken.assign(of.objects.size(), false);
            for (std::size_t d = 0; d < of.detections.size(); ++d) {
                const MatchedDetection& detection = matches.detections[of.detections[d]];
                Fate& fate = matches.fates[detection.fate];
                const std::size_t g = best(of, of.overlaps[d], taken, ignored, kIous[k]);
                if (g == of.objects.size()) {
                    if ((detection.outside >> r & 1U) != 0) fate.ignored[r] |= bit;
                    continue;
                }
                taken[g] = true;
                (ignored[g] ? fate.ignored : fate.right)[r] |= bit;
                if (r == kAnySize && k == 0 && !ignored[g]) foundAt[g] = detection.confidence;
            }
        }
    }
    return foundAt;
}

std::uint32_t outsideOf(double area) {
    std::uint32_t bits = 0;
    for (std::size_t r = 0; r < kMatchRanges; ++r)
        if (!contains(matchRange(r), area)) bits |= 1U << r;
    return bits;
}

/// Adds a detection, and to the candidates if it overlaps an object.
void addDetection(const Detection& detection, std::uint32_t source, Candidates& candidates,
                  ImageMatches& matches) {
    MatchedDetection& matched = matches.detections.emplace_back();
    matched.confidence = detection.confidence;
    matched.source = source;
    matched.outside = outsideOf(detection.box().area()) & 0xFFU;
    std::vector<Overlap> overlaps;
    for (std::size_t g = 0; g < candidates.objects.size(); ++g) {
        const dataset::Object& object = *candidates.objects[g];
        const double iou = overlap(detection.box(), object.box, object.crowd);
        if (iou >= kIous.front()) overlaps.push_back({g, iou});
    }
    if (overlaps.empty()) return;
    matched.fate = static_cast<std::uint32_t>(matches.fates.size()) & MatchedDetection::kNoFate;
    matches.fates.emplace_back();
    candidates.detections.push_back(static_cast<std::uint32_t>(matches.detections.size() - 1));
    candidates.overlaps.push_back(std::move(overlaps));
}

}  // namespace

std::shared_ptr<const ImageMatches> matchImage(std::span<const dataset::Object> objects,
                                               const Detections& detections) {
    const auto byLabel = [](const auto& a, const auto& b) { return a.label < b.label; };
    const std::vector<std::uint32_t> objectOrder = sortedIndices(objects, byLabel);
    const std::vector<std::uint32_t> detectionOrder =
        sortedIndices(detections, [](const Detection& a, const Detection& b) {
            return a.label != b.label ? a.label < b.label : a.confidence > b.confidence;
        });

    auto matches = std::make_shared<ImageMatches>();
    auto object = objectOrder.begin();
    auto detection = detectionOrder.begin();
    while (object != objectOrder.end() || detection != detectionOrder.end()) {
        const std::int32_t label = object == objectOrder.end() ? detections[*detection].label
                                   : detection == detectionOrder.end()
                                       ? objects[*object].label
                                       : std::min(objects[*object].label, detections[*detection].label);
        Candidates candidates;
        for (; object != objectOrder.end() && objects[*object].label == label; ++object)
            candidates.objects.push_back(&objects[*object]);
        for (std::size_t n = 0; detection != detectionOrder.end() && detections[*detection].label == label;
             ++detection, ++n)
            if (n < kMostDetections) addDetection(detections[*detection], *detection, candidates, *matches);

        const std::vector<float> foundAt = matchClass(candidates, *matches);
        for (std::size_t g = 0; g < foundAt.size(); ++g) {
            const dataset::Object& of = *candidates.objects[g];
            if (!of.crowd && contains(matchRange(kAnySize), of.area))
                matches->objects.push_back({of.area, label, foundAt[g]});
        }
        matches->classes.push_back({label, static_cast<std::uint32_t>(matches->detections.size()),
                                    static_cast<std::uint32_t>(matches->objects.size())});
    }
    matches->classes.shrink_to_fit();
    matches->detections.shrink_to_fit();
    matches->objects.shrink_to_fit();
    matches->fates.shrink_to_fit();
    return matches;
}

}  // namespace pwb::evaluate
