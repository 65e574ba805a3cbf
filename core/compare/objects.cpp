// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/objects.h"

#include <algorithm>
#include <cmath>

#include "core/evaluate/match_boxes.h"

namespace pwb::compare {
namespace {

using evaluate::LabelledBoxes;
using evaluate::PairOrder;

LabelledBoxes above(const evaluate::Detections& detections, double threshold) {
    LabelledBoxes boxes;
    for (std::size_t i = 0; i < detections.size(); ++i)
        if (detections[i].confidence >= threshold) boxes.add(detections[i].box(), detections[i].label, i);
    return boxes;
}

LabelledBoxes annotated(const std::vector<dataset::Object>& objects) {
    LabelledBoxes boxes;
    for (std::size_t i = 0; i < objects.size(); ++i)
        if (!objects[i].crowd) boxes.add(objects[i].box, objects[i].label, i);
    return boxes;
}

/// One engine's answers to an image.
struct Answers {
    LabelledBoxes boxes;
    std::vector<std::int32_t> objects;  ///< the annotated object that each is, −1 for none
    std::vector<bool> paired;           ///< with an answer of the other engine

    Answers(const evaluate::Detections& detections, const LabelledBoxes& annotations, double threshold)
        : boxes(above(detections, threshold)), objects(boxes.size(), -1), paired(boxes.size()) {
        for (const auto& pair : pairBoxes(boxes, annotations, kSameObject, PairOrder::SameClassFirst))
            objects[pair.first] = annotations.sources[pair.second];
    }
};

/// √area of the annotated object that an answer is, else of the answer.
double sideOf(const Answers& answers, std::size_t answer, const dataset::Sample& sample) {
    const std::int32_t object = answers.objects[answer];
    return std::sqrt(object < 0 ? answers.boxes.boxes[answer].area()
                                : sample.objects[static_cast<std::size_t>(object)].area);
}

bool isRight(const Answers& answers, std::size_t answer, const dataset::Sample& sample) {
    const std::int32_t object = answers.objects[answer];
    return object >= 0 &&
           sample.objects[static_cast<std::size_t>(object)].label == answers.boxes.labels[answer];
}

void count(FateCounts& counts, ObjectFate fate, bool right) {
    switch (fate) {
        case ObjectFate::Kept:
            ++counts.kept;
            break;
        case ObjectFate::Moved:
            ++counts.moved;
            break;
        case ObjectFate::Relabelled:
            ++counts.relabelled;
            break;
        case ObjectFate::Lost:
            ++counts.lost;
            counts.lostRight += right ? 1 : 0;
            break;
        case ObjectFate::New:
            ++counts.added;
            counts.addedRight += right ? 1 : 0;
            break;
    }
}

/// The one bucket that an object is counted in: where two ranges meet, the lower.
FateCounts& bucketOf(ObjectComparison& comparison, double side) {
    std::size_t bucket = 0;
    while (bucket + 1 < comparison.bySize.size() && side > evaluate::kSizeRanges[bucket].hi) ++bucket;
    return comparison.bySize[bucket];
}

void add(ObjectComparison& comparison, const ObjectChange& change, double side, bool right) {
    count(comparison.all, change.fate, right);
    count(bucketOf(comparison, side), change.fate, right);
    if (change.fate != ObjectFate::Kept) comparison.changes.push_back(change);
}

ObjectFate fateOf(const Answers& before, const Answers& after, const evaluate::BoxPair& pair) {
    if (before.boxes.labels[pair.first] != after.boxes.labels[pair.second]) return ObjectFate::Relabelled;
    return pair.iou < kMovedBelow ? ObjectFate::Moved : ObjectFate::Kept;
}

/// Adds those that only one engine has.
void addUnpaired(ObjectComparison& comparison, const Answers& answers, ObjectFate fate, std::uint32_t index,
                 const dataset::Sample& sample) {
    for (std::size_t i = 0; i < answers.boxes.size(); ++i) {
        if (answers.paired[i]) continue;
        const double side = sideOf(answers, i, sample);
        ObjectChange change = {index, fate};
        (fate == ObjectFate::Lost ? change.baseline : change.candidate) = answers.boxes.sources[i];
        change.object = answers.objects[i];
        change.side = static_cast<float>(side);
        add(comparison, change, side, isRight(answers, i, sample));
    }
}

}  // namespace

ObjectComparison compareObjects(std::span<const dataset::Sample> samples,
                                const evaluate::DetectionTable& baseline,
                                const evaluate::DetectionTable& candidate, double threshold) {
    ObjectComparison comparison;
    comparison.threshold = threshold;
    std::int64_t both = 0;
    for (std::size_t i = 0; i < std::min({samples.size(), baseline.size(), candidate.size()}); ++i) {
        if (baseline[i] == nullptr || candidate[i] == nullptr) continue;
        const dataset::Sample& sample = samples[i];
        const auto index = static_cast<std::uint32_t>(i);
        const LabelledBoxes annotations = annotated(sample.objects);
        Answers before(*baseline[i], annotations, threshold);
        Answers after(*candidate[i], annotations, threshold);
        for (const auto& pair :
             pairBoxes(before.boxes, after.boxes, kSameObject, PairOrder::SameClassFirst)) {
            before.paired[pair.first] = after.paired[pair.second] = true;
            const std::int32_t was = before.boxes.sources[pair.first];
            const std::int32_t is = after.boxes.sources[pair.second];
            const double side = sideOf(before, pair.first, sample);
            add(comparison,
                {index, fateOf(before, after, pair), was, is, before.objects[pair.first],
                 static_cast<float>(pair.iou), static_cast<float>(side)},
                side, false);
            comparison.meanConfidenceChange +=
                static_cast<double>((*candidate[i])[static_cast<std::size_t>(is)].confidence) -
                static_cast<double>((*baseline[i])[static_cast<std::size_t>(was)].confidence);
            ++both;
        }
        addUnpaired(comparison, before, ObjectFate::Lost, index, sample);
        addUnpaired(comparison, after, ObjectFate::New, index, sample);
    }
    if (both > 0) comparison.meanConfidenceChange /= static_cast<double>(both);
    return comparison;
}

}  // namespace pwb::compare
