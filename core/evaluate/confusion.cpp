// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/confusion.h"

#include <algorithm>

#include "core/evaluate/match.h"
#include "core/evaluate/match_boxes.h"

namespace pwb::evaluate {
namespace {

LabelledBoxes answers(const dataset::Sample& sample, const Detections& detections,
                      const ImageMatches& matches, int classes, double threshold) {
    const auto onCrowd = [&](const Detection& detection) {
        return std::ranges::any_of(sample.objects, [&](const dataset::Object& object) {
            return object.crowd && object.label == detection.label &&
                   overlap(detection.box(), object.box, true) >= kIous.front();
        });
    };
    LabelledBoxes boxes;
    for (const MatchedDetection& of : matches.detections) {
        if (of.confidence < threshold || of.source >= detections.size()) continue;
        const Detection& detection = detections[of.source];
        const bool found = (matches.right(of, kAnySize) & 1U) != 0;
        if (detection.label >= 0 && detection.label < classes && (found || !onCrowd(detection)))
            boxes.add(detection.box(), detection.label, of.source);
    }
    return boxes;
}

LabelledBoxes truths(const dataset::Sample& sample, int classes) {
    LabelledBoxes boxes;
    for (std::size_t i = 0; i < sample.objects.size(); ++i) {
        const dataset::Object& object = sample.objects[i];
        if (!object.crowd && object.label >= 0 && object.label < classes)
            boxes.add(object.box, object.label, i);
    }
    return boxes;
}

}  // namespace

std::vector<std::int64_t> confusionOf(std::span<const dataset::Sample> samples, const DetectionTable& table,
                                      const MatchTable& matches, int classes, double threshold) {
    if (classes <= 0 || classes > kLargestConfusion) return {};
    const auto background = static_cast<std::size_t>(classes);
    const std::size_t width = background + 1;
    std::vector<std::int64_t> confusion(width * width);
    for (std::size_t i = 0; i < std::min({samples.size(), table.size(), matches.size()}); ++i) {
        if (table[i] == nullptr || matches[i] == nullptr) continue;
        const LabelledBoxes answer = answers(samples[i], *table[i], *matches[i], classes, threshold);
        const LabelledBoxes truth = truths(samples[i], classes);
        std::vector<std::size_t> truthOf(answer.size(), background);
        std::vector<bool> found(truth.size());
        for (const BoxPair& pair : pairBoxes(answer, truth, kIous.front(), PairOrder::BestOverlap)) {
            truthOf[pair.first] = static_cast<std::size_t>(truth.labels[pair.second]);
            found[pair.second] = true;
        }
        for (std::size_t d = 0; d < answer.size(); ++d)
            ++confusion[truthOf[d] * width + static_cast<std::size_t>(answer.labels[d])];
        for (std::size_t g = 0; g < truth.size(); ++g)
            if (!found[g]) ++confusion[static_cast<std::size_t>(truth.labels[g]) * width + background];
    }
    return confusion;
}

}  // namespace pwb::evaluate
