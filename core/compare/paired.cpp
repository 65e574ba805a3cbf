// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <functional>

#include "core/compare/bootstrap.h"
#include "core/compare/comparison.h"

namespace pwb::compare {
namespace {

double normalQuantile(double share) {
    return boost::math::quantile(boost::math::normal(), share);
}

double z95() {
    static const double z = normalQuantile(0.975);
    return z;
}

/// Tango's score statistic for a true difference `delta`: decreasing in delta, 0 at the estimate.
double tangoScore(double b, double c, double n, double delta) {
    const double first = 2 * n;
    const double second = (2 * n - b + c) * delta - b - c;
    const double third = -c * delta * (1 - delta);
    const double root = std::sqrt(std::max(0.0, second * second - 4 * first * third));
    // The two forms of the quadratic's larger root; the one that does not cancel.
    const double q21 = second <= 0 ? (root - second) / (2 * first) : -2 * third / (root + second);
    const double variance = n * (2 * q21 + delta * (1 - delta));
    const double distance = b - c - n * delta;
    if (variance <= 0) return distance == 0 ? 0 : std::copysign(HUGE_VAL, distance);
    return distance / std::sqrt(variance);
}

/// Where `inside` changes between the two differences, to 1e-12; `from` is inside.
double boundary(double from, double to, const std::function<bool(double)>& inside) {
    if (inside(to)) return to;
    while (std::abs(to - from) > 1e-12) {
        const double middle = (from + to) / 2;
        (inside(middle) ? from : to) = middle;
    }
    return from;
}

/// Pairs that tell a difference `delta` at 95 % confidence with 80 % power when a share `discordant` of them
/// differs: n = (z_α·√ψ + z_β·√(ψ − δ²))² / δ² (Connor, Biometrics 43, 1987).
std::int64_t connorSamples(double discordant, double delta) {
    const double zBeta = normalQuantile(0.8);
    const double root =
        z95() * std::sqrt(discordant) + zBeta * std::sqrt(std::max(0.0, discordant - delta * delta));
    return static_cast<std::int64_t>(std::ceil(root * root / (delta * delta)));
}

void countChanges(AccuracyComparison& comparison, const std::vector<PairedAnswer>& answers) {
    for (const PairedAnswer& answer : answers) {
        if (answer.baseline == answer.candidate) continue;
        ++comparison.changedSamples;
        if (answer.baseline == answer.label)
            ++comparison.rightToWrong;
        else if (answer.candidate == answer.label)
            ++comparison.wrongToRight;
        else
            ++comparison.wrongToWrong;
    }
}

std::vector<PairedAnswer> pairAnswers(std::span<const int> labels, const Baseline& baseline,
                                      const Candidate& candidate, int classes) {
    const std::size_t n =
        std::min({labels.size(), baseline.predictions.size(), candidate.predictions.size()});
    // An answer from NaN is wrong whatever its index: it stands as the class after the true one.
    const auto answerOf = [classes](const evaluate::Prediction& prediction, int label) {
        return prediction.fromNan() && classes > 1 ? (label + 1) % classes : prediction.classes[0];
    };
    const auto known = [classes](int index) { return index >= 0 && index < classes; };
    std::vector<PairedAnswer> answers;
    answers.reserve(n);
    for (std::size_t i = 0; i < n; ++i) {
        const PairedAnswer answer = {labels[i], answerOf(baseline.predictions[i], labels[i]),
                                     answerOf(candidate.predictions[i], labels[i])};
        if (known(answer.label) && known(answer.baseline) && known(answer.candidate))
            answers.push_back(answer);
    }
    return answers;
}

}  // namespace

double mcnemarExact(std::int64_t b, std::int64_t c) {
    const std::int64_t n = b + c;
    if (n <= 0) return 1;
    const boost::math::binomial half(static_cast<double>(n), 0.5);
    return std::min(1.0, 2 * boost::math::cdf(half, static_cast<double>(std::min(b, c))));
}

std::array<double, 2> tangoInterval(std::int64_t b, std::int64_t c, std::int64_t n) {
    if (n <= 0) return {-1, 1};
    const auto first = static_cast<double>(b);
    const auto second = static_cast<double>(c);
    const auto total = static_cast<double>(n);
    const double estimate = (first - second) / total;
    const auto inside = [&](double delta) {
        return std::abs(tangoScore(first, second, total, delta)) <= z95();
    };
    return {boundary(estimate, -1, inside), boundary(estimate, 1, inside)};
}

AccuracyComparison compareAccuracy(std::span<const int> labels, Baseline baseline, Candidate candidate,
                                   int classes, std::uint64_t seed) {
    AccuracyComparison comparison;
    const std::vector<PairedAnswer> answers = pairAnswers(labels, baseline, candidate, classes);
    comparison.samples = static_cast<std::int64_t>(answers.size());
    if (answers.empty()) {
        comparison.interval = {-1, 1};
        return comparison;
    }
    countChanges(comparison, answers);

    const auto n = static_cast<double>(comparison.samples);
    const std::int64_t better = comparison.wrongToRight;
    const std::int64_t worse = comparison.rightToWrong;
    comparison.accuracyDelta = static_cast<double>(better - worse) / n;
    comparison.agreement = static_cast<double>(comparison.samples - comparison.changedSamples) / n;
    comparison.interval = tangoInterval(better, worse, comparison.samples);
    comparison.pValue = mcnemarExact(worse, better);
    const bool excludesZero = comparison.interval[0] > 0 || comparison.interval[1] < 0;
    comparison.distinguishable = excludesZero && comparison.pValue < 0.05;
    if (better != worse && !comparison.distinguishable) {
        const std::int64_t needed =
            connorSamples(static_cast<double>(better + worse) / n, comparison.accuracyDelta);
        comparison.samplesNeeded = std::max(needed, comparison.samples + 1);
    }
    comparison.f1Delta = macroF1Difference(answers, classes);
    comparison.f1Interval = bootstrapF1(answers, classes, seed);
    return comparison;
}

}  // namespace pwb::compare
