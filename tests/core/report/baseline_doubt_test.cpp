// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result/baseline_doubt.h"

#include <gtest/gtest.h>

#include <vector>

using namespace pwb;
using decide::Doubt;

namespace {

/// A run whose FP32 answers `answers` where `labels` is right.
result::RunResult answered(const std::vector<int>& labels, const std::vector<int>& answers, int classes) {
    std::vector<evaluate::Prediction> predictions(answers.size());
    for (std::size_t i = 0; i < answers.size(); ++i) predictions[i].classes[0] = answers[i];
    result::RunResult document;
    document.data.classes = {"cat", "dog", "bird", "fish"};
    document.engines.resize(1);
    document.engines[0].id = base::Precision::Fp32;
    document.engines[0].accuracy = evaluate::scoreClassification(labels, predictions, classes);
    return document;
}

/// 0 1 2 3 0 1 …
std::vector<int> inTurn(int count, int shift = 0) {
    std::vector<int> labels;
    for (int i = 0; i < count; ++i) labels.push_back((i + shift) % 4);
    return labels;
}

Doubt doubtOf(const result::RunResult& document) {
    return result::baselineDoubt(document).doubt;
}

TEST(BaselineDoubt, NoneOfAClassifierThatKnowsItsClasses) {
    EXPECT_EQ(doubtOf(answered(inTurn(40), inTurn(40), 4)), Doubt::None);
    std::vector<int> half = inTurn(40);
    for (int i = 0; i < 40; i += 2) half[static_cast<std::size_t>(i)] = 3;
    EXPECT_EQ(doubtOf(answered(inTurn(40), half, 4)), Doubt::None)
        << "half right of four classes is no chance";
}

TEST(BaselineDoubt, NothingRight) {
    EXPECT_EQ(doubtOf(answered(inTurn(40), inTurn(40, 1), 4)), Doubt::NothingRight);
}

TEST(BaselineDoubt, OneAnswerToAllIsNamed) {
    const auto doubt = result::baselineDoubt(answered(inTurn(40), std::vector<int>(40, 2), 4));
    EXPECT_EQ(doubt.doubt, Doubt::OneAnswer);
    EXPECT_EQ(doubt.answer, "bird");
    EXPECT_DOUBLE_EQ(doubt.accuracy, 0.25);
    EXPECT_EQ(doubt.samples, 40);
}

TEST(BaselineDoubt, GuessingIsToldFromKnowingByTheIntervalAlone) {
    std::vector<int> guessed;
    for (int i = 0; i < 40; ++i) guessed.push_back((i / 4) % 4);  // independent of the label
    const auto doubt = result::baselineDoubt(answered(inTurn(40), guessed, 4));
    EXPECT_EQ(doubt.doubt, Doubt::Chance);
    EXPECT_DOUBLE_EQ(doubt.chance, 0.25);
    EXPECT_EQ(doubtOf(answered(inTurn(40), guessed, 1000)), Doubt::None) << "a quarter of 1000 is no chance";
}

TEST(BaselineDoubt, FewSamplesOrOneClassProveNothing) {
    EXPECT_EQ(doubtOf(answered(inTurn(19), inTurn(19, 1), 4)), Doubt::None);
    EXPECT_EQ(doubtOf(answered(std::vector<int>(40, 2), std::vector<int>(40, 2), 4)), Doubt::None);
    result::RunResult partial = answered(inTurn(40), inTurn(40, 1), 4);
    partial.engines[0].accuracyPartial = true;
    EXPECT_EQ(doubtOf(partial), Doubt::None) << "the rest is to come";
    EXPECT_EQ(doubtOf(result::RunResult()), Doubt::None);
}

TEST(BaselineDoubt, ADetectorThatFindsNothing) {
    result::RunResult document = answered({}, {}, 4);
    document.engines[0].accuracy.reset();
    evaluate::DetectionMetrics metrics;
    metrics.objects = 40;
    metrics.map50 = 0.004;
    document.engines[0].detection = std::make_shared<const evaluate::DetectionMetrics>(metrics);
    EXPECT_EQ(doubtOf(document), Doubt::NothingFound);
    metrics.map50 = 0.2;
    document.engines[0].detection = std::make_shared<const evaluate::DetectionMetrics>(metrics);
    EXPECT_EQ(doubtOf(document), Doubt::None);
}

}  // namespace
