// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/bootstrap.h"

#include <algorithm>
#include <cmath>

namespace pwb::compare {
namespace {

/// splitmix64 (Steele, Lea, Flood 2014): the same numbers with every standard library.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}

    /// Uniform in 0 … n − 1 by multiplication (Lemire 2019); its bias of n / 2³² is far below sampling noise.
    std::size_t below(std::size_t n) { return static_cast<std::size_t>((next() >> 32U) * n >> 32U); }

private:
    std::uint64_t next() {
        std::uint64_t z = m_state += 0x9E3779B97F4A7C15U;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
        return z ^ (z >> 31U);
    }

    std::uint64_t m_state;
};

/// 2·(true positives) and (support + predicted) of each class, for both engines: all that F1 needs.
struct ClassCounts {
    std::int32_t baselineHits = 0, baselineTotal = 0, candidateHits = 0, candidateTotal = 0;
};

void count(std::vector<ClassCounts>& counts, const PairedAnswer& answer) {
    ClassCounts& label = counts[static_cast<std::size_t>(answer.label)];
    ++label.baselineTotal;
    ++label.candidateTotal;
    if (answer.baseline == answer.label) label.baselineHits += 2;
    if (answer.candidate == answer.label) label.candidateHits += 2;
    ++counts[static_cast<std::size_t>(answer.baseline)].baselineTotal;
    ++counts[static_cast<std::size_t>(answer.candidate)].candidateTotal;
}

double difference(const std::vector<ClassCounts>& counts) {
    double baseline = 0;
    double candidate = 0;
    int baselineClasses = 0;
    int candidateClasses = 0;
    for (const ClassCounts& of : counts) {
        if (of.baselineTotal > 0) {
            baseline += static_cast<double>(of.baselineHits) / of.baselineTotal;
            ++baselineClasses;
        }
        if (of.candidateTotal > 0) {
            candidate += static_cast<double>(of.candidateHits) / of.candidateTotal;
            ++candidateClasses;
        }
    }
    return candidate / std::max(candidateClasses, 1) - baseline / std::max(baselineClasses, 1);
}

/// Linear interpolation between closest ranks, as numpy.percentile.
double quantile(const std::vector<double>& sorted, double share) {
    const double position = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(position);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return std::lerp(sorted[below], sorted[above], position - static_cast<double>(below));
}

}  // namespace

double macroF1Difference(const std::vector<PairedAnswer>& answers, int classes) {
    std::vector<ClassCounts> counts(static_cast<std::size_t>(classes));
    for (const PairedAnswer& answer : answers) count(counts, answer);
    return difference(counts);
}

std::array<double, 2> bootstrapF1(const std::vector<PairedAnswer>& answers, int classes, std::uint64_t seed) {
    if (answers.empty()) return {0, 0};
    constexpr double kDraws = 1e8;
    const auto work = static_cast<double>(std::max(answers.size(), static_cast<std::size_t>(classes)));
    const auto resamples = static_cast<std::size_t>(std::clamp(kDraws / work, 200.0, 1000.0));

    Random random(seed);
    std::vector<ClassCounts> counts(static_cast<std::size_t>(classes));
    std::vector<double> differences(resamples);
    for (double& of : differences) {
        std::ranges::fill(counts, ClassCounts{});
        for (std::size_t i = 0; i < answers.size(); ++i) count(counts, answers[random.below(answers.size())]);
        of = difference(counts);
    }
    std::ranges::sort(differences);
    return {quantile(differences, 0.025), quantile(differences, 0.975)};
}

}  // namespace pwb::compare
