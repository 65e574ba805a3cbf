// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/comparison.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <fstream>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::compare;

namespace {

const nlohmann::json& fixture() {
    static const auto json =
        nlohmann::json::parse(std::ifstream(tests::sourceRoot() / "tests/core/compare/scipy_fixture.json"));
    return json;
}

std::vector<evaluate::Prediction> answers(const std::vector<int>& classes) {
    std::vector<evaluate::Prediction> predictions(classes.size());
    for (std::size_t i = 0; i < classes.size(); ++i) predictions[i].classes[0] = classes[i];
    return predictions;
}

AccuracyComparison compareAnswers(const std::vector<int>& labels, const std::vector<int>& baseline,
                                  const std::vector<int>& candidate, int classes) {
    const auto first = answers(baseline);
    const auto second = answers(candidate);
    return compareAccuracy(labels, Baseline{first}, Candidate{second}, classes, 1);
}

TEST(Mcnemar, AgreesWithScipy) {
    for (const auto& row : fixture()["mcnemar"])
        EXPECT_NEAR(mcnemarExact(row[0], row[1]), row[2].get<double>(), 1e-12) << row;
}

TEST(Wilson, AgreesWithScipyAndHoldsAtTheEnds) {
    for (const auto& row : fixture()["wilson"]) {
        const auto interval = wilsonInterval(row[0], row[1]);
        EXPECT_NEAR(interval[0], row[2].get<double>(), 1e-12) << row;
        EXPECT_NEAR(interval[1], row[3].get<double>(), 1e-12) << row;
    }
    EXPECT_EQ(wilsonInterval(0, 0), (std::array<double, 2>{0, 1}));
    EXPECT_EQ(wilsonInterval(0, 5)[0], 0);
    EXPECT_EQ(wilsonInterval(5, 5)[1], 1);
}

TEST(Tango, AgreesWithTheConstrainedLikelihood) {
    for (const auto& row : fixture()["tango"]) {
        const auto interval = tangoInterval(row[0], row[1], row[2]);
        EXPECT_NEAR(interval[0], row[3].get<double>(), 1e-6) << row;
        EXPECT_NEAR(interval[1], row[4].get<double>(), 1e-6) << row;
    }
}

// Airway hyper-responsiveness before and after transplantation (Bentur 2009), the worked example of
// Fagerland, Lydersen and Laake, "Statistical Analysis of Contingency Tables", chapter 8: −0.517 to −0.026.
TEST(Tango, AgreesWithAPublishedExample) {
    const auto interval = tangoInterval(1, 7, 21);
    EXPECT_NEAR(interval[0], -0.517, 0.0005);
    EXPECT_NEAR(interval[1], -0.026, 0.0005);
}

TEST(Tango, Properties) {
    EXPECT_TRUE(rc::check("within [-1, 1], holds the estimate, mirrored when b and c are swapped", [] {
        const int b = *rc::gen::inRange(0, 200);
        const int c = *rc::gen::inRange(0, 200);
        const int n = std::max(1, b + c + *rc::gen::inRange(0, 2000));
        const auto interval = tangoInterval(b, c, n);
        const double estimate = static_cast<double>(b - c) / n;
        RC_ASSERT(interval[0] >= -1 && interval[1] <= 1);
        RC_ASSERT(interval[0] <= estimate && estimate <= interval[1]);
        const auto mirrored = tangoInterval(c, b, n);
        RC_ASSERT(std::abs(interval[0] + mirrored[1]) < 1e-9);
        RC_ASSERT(std::abs(interval[1] + mirrored[0]) < 1e-9);
    }));
}

// Exact coverage by summing over every outcome of 60 pairs: a nominal 95 % interval stays near 95 %.
TEST(Tango, CoversTheTrueDifference) {
    const int n = 60;
    for (const auto& [pb, pc] : {std::pair{0.1, 0.1}, {0.2, 0.05}, {0.05, 0.15}}) {
        double covered = 0;
        for (int b = 0; b <= n; ++b)
            for (int c = 0; b + c <= n; ++c) {
                const double logShare = std::lgamma(n + 1) - std::lgamma(b + 1) - std::lgamma(c + 1) -
                                        std::lgamma(n - b - c + 1) + b * std::log(pb) + c * std::log(pc) +
                                        (n - b - c) * std::log(1 - pb - pc);
                if (logShare < -25) continue;
                const auto interval = tangoInterval(b, c, n);
                if (interval[0] <= pb - pc && pb - pc <= interval[1]) covered += std::exp(logShare);
            }
        EXPECT_GT(covered, 0.935) << pb << ' ' << pc;
        EXPECT_LT(covered, 0.975) << pb << ' ' << pc;
    }
}

TEST(CompareAccuracy, CountsEveryKindOfChange) {
    //                            kept  lost  won  other wrong  no label  no answer
    const std::vector<int> labels = {0, 1, 2, 0, -1, 1};
    const auto comparison = compareAnswers(labels, {0, 1, 0, 1, 0, -1}, {0, 0, 2, 2, 1, 1}, 3);
    EXPECT_EQ(comparison.samples, 4);
    EXPECT_EQ(comparison.rightToWrong, 1);
    EXPECT_EQ(comparison.wrongToRight, 1);
    EXPECT_EQ(comparison.wrongToWrong, 1);
    EXPECT_EQ(comparison.changedSamples, 3);
    EXPECT_DOUBLE_EQ(comparison.agreement, 0.25);
    EXPECT_DOUBLE_EQ(comparison.accuracyDelta, 0);
    EXPECT_FALSE(comparison.samplesNeeded) << "no difference to tell";
}

TEST(CompareAccuracy, SameAnswersAreNotDistinguishable) {
    const std::vector<int> labels(100, 1);
    const auto comparison = compareAnswers(labels, labels, labels, 3);
    EXPECT_EQ(comparison.pValue, 1);
    EXPECT_FALSE(comparison.distinguishable);
    EXPECT_EQ(comparison.f1Interval, (std::array<double, 2>{0, 0}));
    EXPECT_LT(comparison.interval[0], 0);
    EXPECT_GT(comparison.interval[1], 0);
}

TEST(CompareAccuracy, AClearLossIsDistinguishable) {
    const std::vector<int> labels(500, 0);
    std::vector<int> candidate(500, 0);
    std::fill_n(candidate.begin(), 60, 1);
    const auto comparison = compareAnswers(labels, labels, candidate, 2);
    EXPECT_DOUBLE_EQ(comparison.accuracyDelta, -0.12);
    EXPECT_TRUE(comparison.distinguishable);
    EXPECT_LT(comparison.interval[1], 0);
    EXPECT_FALSE(comparison.samplesNeeded);
}

// Connor's formula by hand: ψ = 67/1008, δ = 5/1008 → 21,203 pairs.
TEST(CompareAccuracy, SaysHowManySamplesWouldTell) {
    std::vector<int> labels(1008, 0);
    std::vector<int> baseline(1008, 0);
    std::vector<int> candidate(1008, 0);
    std::fill_n(baseline.begin(), 36, 1);
    std::fill_n(candidate.begin() + 36, 31, 1);
    const auto comparison = compareAnswers(labels, baseline, candidate, 2);
    EXPECT_NEAR(comparison.pValue, 0.6254, 1e-4);
    ASSERT_TRUE(comparison.samplesNeeded);
    const double psi = 67.0 / 1008;
    const double delta = 5.0 / 1008;
    const double root = 1.959964 * std::sqrt(psi) + 0.841621 * std::sqrt(psi - delta * delta);
    EXPECT_NEAR(static_cast<double>(*comparison.samplesNeeded), root * root / (delta * delta), 1.5);
}

TEST(CompareAccuracy, NothingToCompare) {
    const auto comparison = compareAccuracy({}, Baseline{}, Candidate{}, 3, 1);
    EXPECT_EQ(comparison.samples, 0);
    EXPECT_EQ(comparison.interval, (std::array<double, 2>{-1, 1}));
    EXPECT_FALSE(comparison.distinguishable);
}

TEST(CompareAccuracy, F1AgreesWithScikitLearnAndItsBootstrap) {
    const auto& json = fixture();
    const auto comparison = compareAnswers(json["labels"], json["first"], json["second"], 5);
    EXPECT_NEAR(comparison.f1Delta, json["f1_delta"].get<double>(), 1e-12);
    EXPECT_NEAR(comparison.f1Interval[0], json["f1_interval"][0].get<double>(), 0.005);
    EXPECT_NEAR(comparison.f1Interval[1], json["f1_interval"][1].get<double>(), 0.005);
    const auto again = compareAnswers(json["labels"], json["first"], json["second"], 5);
    EXPECT_EQ(comparison.f1Interval, again.f1Interval) << "same seed";
}

TEST(CompareAccuracy, CountsEverySampleOfALargeValidationSet) {
    std::vector<int> labels(10000);
    std::vector<int> candidate(10000);
    for (std::size_t i = 0; i < labels.size(); ++i) {
        labels[i] = static_cast<int>(i * 7 % 36);
        candidate[i] = i % 11 == 0 ? 3 : labels[i];
    }
    const auto comparison = compareAnswers(labels, labels, candidate, 36);
    std::int64_t changed = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) changed += labels[i] == candidate[i] ? 0 : 1;
    EXPECT_EQ(comparison.samples, 10000);
    EXPECT_EQ(comparison.rightToWrong, changed);
    EXPECT_EQ(comparison.changedSamples, changed);
    EXPECT_LE(comparison.f1Interval[0], comparison.f1Delta);
    EXPECT_GE(comparison.f1Interval[1], comparison.f1Delta);
}

