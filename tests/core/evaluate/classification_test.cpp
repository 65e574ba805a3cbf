// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/classification.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::evaluate;

namespace {

constexpr float kHuge = std::numeric_limits<float>::infinity();

nlohmann::json fixture() {
    return nlohmann::json::parse(
        std::ifstream(tests::sourceRoot() / "tests/core/evaluate/sklearn_fixture.json"));
}

std::vector<Prediction> predictAll(const nlohmann::json& logits) {
    std::vector<Prediction> predictions;
    for (const auto& row : logits) predictions.push_back(predict(row.get<std::vector<float>>(), false));
    return predictions;
}

TEST(Predict, GivesTheFiveMostConfidentInOrder) {
    const std::vector<float> row = {0, 3, 1, 2, -1, 5, 4};
    const Prediction prediction = predict(row, false);
    EXPECT_EQ(prediction.classes, (std::array<std::int32_t, 5>{5, 6, 1, 3, 2}));
    double sum = 0;
    for (const float value : row) sum += std::exp(value);
    EXPECT_NEAR(prediction.confidences[0], std::exp(5) / sum, 1e-7);
    EXPECT_NEAR(prediction.confidences[4], std::exp(1) / sum, 1e-7);
}

TEST(Predict, TiesGoToTheLowerIndex) {
    const std::vector<float> row(9, 1.5F);
    EXPECT_EQ(predict(row, false).classes, (std::array<std::int32_t, 5>{0, 1, 2, 3, 4}));
    const std::vector<float> late = {0, 0, 7, 0, 7, 0, 7};
    EXPECT_EQ(predict(late, false).classes, (std::array<std::int32_t, 5>{2, 4, 6, 0, 1}));
}

TEST(Predict, FewerThanFiveClassesLeaveMinusOne) {
    const Prediction prediction = predict(std::vector<float>{0.25F, 0.75F}, true);
    EXPECT_EQ(prediction.classes, (std::array<std::int32_t, 5>{1, 0, -1, -1, -1}));
    EXPECT_FLOAT_EQ(prediction.confidences[0], 0.75F);
    EXPECT_FLOAT_EQ(prediction.confidences[2], 0);
    EXPECT_FALSE(predict({}, true).valid());
}

TEST(Predict, NotANumberIsInvalidAndInfinityIsNot) {
    // As numpy.argmax: the NaN itself is the answer, and says so.
    const Prediction broken = predict(std::vector<float>{1, std::nanf(""), 0}, false);
    EXPECT_EQ(broken.classes[0], 1);
    EXPECT_TRUE(broken.fromNan());
    EXPECT_FALSE(predict(std::vector<float>{1, 2, 0}, false).fromNan());
    const Prediction overflow = predict(std::vector<float>{1, kHuge, 0}, false);
    EXPECT_EQ(overflow.classes[0], 1);
    EXPECT_FLOAT_EQ(overflow.confidences[0], 1);
    EXPECT_FLOAT_EQ(predict(std::vector<float>{-kHuge, -kHuge}, false).confidences[0], 0.5F);
}

TEST(Predict, LargeLogitsDoNotOverflow) {
    const Prediction prediction = predict(std::vector<float>{60000, 59999, -60000}, false);
    EXPECT_NEAR(prediction.confidences[0], 1 / (1 + std::exp(-1)), 1e-6);
}

TEST(Predict, AgreesWithAFullSort) {
    EXPECT_TRUE(rc::check("the top five are those of a stable sort", [] {
        const auto small =
            *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-20, 20)));
        const std::vector<float> row(small.begin(), small.end());
        std::vector<std::int32_t> order(row.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::stable_sort(order, std::greater(),
                                 [&](std::int32_t i) { return row[static_cast<size_t>(i)]; });
        order.resize(5, -1);
        const Prediction prediction = predict(row, false);
        RC_ASSERT(std::ranges::equal(prediction.classes, order));
        RC_ASSERT(prediction.confidences[0] > 0 && prediction.confidences[0] <= 1);
        RC_ASSERT(std::ranges::is_sorted(prediction.confidences, std::greater()));
    }));
}

TEST(LooksLikeProbabilities, TellsProbabilitiesFromLogits) {
    EXPECT_TRUE(looksLikeProbabilities(std::vector<float>{0.2F, 0.8F, 0.5F, 0.5F}, 2));
    EXPECT_TRUE(looksLikeProbabilities(std::vector<float>{0.2F, 0.799F}, 2)) << "rounded to FP16";
    EXPECT_FALSE(looksLikeProbabilities(std::vector<float>{0.2F, 0.8F, 3, -2}, 2)) << "second row is logits";
    EXPECT_FALSE(looksLikeProbabilities(std::vector<float>{-0.5F, 1.5F}, 2))
        << "sums to 1 but is not a share";
    EXPECT_FALSE(looksLikeProbabilities(std::vector<float>{std::nanf(""), 1}, 2));
    EXPECT_FALSE(looksLikeProbabilities({}, 2));
}

