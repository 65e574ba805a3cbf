// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/compare/objects.h"
#include "core/compare/resample.h"
#include "core/evaluate/match.h"

namespace pwb::compare {
namespace {

/// Small objects of one image that both engines answered.
struct SmallObjects {
    std::int64_t objects = 0, both = 0, baselineOnly = 0, candidateOnly = 0;

    void add(const SmallObjects& other, std::int64_t times = 1) {
        objects += times * other.objects;
        both += times * other.both;
        baselineOnly += times * other.baselineOnly;
        candidateOnly += times * other.candidateOnly;
    }
    [[nodiscard]] double difference() const {
        return static_cast<double>(candidateOnly - baselineOnly) / static_cast<double>(objects);
    }
};

/// Both have the same objects, since they were matched with the same annotations.
SmallObjects countImage(const evaluate::ImageMatches& baseline, const evaluate::ImageMatches& candidate,
                        double side, double threshold) {
    const auto found = [threshold](const evaluate::MatchedObject& object) {
        return object.foundAt >= 0 && object.foundAt >= threshold;
    };
    SmallObjects image;
    for (std::size_t k = 0; k < std::min(baseline.objects.size(), candidate.objects.size()); ++k) {
        if (baseline.objects[k].area > side * side) continue;
        const bool before = found(baseline.objects[k]);
        const bool after = found(candidate.objects[k]);
        ++image.objects;
        image.both += before && after ? 1 : 0;
        image.baselineOnly += before && !after ? 1 : 0;
        image.candidateOnly += !before && after ? 1 : 0;
    }
    return image;
}

}  // namespace

SmallRecall compareSmallRecall(const evaluate::MatchTable& baseline, const evaluate::MatchTable& candidate,
                               double side, double threshold, std::uint64_t seed) {
    std::vector<SmallObjects> images;
    SmallObjects all;
    for (std::size_t i = 0; i < std::min(baseline.size(), candidate.size()); ++i) {
        if (baseline[i] == nullptr || candidate[i] == nullptr) continue;
        images.push_back(countImage(*baseline[i], *candidate[i], side, threshold));
        all.add(images.back());
    }
    SmallRecall recall;
    recall.objects = all.objects;
    if (all.objects == 0) return recall;
    const auto n = static_cast<double>(all.objects);
    recall.baseline = static_cast<double>(all.both + all.baselineOnly) / n;
    recall.candidate = static_cast<double>(all.both + all.candidateOnly) / n;

    constexpr std::uint64_t kResamples = 1000;
    std::vector<double> differences;
    for (std::uint64_t i = 0; i < kResamples; ++i) {
        const std::vector<std::uint16_t> weights = drawImages(images.size(), Random(seed, i));
        SmallObjects drawn;
        for (std::size_t k = 0; k < images.size(); ++k) drawn.add(images[k], weights[k]);
        if (drawn.objects > 0) differences.push_back(drawn.difference());
    }
    recall.interval = percentileInterval(std::move(differences));
    // Where the engines hardly differ a resample cannot tell how little is known: a few objects found by both
    // do not show that none will be lost.
    const auto independent = tangoInterval(all.candidateOnly, all.baselineOnly, all.objects);
    recall.interval = {std::min(recall.interval[0], independent[0]),
                       std::max(recall.interval[1], independent[1])};
    return recall;
}

}  // namespace pwb::compare