TEST(OutputDistance, AgreesWithScipy) {
    const auto p = fixture()["p"].get<std::vector<float>>();
    const auto q = fixture()["q"].get<std::vector<float>>();
    OutputDistance distance;
    distance.add(std::span(p).first(12), std::span(q).first(12), 6, true);
    distance.add(std::span(p).subspan(12), std::span(q).subspan(12), 6, true);
    EXPECT_NEAR(distance.meanKl().value(), fixture()["kl"].get<double>(), 1e-6);
    EXPECT_NEAR(distance.sqnrDb().value(), fixture()["sqnr"].get<double>(), 1e-6);
}

TEST(OutputDistance, LogitsGoThroughSoftmax) {
    const std::vector<float> first = {std::log(0.7F), std::log(0.3F)};
    const std::vector<float> second = {std::log(0.5F) + 9, std::log(0.5F) + 9};
    OutputDistance distance;
    distance.add(first, second, 2, false);
    EXPECT_NEAR(distance.meanKl().value(), 0.7 * std::log(1.4) + 0.3 * std::log(0.6), 1e-6);
}

TEST(OutputDistance, AbsentWhenNothingWasAddedOrNothingDiffers) {
    OutputDistance distance;
    EXPECT_FALSE(distance.sqnrDb());
    EXPECT_FALSE(distance.meanKl());
    const std::vector<float> broken = {1, std::numeric_limits<float>::quiet_NaN()};
    distance.add(broken, broken, 2, false);
    EXPECT_FALSE(distance.meanKl()) << "a row that is not finite does not count";
    const std::vector<float> row = {0.5F, 0.5F};
    distance.add(row, row, 2, true);
    EXPECT_FALSE(distance.sqnrDb());
    EXPECT_EQ(distance.meanKl(), 0);
}

}  // namespace