TEST(ScoreClassification, AgreesWithScikitLearn) {
    const auto expected = fixture();
    const auto labels = expected["labels"].get<std::vector<int>>();
    const auto predictions = predictAll(expected["logits"]);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        ASSERT_EQ(predictions[i].classes[0], expected["answers"][i].get<int>());
        ASSERT_NEAR(predictions[i].confidences[0], expected["confidence"][i].get<double>(), 2e-7);
    }
    const auto metrics = scoreClassification(labels, predictions, expected["classes"]);
    EXPECT_EQ(metrics.samples, 300);
    EXPECT_NEAR(metrics.top1, expected["top1"].get<double>(), 1e-12);
    EXPECT_NEAR(metrics.top5, expected["top5"].get<double>(), 1e-12);
    EXPECT_NEAR(metrics.f1Macro, expected["f1_macro"].get<double>(), 1e-12);
    EXPECT_NEAR(metrics.f1Weighted, expected["f1_weighted"].get<double>(), 1e-12);
    EXPECT_EQ(metrics.confusion, expected["confusion"].get<std::vector<std::int64_t>>());
    EXPECT_EQ(metrics.histogram.correct, expected["histogram_correct"].get<std::vector<std::int64_t>>());
    EXPECT_EQ(metrics.histogram.wrong, expected["histogram_wrong"].get<std::vector<std::int64_t>>());
    EXPECT_NEAR(metrics.ece, expected["ece"].get<double>(), 1e-7);
    for (std::size_t k = 0; k < metrics.perClass.size(); ++k) {
        EXPECT_EQ(metrics.perClass[k].samples, expected["support"][k].get<int>());
        EXPECT_NEAR(metrics.perClass[k].precision, expected["precision"][k].get<double>(), 1e-12);
        EXPECT_NEAR(metrics.perClass[k].recall, expected["recall"][k].get<double>(), 1e-12);
        EXPECT_NEAR(metrics.perClass[k].f1, expected["f1"][k].get<double>(), 1e-12);
    }
    ASSERT_EQ(metrics.reliability.size(), 15U);
    for (std::size_t k = 0; k < metrics.reliability.size(); ++k) {
        EXPECT_EQ(metrics.reliability[k].n, expected["reliability"][k][0].get<int>());
        EXPECT_NEAR(metrics.reliability[k].meanConfidence, expected["reliability"][k][1].get<double>(), 1e-7);
        EXPECT_NEAR(metrics.reliability[k].accuracy, expected["reliability"][k][2].get<double>(), 1e-12);
    }
}

TEST(ScoreClassification, LeavesOutWhatHasNoLabelOrNoAnswer) {
    const Prediction right = predict(std::vector<float>{0, 1, 0}, false);
    const std::vector<Prediction> predictions = {right, right, Prediction{}, right, right};
    const std::vector<int> labels = {1, -1, 1, 2, 7};
    const auto metrics = scoreClassification(labels, predictions, 3);
    EXPECT_EQ(metrics.samples, 2);
    EXPECT_EQ(metrics.correct, 1);
    EXPECT_DOUBLE_EQ(metrics.top5, 1);
    EXPECT_EQ(metrics.confusion[2 * 3 + 1], 1);
}

TEST(ScoreClassification, NothingGivesZerosAndTheWholeInterval) {
    const auto metrics = scoreClassification({}, {}, 4);
    EXPECT_EQ(metrics.samples, 0);
    EXPECT_EQ(metrics.interval, (std::array<double, 2>{0, 1}));
    EXPECT_EQ(metrics.f1Macro, 0);
    EXPECT_EQ(metrics.histogram.edges.size(), 21U);
}

TEST(ScoreClassification, ConfidencesOnAnEdgeFallWhereTheBinsSay) {
    std::vector<Prediction> predictions;
    for (const float confidence : {0.0F, 0.2F, 0.5F, 1.0F}) {
        predictions.emplace_back();
        predictions.back().classes[0] = 0;
        predictions.back().confidences[0] = confidence;
    }
    const std::vector<int> labels(4, 0);
    const auto metrics = scoreClassification(labels, predictions, 1);
    EXPECT_EQ(metrics.histogram.correct[0], 1);
    EXPECT_EQ(metrics.histogram.correct[10], 1) << "0.5 opens [0.50, 0.55)";
    EXPECT_EQ(metrics.histogram.correct[19], 1) << "1 closes the last bin";
    EXPECT_EQ(metrics.reliability[0].n, 1);
    EXPECT_EQ(metrics.reliability[14].n, 1);
    EXPECT_EQ(metrics.reliability[7].n, 1) << "0.5 lies inside (7/15, 8/15]";
}

TEST(ScoreClassification, MoreClassesThanAConfusionMatrixCanHold) {
    const int classes = kLargestConfusion + 1;
    Prediction prediction;
    prediction.classes[0] = kLargestConfusion;
    const auto metrics =
        scoreClassification(std::vector<int>{kLargestConfusion}, std::vector{prediction}, classes);
    EXPECT_TRUE(metrics.confusion.empty());
    EXPECT_EQ(metrics.top1, 1);
}

TEST(ScoreClassification, NanIsNeverRight) {
    const Prediction broken = predict(std::vector<float>{std::nanf(""), std::nanf("")}, false);
    const std::vector<int> labels = {0, 1, 0};
    const std::vector<Prediction> predictions(3, broken);
    const ClassificationMetrics metrics = scoreClassification(labels, predictions, 2);
    EXPECT_EQ(metrics.samples, 3);
    EXPECT_EQ(metrics.correct, 0);
    EXPECT_EQ(metrics.top5, 0);
    EXPECT_EQ(metrics.confusion, (std::vector<std::int64_t>{0, 0, 0, 0}));
}

}  // namespace
