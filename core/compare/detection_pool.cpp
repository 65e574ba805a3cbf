// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/detection_pool.h"

#include <bit>
#include <numeric>

namespace pwb::compare {

DetectionPool::DetectionPool(std::span<const evaluate::MatchTable* const> engines, int classes) {
    const evaluate::Ranking ranking = evaluate::rankDetections(engines, classes);
    m_images = ranking.images;
    for (const evaluate::ClassRanking& of : ranking.classes) {
        if (of.objects.empty()) continue;  // counts in no resample either
        Class& added = m_classes.emplace_back();
        added.objects = of.objects;
        std::size_t lastRight = 0;
        for (const evaluate::RankedDetection& detection : of.detections) {
            const std::uint16_t right = detection.right(evaluate::kAnySize);
            const std::uint16_t ignored = detection.ignored(evaluate::kAnySize);
            if (ignored == evaluate::kEveryIou) continue;
            added.detections.push_back(
                {detection.image & 0x7FFFFFFFU, detection.engine & 1U, right, ignored});
            if (right != 0) lastRight = added.detections.size();
            m_work += 1 + std::popcount(right);
        }
        added.detections.resize(lastRight);  // false ones after the last right one lower no precision
        m_work += static_cast<double>(of.objects.size());
    }
}

std::array<double, 2> DetectionPool::meanAveragePrecision(std::span<const std::uint16_t> weights,
                                                          std::span<const std::uint8_t> swapped) const {
    std::array<evaluate::PrecisionRecall, 2> precision;
    std::array<double, 2> sum = {};
    int classes = 0;
    for (const Class& of : m_classes) {
        std::uint32_t objects = 0;
        for (const auto& image : of.objects) objects += weights[image.image] * image.count;
        if (objects == 0) continue;
        ++classes;
        const evaluate::RecallPoints points(objects);
        for (auto& engine : precision) engine.start(points);
        for (const Entry& entry : of.detections)
            precision[entry.engine ^ swapped[entry.image]].add(entry.right, entry.ignored,
                                                               weights[entry.image]);
        for (std::size_t engine = 0; engine < precision.size(); ++engine) {
            const auto average = precision[engine].finish();
            sum[engine] += std::accumulate(average.begin(), average.end(), 0.0) / evaluate::kIouThresholds;
        }
    }
    if (classes == 0) return {0, 0};
    return {sum[0] / classes, sum[1] / classes};
}

}  // namespace pwb::compare
