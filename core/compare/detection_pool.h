// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/evaluate/average_precision.h"

namespace pwb::compare {

/// The matched detections of one or two engines over the images that both answered, in the order in which
/// average precision takes them: sorted once, then counted again and again with other weights.
class DetectionPool {
public:
    /// One or two tables. Labels outside of 0 … classes − 1 are left out.
    DetectionPool(std::span<const evaluate::MatchTable* const> engines, int classes);

    [[nodiscard]] std::size_t images() const { return m_images; }
    /// Steps that one call of meanAveragePrecision() takes, roughly.
    [[nodiscard]] double work() const { return m_work; }

    /// mAP50-95 of both engines when image i counts weights[i] times and, where swapped[i] is 1, each engine
    /// has the other one's detections of it.
    [[nodiscard]] std::array<double, 2> meanAveragePrecision(std::span<const std::uint16_t> weights,
                                                             std::span<const std::uint8_t> swapped) const;

private:
    struct Entry {
        std::uint32_t image : 31, engine : 1;
        std::uint16_t right, ignored;  ///< as evaluate::Fate's
    };
    struct Class {
        std::vector<Entry> detections;
        std::vector<evaluate::ClassRanking::Objects> objects;
    };
    std::vector<Class> m_classes;
    std::size_t m_images = 0;
    double m_work = 0;
};

}  // namespace pwb::compare
