// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/dataset/objects.h"

namespace pwb::evaluate {

/// Boxes with their classes, and where each is from.
struct LabelledBoxes {
    std::vector<dataset::Box> boxes;
    std::vector<std::int32_t> labels;
    std::vector<std::int32_t> sources;

    [[nodiscard]] std::size_t size() const { return boxes.size(); }
    void add(const dataset::Box& box, std::int32_t label, std::size_t source) {
        boxes.push_back(box);
        labels.push_back(label);
        sources.push_back(static_cast<std::int32_t>(source));
    }
};

struct BoxPair {
    std::size_t first = 0, second = 0;
    double iou = 0;
};
enum class PairOrder { BestOverlap, SameClassFirst };

/// Pairs boxes one to one that overlap by at least `iou`, best overlap first (after those of the same class,
/// if so ordered); of equal overlaps the pair that comes first in `first`, then in `second`.
[[nodiscard]] std::vector<BoxPair> pairBoxes(const LabelledBoxes& first, const LabelledBoxes& second,
                                             double iou, PairOrder order);

}  // namespace pwb::evaluate
