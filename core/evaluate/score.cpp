// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/evaluate/classification.h"
#include "core/evaluate/confidence_bins.h"

namespace pwb::evaluate {
namespace {

constexpr double kZ95 = 1.959963984540054;

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

void finishClasses(ClassificationMetrics& metrics) {
    double sum = 0;
    double weighted = 0;
    int occurring = 0;
    for (ClassMetrics& of : metrics.perClass) {
        const auto correct = static_cast<double>(of.correct);
        of.precision = ratio(correct, static_cast<double>(of.predicted));
        of.recall = ratio(correct, static_cast<double>(of.samples));
        of.f1 = ratio(2 * correct, static_cast<double>(of.samples + of.predicted));
        if (of.samples + of.predicted > 0) ++occurring;
        sum += of.f1;
        weighted += of.f1 * static_cast<double>(of.samples);
    }
    metrics.f1Macro = ratio(sum, occurring);
    metrics.f1Weighted = ratio(weighted, static_cast<double>(metrics.samples));
}

}  // namespace

std::array<double, 2> wilsonInterval(std::int64_t successes, std::int64_t n) {
    if (n <= 0) return {0, 1};
    const auto total = static_cast<double>(n);
    const double share = static_cast<double>(successes) / total;
    const double z2 = kZ95 * kZ95;
    const double centre = share + z2 / (2 * total);
    const double half = kZ95 * std::sqrt(share * (1 - share) / total + z2 / (4 * total * total));
    const double scale = 1 + z2 / total;
    // Exactly 0 and 1 at the ends, where rounding would leave a trace.
    return {successes == 0 ? 0 : std::max(0.0, (centre - half) / scale),
            successes == n ? 1 : std::min(1.0, (centre + half) / scale)};
}

ClassificationMetrics scoreClassification(std::span<const int> labels,
                                          std::span<const Prediction> predictions, int classes) {
    ClassificationMetrics metrics;
    metrics.classes = std::max(classes, 0);
    const auto width = static_cast<std::size_t>(metrics.classes);
    metrics.perClass.resize(width);
    if (metrics.classes <= kLargestConfusion) metrics.confusion.assign(width * width, 0);
    ConfidenceBins bins;

    std::int64_t inTop5 = 0;
    for (std::size_t i = 0; i < std::min(labels.size(), predictions.size()); ++i) {
        const int label = labels[i];
        const Prediction& prediction = predictions[i];
        const int answer = prediction.classes[0];
        if (label < 0 || label >= metrics.classes || answer < 0 || answer >= metrics.classes) continue;
        const bool right = prediction.right(label);
        ++metrics.samples;
        metrics.correct += right ? 1 : 0;
        ++metrics.perClass[static_cast<std::size_t>(label)].samples;
        bins.add(prediction.confidences[0], right);
        // No class was answered: NaN must neither fill the diagonal nor count as a prediction of a class.
        if (prediction.fromNan()) continue;
        inTop5 += std::ranges::count(prediction.classes, label);
        ++metrics.perClass[static_cast<std::size_t>(answer)].predicted;
        metrics.perClass[static_cast<std::size_t>(label)].correct += right ? 1 : 0;
        if (!metrics.confusion.empty())
            ++metrics.confusion[static_cast<std::size_t>(label) * width + static_cast<std::size_t>(answer)];
    }

    const auto n = static_cast<double>(metrics.samples);
    metrics.top1 = ratio(static_cast<double>(metrics.correct), n);
    metrics.top5 = ratio(static_cast<double>(inTop5), n);
    metrics.interval = wilsonInterval(metrics.correct, metrics.samples);
    finishClasses(metrics);
    bins.finish(metrics.histogram, metrics.reliability, metrics.ece);
    return metrics;
}

}  // namespace pwb::evaluate
