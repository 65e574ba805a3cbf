// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pwb::quantize {
namespace {

constexpr int kHalf = Histogram::kHalf;

/// Within what was seen, and never without 0.
Range clipToData(Range range, const Histogram& histogram) {
    return {std::min(std::max(range.lo, histogram.min()), 0.0F),
            std::max(std::min(range.hi, histogram.max()), 0.0F)};
}

Range percentileRange(const Histogram& histogram, double percentile) {
    const std::vector<std::int64_t> bins = histogram.bins();
    const double w = histogram.width();
    // One-sided data spends the whole tail on its one side.
    const bool twoSided = histogram.min() < 0 && histogram.max() > 0;
    const double outside =
        static_cast<double>(histogram.count()) * (1 - percentile / 100) / (twoSided ? 2 : 1);
    double seen = 0;
    int low = 0;
    while (low < Histogram::kBins - 1 && seen + static_cast<double>(bins[low]) <= outside)
        seen += static_cast<double>(bins[low++]);
    seen = 0;
    int high = Histogram::kBins - 1;
    while (high > 0 && seen + static_cast<double>(bins[high]) <= outside)
        seen += static_cast<double>(bins[high--]);
    return {static_cast<float>((low - kHalf) * w), static_cast<float>((high + 1 - kHalf) * w)};
}

/// Running sums over the bins, so that each candidate threshold costs its 128 levels and not all its bins.
struct RunningSums {
    std::vector<double> mass, filled, selfLog;  ///< entry i: over bins [0, i)

    explicit RunningSums(const std::vector<double>& bins)
        : mass(bins.size() + 1), filled(bins.size() + 1), selfLog(bins.size() + 1) {
        for (std::size_t i = 0; i < bins.size(); ++i) {
            mass[i + 1] = mass[i] + bins[i];
            filled[i + 1] = filled[i] + (bins[i] > 0 ? 1 : 0);
            selfLog[i + 1] = selfLog[i] + (bins[i] > 0 ? bins[i] * std::log(bins[i]) : 0);
        }
    }
};

/// KL(P‖Q) where Q is the first `size` bins merged into 128 levels, each level's mass spread evenly over its
/// bins that are not empty, and P the same bins with the clipped tail added to the last one.
double divergence(const std::vector<double>& bins, const RunningSums& sums, std::size_t size) {
    constexpr std::size_t kLevels = 128;
    constexpr double kSmallest = 1e-12;  // stands for a zero of Q where P has the tail
    const double total = sums.mass.back();
    const double inside = sums.mass[size];
    const double last = bins[size - 1];
    const double tail = total - inside;
    double crossLog = 0;  // Σ p·log q, times total
    double lastQ = kSmallest;
    for (std::size_t level = 0; level < kLevels; ++level) {
        const std::size_t start = level * size / kLevels;
        const std::size_t end = (level + 1) * size / kLevels;
        const double mass = sums.mass[end] - sums.mass[start];
        if (mass <= 0) continue;
        const double q = mass / (sums.filled[end] - sums.filled[start]) / inside;
        crossLog += mass * std::log(q);
        if (end == size && last > 0) lastQ = q;
    }
    if (tail > 0) crossLog += tail * std::log(lastQ);
    const double ownLog =
        sums.selfLog[size - 1] + (last + tail > 0 ? (last + tail) * std::log(last + tail) : 0);
    return (ownLog - crossLog) / total - std::log(total);
}

Range entropyRange(const Histogram& histogram) {
    std::vector<double> bins = histogram.absoluteBins();
    // Exact zeros (after a Relu) cost nothing whatever the threshold; left in, their spike would be what the
    // divergence measures, and it would always favour the smallest range.
    bins[0] = bins[1];
    const RunningSums sums(bins);
    std::size_t used = kHalf;
    while (used > 128 && bins[used - 1] == 0) --used;
    // Where the data lies away from 0, a range that clips nearly all of it looks perfect: one full last bin
    // on both sides. No sensible threshold clips this much.
    constexpr double kMostClipped = 0.05;
    double best = std::numeric_limits<double>::infinity();
    std::size_t bestSize = used;
    for (std::size_t size = 128; size <= used; ++size) {
        if (sums.mass.back() - sums.mass[size] > kMostClipped * sums.mass.back()) continue;
        const double kl = divergence(bins, sums, size);
        if (kl < best) {
            best = kl;
            bestSize = size;
        }
    }
    const auto threshold = static_cast<float>((static_cast<double>(bestSize) + 0.5) * histogram.width());
    return {-threshold, threshold};
}

/// Sum of squared errors of rounding to `range` over the histogram's bin centres. Exact zeros are not in
/// `bins`: 0 has a code of its own, whatever the range.
double squaredError(const std::vector<std::int64_t>& bins, int first, int last, double w, Range range) {
    const double lo = range.lo;
    const double hi = range.hi;
    const double scale = (hi - lo) / 255;
    double sum = 0;
    for (int i = first; i <= last; ++i) {
        if (bins[i] == 0) continue;
        const double x = (i - kHalf + 0.5) * w;
        const double clipped = std::clamp(x, lo, hi);
        // Inside the range the rounding error is uniform over a step that spans many bins: scale²/12.
        const double outside = x - clipped;
        sum += static_cast<double>(bins[i]) * (outside == 0 ? scale * scale / 12 : outside * outside);
    }
    return sum;
}

Range mseRange(const Histogram& histogram) {
    std::vector<std::int64_t> bins = histogram.bins();
    bins[kHalf] -= histogram.zeros();
    const double w = histogram.width();
    int first = 0;
    int last = Histogram::kBins - 1;
    while (first < last && bins[first] == 0) ++first;
    while (last > first && bins[last] == 0) --last;
    const Range full{std::min(histogram.min(), 0.0F), std::max(histogram.max(), 0.0F)};
    Range best = full;
    double bestError = squaredError(bins, first, last, w, best);
    constexpr int kSteps = 128;
    // One side at a time, twice round: the two clip points hardly interact.
    for (int round = 0; round < 2; ++round) {
        for (const bool upper : {true, false}) {
            const float end = upper ? full.hi : full.lo;
            if (end == 0) continue;
            for (int step = kSteps / 16; step <= kSteps; ++step) {
                Range trial = best;
                (upper ? trial.hi : trial.lo) = end * static_cast<float>(step) / kSteps;
                const double error = squaredError(bins, first, last, w, trial);
                if (error < bestError) {
                    bestError = error;
                    best = trial;
                }
            }
        }
    }
    return best;
}

}  // namespace

