// SPDX-License-Identifier: GPL-3.0-or-later
// The form of objects and answers on disk. Included by the store.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>
#include <vector>

#include "core/dataset/objects.h"
#include "core/evaluate/classification.h"
#include "core/evaluate/detection.h"

namespace pwb::run {

/// The form of an annotated object on disk.
struct PackedObject {
    double x, y, width, height, area;
    std::int32_t label, crowd;
};

inline std::vector<PackedObject> packed(const std::vector<dataset::Object>& objects) {
    std::vector<PackedObject> all;
    all.reserve(objects.size());
    for (const dataset::Object& one : objects)
        all.push_back(
            {one.box.x, one.box.y, one.box.width, one.box.height, one.area, one.label, one.crowd ? 1 : 0});
    return all;
}

/// The form of a prediction on disk.
struct PackedPrediction {
    std::int32_t classes[5];
    float confidences[5];
};
static_assert(sizeof(PackedPrediction) == sizeof(evaluate::Prediction));

inline std::vector<PackedPrediction> packed(const std::vector<evaluate::Prediction>& predictions) {
    std::vector<PackedPrediction> all(predictions.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::copy(predictions[i].classes.begin(), predictions[i].classes.end(), all[i].classes);
        std::copy(predictions[i].confidences.begin(), predictions[i].confidences.end(), all[i].confidences);
    }
    return all;
}

/// Detections of a batch's samples one after the other. They are kept as they lie in memory.
struct PackedDetections {
    std::vector<std::int32_t> counts;  ///< of each sample
    std::vector<evaluate::Detection> all;
};
static_assert(sizeof(evaluate::Detection) == 24 && std::is_trivially_copyable_v<evaluate::Detection>);

inline PackedDetections packed(const evaluate::DetectionTable& table) {
    PackedDetections found;
    for (const auto& detections : table) {
        found.counts.push_back(static_cast<std::int32_t>(detections->size()));
        found.all.insert(found.all.end(), detections->begin(), detections->end());
    }
    return found;
}

/// As every decoder gives them; the rest of the program counts on it.
inline bool isSound(const evaluate::Detection& one) {
    return one.label >= 0 && one.confidence >= 0 && one.confidence <= 1 && std::isfinite(one.x) &&
           std::isfinite(one.y) && std::isfinite(one.width) && std::isfinite(one.height);
}

/// False where the counts do not fit or a detection is none.
inline bool unpack(const PackedDetections& found, evaluate::DetectionTable& table) {
    if (!std::all_of(found.all.begin(), found.all.end(), isSound)) return false;
    std::size_t next = 0;
    for (const std::int32_t count : found.counts) {
        if (count < 0 || next + static_cast<std::size_t>(count) > found.all.size()) return false;
        const auto begin = found.all.begin() + static_cast<std::ptrdiff_t>(next);
        table.push_back(std::make_shared<const evaluate::Detections>(begin, begin + count));
        next += static_cast<std::size_t>(count);
    }
    return next == found.all.size();
}

}  // namespace pwb::run
