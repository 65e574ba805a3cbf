// SPDX-License-Identifier: GPL-3.0-or-later
// Average precision as pycocotools' COCOeval counts it: the precision envelope read at 101 recalls.
// Everything is counted in whole numbers, so that images can carry weights (a bootstrap's multiplicities).
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <vector>

#include "core/evaluate/match.h"

namespace pwb::evaluate {

/// A detection among those of its class over all images.
struct RankedDetection {
    float confidence = 0;
    std::uint32_t image = 0;   ///< among the answered ones
    std::uint32_t engine = 0;  ///< which table it is from
    const MatchedDetection* detection = nullptr;
    const ImageMatches* matches = nullptr;

    [[nodiscard]] std::uint16_t right(std::size_t range) const { return matches->right(*detection, range); }
    [[nodiscard]] std::uint16_t ignored(std::size_t range) const {
        return matches->ignored(*detection, range);
    }
};

/// Detections of a class by falling confidence; of equal ones by image, engine, and order in the image, as
/// COCOeval's stable sort leaves them.
struct ClassRanking {
    struct Objects {
        std::uint32_t image = 0, count = 0;
    };
    std::vector<RankedDetection> detections;
    std::vector<Objects> objects;  ///< of images that show the class
};
struct Ranking {
    std::vector<const MatchedObject*> objects;  ///< of all images and classes; of the first table
    std::vector<ClassRanking> classes;
    std::size_t images = 0;  ///< answered in all tables
};
/// Ranks detections of one or more engines together, over images that all of them answered. Labels outside of
/// 0 … classes − 1 are left out. The tables must outlive the ranking.
[[nodiscard]] Ranking rankDetections(std::span<const MatchTable* const> engines, int classes);

/// Right detections that reach each recall point.
struct RecallPoints {
    std::array<std::uint32_t, kRecallPoints> needed = {};
    explicit RecallPoints(std::uint32_t objects);
};

/// Precision over recall for every IoU threshold, as detections of a class come by falling confidence.
class PrecisionRecall {
public:
    void start(const RecallPoints& points);

    /// Bits as in Fate; `weight` times.
    void add(std::uint32_t right, std::uint32_t ignored, std::uint32_t weight) {
        if (weight == 0 || ignored == kEveryIou) return;
        // Precision rises with each right detection: what counts is its value before the next false one.
        const std::uint32_t peaks = m_rising & ~(right | ignored);
        if (peaks != 0) read(peaks);
        m_rising = (m_rising & ~peaks) | right;
        if (right != 0)
            for (std::size_t k = 0; k < kLanes; ++k) m_right[k] += (right & kBits[k]) != 0 ? weight : 0;
        if (ignored == 0)
            m_counted += weight;
        else
            addPartly(ignored, weight);
    }

    /// Average precision per IoU threshold, 0–1.
    [[nodiscard]] std::array<double, kIouThresholds> finish();
    /// After finish(): precision at the recall points, of the lowest IoU threshold.
    [[nodiscard]] std::span<const double, kRecallPoints> curve() const { return m_best.front(); }

private:
    /// Whole vectors, so that the compiler adds several thresholds at once.
    static constexpr std::size_t kLanes = 12;
    static constexpr std::array<std::uint32_t, kLanes> kBits = {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 0, 0};

    void read(std::uint32_t thresholds);
    void addPartly(std::uint32_t ignored, std::uint32_t weight);

    const RecallPoints* m_points = nullptr;
    std::uint32_t m_rising = 0;   ///< thresholds whose last counted detection was right
    std::uint32_t m_counted = 0;  ///< detections ignored nowhere
    std::array<std::uint32_t, kLanes> m_right = {};
    std::array<std::uint32_t, kIouThresholds> m_countedHere = {};  ///< further ones, ignored elsewhere
    std::array<std::uint32_t, kIouThresholds> m_reached = {};      ///< last recall point reached
    std::array<std::array<double, kRecallPoints>, kIouThresholds> m_best = {};
};

}  // namespace pwb::evaluate
