// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/evaluate/classification.h"

namespace pwb::evaluate {
namespace {

constexpr int kHistogramBins = 20;
constexpr int kReliabilityBins = 15;
constexpr double kZ95 = 1.959963984540054;

double ratio(double part, double whole) {
    return whole > 0 ? part / whole : 0;
}

/// Bin k is [k/bins, (k+1)/bins), the last one closed, as numpy.histogram.
std::size_t histogramBin(double confidence) {
    return static_cast<std::size_t>(
        std::clamp(static_cast<int>(confidence * kHistogramBins), 0, kHistogramBins - 1));
}

double reliabilityEdge(int k) {
    return static_cast<double>(k) / kReliabilityBins;
}

/// Bin k is (k/bins, (k+1)/bins], the first one closed.
std::size_t reliabilityBin(double confidence) {
    int k =
        std::clamp(static_cast<int>(std::ceil(confidence * kReliabilityBins)) - 1, 0, kReliabilityBins - 1);
    // The product may round across an edge; the edges themselves decide.
    if (k > 0 && confidence <= reliabilityEdge(k)) --k;
    if (k < kReliabilityBins - 1 && confidence > reliabilityEdge(k + 1)) ++k;
    return static_cast<std::size_t>(k);
}

void prepareBins(ClassificationMetrics& metrics) {
    for (int k = 0; k <= kHistogramBins; ++k)
        metrics.histogram.edges.push_back(static_cast<double>(k) / kHistogramBins);
    metrics.histogram.correct.assign(kHistogramBins, 0);
    metrics.histogram.wrong.assign(kHistogramBins, 0);
    for (int k = 0; k < kReliabilityBins; ++k)
        metrics.reliability.push_back({reliabilityEdge(k), reliabilityEdge(k + 1)});
}

void addConfidence(ClassificationMetrics& metrics, double confidence, bool right) {
    ++(right ? metrics.histogram.correct : metrics.histogram.wrong)[histogramBin(confidence)];
    ReliabilityBin& bin = metrics.reliability[reliabilityBin(confidence)];
    ++bin.n;
    bin.meanConfidence += confidence;
    bin.accuracy += right ? 1 : 0;
}

void finishReliability(ClassificationMetrics& metrics) {
    for (ReliabilityBin& bin : metrics.reliability) {
        const auto n = static_cast<double>(bin.n);
        bin.meanConfidence = ratio(bin.meanConfidence, n);
        bin.accuracy = ratio(bin.accuracy, n);
        metrics.ece +=
            ratio(n, static_cast<double>(metrics.samples)) * std::abs(bin.accuracy - bin.meanConfidence);
    }
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
    prepareBins(metrics);

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
        addConfidence(metrics, prediction.confidences[0], right);
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
    finishReliability(metrics);
    return metrics;
}

}  // namespace pwb::evaluate
