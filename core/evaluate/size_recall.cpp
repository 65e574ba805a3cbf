// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/size_recall.h"

#include <algorithm>

namespace pwb::evaluate {

std::optional<double> recallBelow(const DetectionMetrics& metrics, double side) {
    std::int64_t objects = 0;
    double found = 0;
    for (std::size_t i = 0; i < std::min(kPixelBuckets, metrics.bySize.size()); ++i) {
        const SizeMetrics& size = metrics.bySize[i];
        if (kSizeRanges[i].hi > side) continue;
        objects += size.objects;
        found += static_cast<double>(size.objects) * size.recall.value_or(0);
    }
    if (objects == 0) return std::nullopt;
    return found / static_cast<double>(objects);
}

}  // namespace pwb::evaluate
