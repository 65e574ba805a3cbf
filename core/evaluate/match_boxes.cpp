// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/match_boxes.h"

#include <algorithm>

#include "core/evaluate/detection.h"

namespace pwb::evaluate {

std::vector<BoxPair> pairBoxes(const LabelledBoxes& first, const LabelledBoxes& second, double iou,
                               PairOrder order) {
    std::vector<BoxPair> close;
    for (std::size_t a = 0; a < first.size(); ++a)
        for (std::size_t b = 0; b < second.size(); ++b) {
            const double common = overlap(first.boxes[a], second.boxes[b]);
            if (common >= iou) close.push_back({a, b, common});
        }
    const auto later = [&](const BoxPair& pair) {
        return order == PairOrder::SameClassFirst && first.labels[pair.first] != second.labels[pair.second];
    };
    std::ranges::stable_sort(close, [&](const BoxPair& x, const BoxPair& y) {
        return later(x) != later(y) ? later(y) : x.iou > y.iou;
    });

    std::vector<bool> firstTaken(first.size());
    std::vector<bool> secondTaken(second.size());
    std::vector<BoxPair> pairs;
    for (const BoxPair& pair : close) {
        if (firstTaken[pair.first] || secondTaken[pair.second]) continue;
        firstTaken[pair.first] = secondTaken[pair.second] = true;
        pairs.push_back(pair);
    }
    return pairs;
}

}  // namespace pwb::evaluate
