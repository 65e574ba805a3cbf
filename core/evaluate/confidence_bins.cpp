// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/confidence_bins.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pwb::evaluate {
namespace {

constexpr int kHistogramBins = 20;
constexpr int kReliabilityBins = 15;

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

}  // namespace

ConfidenceBins::ConfidenceBins() {
    for (int k = 0; k <= kHistogramBins; ++k)
        m_histogram.edges.push_back(static_cast<double>(k) / kHistogramBins);
    m_histogram.correct.assign(kHistogramBins, 0);
    m_histogram.wrong.assign(kHistogramBins, 0);
    for (int k = 0; k < kReliabilityBins; ++k)
        m_reliability.push_back({reliabilityEdge(k), reliabilityEdge(k + 1)});
}

void ConfidenceBins::add(double confidence, bool right) {
    ++(right ? m_histogram.correct : m_histogram.wrong)[histogramBin(confidence)];
    ReliabilityBin& bin = m_reliability[reliabilityBin(confidence)];
    ++bin.n;
    bin.meanConfidence += confidence;
    bin.accuracy += right ? 1 : 0;
}

void ConfidenceBins::finish(ConfidenceHistogram& histogram, std::vector<ReliabilityBin>& reliability,
                            double& ece) {
    double distance = 0;
    double samples = 0;
    for (ReliabilityBin& bin : m_reliability) {
        if (bin.n == 0) continue;
        const auto n = static_cast<double>(bin.n);
        bin.meanConfidence /= n;
        bin.accuracy /= n;
        distance += n * std::abs(bin.accuracy - bin.meanConfidence);
        samples += n;
    }
    ece = samples > 0 ? distance / samples : 0;
    histogram = std::move(m_histogram);
    reliability = std::move(m_reliability);
}

}  // namespace pwb::evaluate
