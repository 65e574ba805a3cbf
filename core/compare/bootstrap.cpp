// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/bootstrap.h"

#include <algorithm>
#include <utility>

#include "core/compare/resample.h"

namespace pwb::compare {
namespace {

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
    return percentileInterval(std::move(differences));
}

}  // namespace pwb::compare
