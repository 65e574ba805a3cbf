// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numeric>

#include "core/base/in_parallel.h"
#include "core/compare/detection_pool.h"
#include "core/compare/objects.h"
#include "core/compare/resample.h"

namespace pwb::compare {
namespace {

/// 1000 resamples; fewer, but at least 200, for large sets (as bootstrap.h).
std::size_t resamplesFor(double work) {
    constexpr double kSteps = 4e8;
    return static_cast<std::size_t>(std::clamp(kSteps / std::max(work, 1.0), 200.0, 1000.0));
}

/// The same images swap or weigh differently in bootstrap and permutation.
constexpr std::uint64_t kPermutations = 1ULL << 32U;

/// What F1 at a confidence needs of one image that both engines answered.
struct ImageAnswers {
    std::int64_t objects = 0;
    std::array<std::int64_t, 2> answers = {}, found = {};
};

std::vector<ImageAnswers> answersOf(std::span<const evaluate::MatchTable* const> engines, int classes,
                                    double threshold) {
    std::vector<ImageAnswers> images;
    const auto known = [classes](std::int32_t label) { return label >= 0 && label < classes; };
    const std::size_t samples = std::min(engines[0]->size(), engines[1]->size());
    for (std::size_t i = 0; i < samples; ++i) {
        if ((*engines[0])[i] == nullptr || (*engines[1])[i] == nullptr) continue;
        ImageAnswers& image = images.emplace_back();
        image.objects =
            std::ranges::count_if((*engines[0])[i]->objects, known, &evaluate::MatchedObject::label);
        for (std::size_t engine = 0; engine < engines.size(); ++engine) {
            const evaluate::ImageMatches& matches = *(*engines[engine])[i];
            std::uint32_t detection = 0;
            for (const evaluate::ImageMatches::Class& of : matches.classes) {
                for (; detection < of.detectionsEnd; ++detection) {
                    const evaluate::MatchedDetection& answer = matches.detections[detection];
                    if (!known(of.label) || answer.confidence < threshold) continue;
                    if ((matches.ignored(answer, evaluate::kAnySize) & 1U) != 0) continue;
                    ++image.answers[engine];
                    image.found[engine] += matches.right(answer, evaluate::kAnySize) & 1U;
                }
            }
        }
    }
    return images;
}

double f1Difference(const std::vector<ImageAnswers>& images, std::span<const std::uint16_t> weights) {
    std::array<std::int64_t, 2> found = {};
    std::array<std::int64_t, 2> total = {};
    for (std::size_t i = 0; i < images.size(); ++i)
        for (std::size_t engine = 0; engine < 2; ++engine) {
            found[engine] += weights[i] * images[i].found[engine];
            total[engine] += weights[i] * (images[i].answers[engine] + images[i].objects);
        }
    const auto f1 = [&](std::size_t engine) {
        return total[engine] > 0 ? 2 * static_cast<double>(found[engine]) / static_cast<double>(total[engine])
                                 : 0.0;
    };
    return f1(1) - f1(0);
}

double standardDeviation(const std::vector<double>& values) {
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double sum = 0;
    for (const double x : values) sum += (x - mean) * (x - mean);
    return std::sqrt(sum / (n - 1));
}

/// Images that tell a difference at 95 % confidence with 80 % power, when its standard error falls with the
/// root of their number.
std::optional<std::int64_t> imagesNeeded(double delta, double error, std::int64_t images) {
    constexpr double kMost = 1e9;  // beyond, the difference is rounding
    const boost::math::normal normal;
    const double z = boost::math::quantile(normal, 0.975) + boost::math::quantile(normal, 0.8);
    const double needed = std::ceil(static_cast<double>(images) * std::pow(z * error / delta, 2));
    if (delta == 0 || error == 0 || !(needed < kMost)) return std::nullopt;
    return std::max(static_cast<std::int64_t>(needed), images + 1);
}

void countFates(AccuracyComparison& comparison, const ObjectComparison& objects) {
    const FateCounts& all = objects.all;
    const std::int64_t ofBaseline = all.kept + all.moved + all.relabelled + all.lost;
    if (ofBaseline > 0)
        comparison.agreement = static_cast<double>(all.kept + all.moved) / static_cast<double>(ofBaseline);
    comparison.rightToWrong = all.lostRight;
    comparison.wrongToRight = all.addedRight;
    std::int64_t before = -1;
    for (const ObjectChange& change : objects.changes) {
        if (change.fate == ObjectFate::Kept || change.fate == ObjectFate::Moved) continue;
        if (before != change.sample) ++comparison.changedSamples;
        before = change.sample;
    }
}

}  // namespace

AccuracyComparison compareDetection(const evaluate::MatchTable& baseline,
                                    const evaluate::MatchTable& candidate, int classes,
                                    const ObjectComparison& objects, std::uint64_t seed,
                                    std::stop_token stop) {
    AccuracyComparison comparison;
    countFates(comparison, objects);
    const std::array<const evaluate::MatchTable*, 2> engines = {&baseline, &candidate};
    const DetectionPool pool(engines, classes);
    const std::vector<ImageAnswers> answers = answersOf(engines, classes, objects.threshold);
    const std::size_t n = pool.images();
    comparison.samples = static_cast<std::int64_t>(n);
    if (n == 0) {
        comparison.interval = {-1, 1};
        return comparison;
    }
    const std::vector<std::uint16_t> once(n, 1);
    const std::vector<std::uint8_t> unswapped(n, 0);
    const auto difference = [&](std::span<const std::uint16_t> weights,
                                std::span<const std::uint8_t> swapped) {
        const auto both = pool.meanAveragePrecision(weights, swapped);
        return both[1] - both[0];
    };
    comparison.accuracyDelta = difference(once, unswapped);
    comparison.f1Delta = f1Difference(answers, once);

    std::vector<double> deltas(resamplesFor(pool.work()));
    std::vector<double> f1Deltas(deltas.size());
    std::vector<double> permuted(deltas.size());
    base::inParallel(deltas.size(), stop, [&](std::size_t i) {
        const std::vector<std::uint16_t> weights = drawImages(n, Random(seed, i));
        deltas[i] = difference(weights, unswapped);
        f1Deltas[i] = f1Difference(answers, weights);
        Random random(seed, kPermutations + i);
        std::vector<std::uint8_t> swapped(n);
        for (std::uint8_t& of : swapped) of = static_cast<std::uint8_t>(random.below(2));
        permuted[i] = difference(once, swapped);
    });
    if (stop.stop_requested()) return comparison;

    // Equal sums in another order differ by rounding, and count as equal.
    const double atLeast = std::abs(comparison.accuracyDelta) - 1e-12;
    const auto extreme =
        std::ranges::count_if(permuted, [atLeast](double delta) { return std::abs(delta) >= atLeast; });
    comparison.pValue = static_cast<double>(extreme + 1) / static_cast<double>(permuted.size() + 1);
    const double error = standardDeviation(deltas);
    comparison.interval = percentileInterval(std::move(deltas));
    comparison.f1Interval = percentileInterval(std::move(f1Deltas));
    const bool excludesZero = comparison.interval[0] > 0 || comparison.interval[1] < 0;
    comparison.distinguishable = excludesZero && comparison.pValue < 0.05;
    if (!comparison.distinguishable)
        comparison.samplesNeeded = imagesNeeded(comparison.accuracyDelta, error, comparison.samples);
    return comparison;
}

std::array<double, 2> mapInterval(const evaluate::MatchTable& matches, int classes, std::uint64_t seed,
                                  std::stop_token stop) {
    const evaluate::MatchTable* const only = &matches;
    const DetectionPool pool({&only, 1}, classes);
    const std::size_t n = pool.images();
    if (n == 0) return {0, 1};
    const std::vector<std::uint8_t> unswapped(n, 0);
    std::vector<double> values(resamplesFor(pool.work()));
    base::inParallel(values.size(), stop, [&](std::size_t i) {
        values[i] = pool.meanAveragePrecision(drawImages(n, Random(seed, i)), unswapped)[0];
    });
    if (stop.stop_requested()) return {0, 1};
    const std::vector<std::uint16_t> once(n, 1);
    // mAP of few images is too high, and of a resample of them even more so.
    return biasCorrectedInterval(std::move(values), pool.meanAveragePrecision(once, unswapped)[0]);
}

}  // namespace pwb::compare