Range estimateRange(const TensorStatistics& statistics, Calibrator calibrator, double percentile) {
    const Histogram& histogram = statistics.histogram;
    if (!histogram.hasWidth()) return {0, 0};
    const Range full{std::min(histogram.min(), 0.0F), std::max(histogram.max(), 0.0F)};
    switch (calibrator) {
        case Calibrator::MinMax:
        case Calibrator::Auto:
            return full;
        case Calibrator::MovingAverage:
            return {std::min(statistics.movingLo, 0.0F), std::max(statistics.movingHi, 0.0F)};
        case Calibrator::Percentile:
            return clipToData(percentileRange(histogram, percentile), histogram);
        case Calibrator::Entropy:
            return clipToData(entropyRange(histogram), histogram);
        case Calibrator::Mse:
            return mseRange(histogram);
    }
    return full;
}

QuantParams paramsFor(Range range) {
    const float lo = std::min(range.lo, 0.0F);
    const float hi = std::max(range.hi, 0.0F);
    QuantParams params;
    // A dead tensor still needs a usable scale; its only value, 0, is exact with any.
    params.scale = std::max((hi - lo) / 255.0F, std::numeric_limits<float>::min());
    if (hi - lo <= 0) params.scale = 1;
    params.zeroPoint =
        static_cast<std::uint8_t>(std::clamp(std::nearbyintf(-lo / params.scale), 0.0F, 255.0F));
    return params;
}

QuantParams symmetricParamsFor(Range range, bool alwaysSigned) {
    constexpr float kLeast = 1e-12F;  // as the weights': an all-zero tensor must not give a scale of 0
    const bool isSigned = alwaysSigned || range.lo < 0;
    const float largest = std::max(std::fabs(range.lo), std::fabs(range.hi));
    return {std::max(largest / (isSigned ? 127.0F : 255.0F), kLeast), 0, isSigned};
}

std::uint8_t quantizeValue(float x, QuantParams params) {
    const float code = std::nearbyintf(x / params.scale) + static_cast<float>(params.zeroPoint);
    return static_cast<std::uint8_t>(std::clamp(code, 0.0F, 255.0F));
}

}  // namespace pwb::quantize
