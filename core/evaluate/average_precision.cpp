// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/average_precision.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

namespace pwb::evaluate {
namespace {

void rankImage(const ImageMatches& matches, std::uint32_t image, std::uint32_t engine, Ranking& ranking) {
    std::uint32_t detection = 0;
    std::uint32_t object = 0;
    for (const ImageMatches::Class& of : matches.classes) {
        const std::uint32_t firstDetection = std::exchange(detection, of.detectionsEnd);
        const std::uint32_t firstObject = std::exchange(object, of.objectsEnd);
        if (of.label < 0 || static_cast<std::size_t>(of.label) >= ranking.classes.size()) continue;
        ClassRanking& ranked = ranking.classes[static_cast<std::size_t>(of.label)];
        for (std::uint32_t d = firstDetection; d < detection; ++d)
            ranked.detections.push_back(
                {matches.detections[d].confidence, image, engine, &matches.detections[d], &matches});
        if (engine != 0 || firstObject == object) continue;
        ranked.objects.push_back({image, object - firstObject});
        for (std::uint32_t g = firstObject; g < object; ++g) ranking.objects.push_back(&matches.objects[g]);
    }
}

}  // namespace

Ranking rankDetections(std::span<const MatchTable* const> engines, int classes) {
    Ranking ranking;
    ranking.classes.resize(static_cast<std::size_t>(std::max(classes, 0)));
    std::size_t samples = engines.empty() ? 0 : engines.front()->size();
    for (const MatchTable* table : engines) samples = std::min(samples, table->size());
    for (std::size_t i = 0; i < samples; ++i) {
        if (std::ranges::any_of(engines, [i](const MatchTable* table) { return (*table)[i] == nullptr; }))
            continue;
        for (std::size_t e = 0; e < engines.size(); ++e)
            rankImage(*(*engines[e])[i], static_cast<std::uint32_t>(ranking.images),
                      static_cast<std::uint32_t>(e), ranking);
        ++ranking.images;
    }
    for (ClassRanking& of : ranking.classes)
        std::ranges::stable_sort(of.detections, std::greater<>{}, &RankedDetection::confidence);
    return ranking;
}

RecallPoints::RecallPoints(std::uint32_t objects) {
    const auto recall = [objects](std::uint32_t right) { return static_cast<double>(right) / objects; };
    for (std::size_t k = 0; k < needed.size(); ++k) {
        // As numpy.linspace(0, 1, 101): the quotient may round across a point, and COCOeval compares doubles.
        const double point = static_cast<double>(k) * 0.01;
        auto right = static_cast<std::uint32_t>(std::ceil(point * objects));
        while (right > 0 && recall(right - 1) >= point) --right;
        while (recall(right) < point) ++right;
        needed[k] = right;
    }
}

void PrecisionRecall::start(const RecallPoints& points) {
    m_points = &points;
    m_rising = 0;
    m_counted = 0;
    m_right.fill(0);
    m_countedHere.fill(0);
    m_reached.fill(0);
    for (auto& of : m_best) of.fill(0);
}

void PrecisionRecall::read(std::uint32_t thresholds) {
    for (; thresholds != 0; thresholds &= thresholds - 1) {
        const auto k = static_cast<std::size_t>(std::countr_zero(thresholds));
        const double counted = m_counted + m_countedHere[k];
        const double precision =
            m_right[k] / (counted + std::numeric_limits<double>::epsilon());  // COCOeval's, against 0 / 0
        std::uint32_t& point = m_reached[k];
        while (point + 1 < kRecallPoints && m_points->needed[point + 1] <= m_right[k]) ++point;
        m_best[k][point] = std::max(m_best[k][point], precision);
    }
}

void PrecisionRecall::addPartly(std::uint32_t ignored, std::uint32_t weight) {
    for (std::uint32_t bits = kEveryIou & ~ignored; bits != 0; bits &= bits - 1)
        m_countedHere[static_cast<std::size_t>(std::countr_zero(bits))] += weight;
}

std::array<double, kIouThresholds> PrecisionRecall::finish() {
    read(m_rising);
    m_rising = 0;
    std::array<double, kIouThresholds> average = {};
    for (std::size_t k = 0; k < kIouThresholds; ++k) {
        double highest = 0;
        double sum = 0;
        for (std::size_t point = kRecallPoints; point-- > 0;) {
            highest = std::max(highest, m_best[k][point]);
            m_best[k][point] = highest;
            sum += highest;
        }
        average[k] = sum / kRecallPoints;
    }
    return average;
}

}  // namespace pwb::evaluate
