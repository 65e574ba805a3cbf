// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace pwb::evaluate {

/// The five most confident classes of one sample; class −1 where there are fewer classes. An output with NaN
/// leaves its first NaN's class and kNan.
struct Prediction {
    static constexpr std::int32_t kNan = -2;
    std::array<std::int32_t, 5> classes = {-1, -1, -1, -1, -1};
    std::array<float, 5> confidences = {};  ///< 0–1

    [[nodiscard]] bool valid() const { return classes[0] >= 0; }
    /// Whether the answer is `label`; never for an answer from NaN.
    [[nodiscard]] bool right(int label) const { return classes[0] == label && !fromNan(); }
    /// From an output with NaN: one class, without confidence.
    [[nodiscard]] bool fromNan() const { return classes[1] == kNan; }
};

/// Answers "do these rows already sum to 1?" on the first batch; decides between softmax and as-is. True
/// when every value lies in 0–1 and every row sums to 1, both within 0.01. `rows`: whole rows of `classes`.
[[nodiscard]] bool looksLikeProbabilities(std::span<const float> rows, std::size_t classes);

/// Top five of one row of logits or probabilities. Ties go to the lower class index, as argmax does.
/// A row with NaN answers with the first NaN's class and confidence 0, as numpy.argmax would: it must not be
/// left out, or an engine that overflows would look better than it is.
[[nodiscard]] Prediction predict(std::span<const float> row, bool probabilities);

/// Confidence of right and wrong predictions in equal bins over 0–1; a bin holds its lower edge, the last
/// one both.
struct ConfidenceHistogram {
    std::vector<double> edges;  ///< bins + 1
    std::vector<std::int64_t> correct, wrong;
};
/// One bin of the reliability diagram: confidences in (lo, hi], the first bin with 0 too.
struct ReliabilityBin {
    double lo = 0, hi = 0;
    std::int64_t n = 0;
    double meanConfidence = 0;  ///< 0–1; 0 when n = 0
    double accuracy = 0;
};
struct ClassMetrics {
    std::int64_t samples = 0, predicted = 0, correct = 0;
    double precision = 0, recall = 0, f1 = 0;  ///< 0 where undefined, as scikit-learn's zero_division=0
};

/// Beyond this many classes the confusion matrix would take more memory than it tells (2 GB at 16,384).
inline constexpr int kLargestConfusion = 16384;

struct ClassificationMetrics {
    std::int64_t samples = 0;  ///< with a label and a prediction
    std::int64_t correct = 0;
    double top1 = 0, top5 = 0;                ///< fractions
    std::array<double, 2> interval = {0, 1};  ///< 95 % Wilson interval of top1
    double f1Macro = 0;  ///< over classes that occur as label or prediction, as scikit-learn
    double f1Weighted = 0;
    double ece = 0;  ///< expected calibration error of the top answer, 15 equal bins (Naeini 2015, Guo 2017)
    int classes = 0;
    /// classes × classes, row = true class, column = answer; empty above kLargestConfusion classes
    std::vector<std::int64_t> confusion;
    std::vector<ClassMetrics> perClass;
    ConfidenceHistogram histogram;            ///< 20 bins
    std::vector<ReliabilityBin> reliability;  ///< 15 bins
};

/// 95 % Wilson score interval of a binomial share (Wilson 1927); {0, 1} when n = 0.
[[nodiscard]] std::array<double, 2> wilsonInterval(std::int64_t successes, std::int64_t n);

/// Metrics over samples with a label in 0 … classes − 1 and a valid prediction; others are left out.
/// `labels` and `predictions` have equal length. Definitions are scikit-learn's (zero_division = 0).
/// O(samples + classes²), so that it can also run on partial results.
[[nodiscard]] ClassificationMetrics scoreClassification(std::span<const int> labels,
                                                        std::span<const Prediction> predictions, int classes);

}  // namespace pwb::evaluate
