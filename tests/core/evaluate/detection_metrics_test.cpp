// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/detection_metrics.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/evaluate/average_precision.h"
#include "core/evaluate/match.h"
#include "tests/core/evaluate/detection_fixture.h"

using namespace pwb;
using namespace pwb::evaluate;

namespace {

constexpr double kNear = 1e-9;

DetectionMetrics score(const tests::DetectionFixture& of, double threshold) {
    return scoreDetection(of.samples, of.table, of.matches, of.classes, threshold);
}

void expectNear(const std::optional<double>& value, const nlohmann::json& expected, const std::string& what) {
    ASSERT_EQ(value.has_value(), !expected.is_null()) << what;
    if (!value) return;
    EXPECT_NEAR(*value, expected.get<double>(), kNear) << what;
}

void expectSizes(const std::vector<SizeMetrics>& sizes, const nlohmann::json& expected,
                 const std::string& what) {
    ASSERT_EQ(sizes.size(), expected.size());
    for (std::size_t r = 0; r < sizes.size(); ++r) {
        const std::string which = what + " " + std::string(sizes[r].range.name);
        EXPECT_EQ(sizes[r].objects, expected[r]["objects"]) << which;
        expectNear(sizes[r].ap50, expected[r]["ap50"], which);
        expectNear(sizes[r].ap50_95, expected[r]["ap50_95"], which);
        ASSERT_EQ(sizes[r].recall.has_value(), sizes[r].objects > 0) << which;
        const double found = sizes[r].recall.value_or(0) * static_cast<double>(sizes[r].objects);
        EXPECT_NEAR(found, expected[r]["found"].get<double>(), kNear) << which;
    }
}

class Fixture : public testing::TestWithParam<const char*> {
protected:
    const tests::DetectionFixture data = tests::detectionFixture(GetParam());
    const nlohmann::json& expected = data.expected;
    const DetectionMetrics metrics = score(data, expected["threshold"]);
};

TEST_P(Fixture, AveragePrecisionIsThatOfPycocotools) {
    EXPECT_NEAR(metrics.map50, expected["map50"].get<double>(), kNear);
    EXPECT_NEAR(metrics.map50_95, expected["map50_95"].get<double>(), kNear);
    expectSizes(metrics.bySize, expected["by_size"], "all");
    ASSERT_EQ(metrics.perClass.size(), expected["classes"].size());
    for (std::size_t k = 0; k < metrics.perClass.size(); ++k) {
        const DetectionClass& of = metrics.perClass[k];
        const auto& from = expected["classes"][k];
        const std::string which = "class " + std::to_string(k);
        EXPECT_EQ(of.objects, from["objects"]) << which;
        expectNear(of.ap50, from["ap50"], which);
        expectNear(of.ap50_95, from["ap50_95"], which);
        expectSizes(of.bySize, from["by_size"], which);
        ASSERT_EQ(of.curve.size(), from["curve"].size()) << which;
        for (std::size_t point = 0; point < of.curve.size(); ++point)
            EXPECT_NEAR(of.curve[point], from["curve"][point].get<double>(), 1e-6) << which << " " << point;
    }
}

TEST_P(Fixture, CountsAtTheThresholdAreThoseOfPycocotools) {
    EXPECT_EQ(metrics.images, static_cast<std::int64_t>(data.samples.size()));
    EXPECT_EQ(metrics.objects, expected["objects"]);
    EXPECT_EQ(metrics.detections, expected["detections"]);
    EXPECT_EQ(metrics.found, expected["found"]);
    EXPECT_EQ(metrics.missed, metrics.objects - metrics.found);
    EXPECT_EQ(metrics.falseDetections, metrics.detections - metrics.found);
    const auto found = static_cast<double>(metrics.found);
    const double precision = found / static_cast<double>(metrics.detections);
    const double recall = found / static_cast<double>(metrics.objects);
    EXPECT_NEAR(metrics.falseRate.value(), 1 - precision, kNear);
    EXPECT_NEAR(metrics.missedRate.value(), 1 - recall, kNear);
    EXPECT_NEAR(metrics.f1.value(), 2 * precision * recall / (precision + recall), kNear);
    for (std::size_t k = 0; k < metrics.perClass.size(); ++k) {
        EXPECT_EQ(metrics.perClass[k].detections, expected["classes"][k]["detections"]) << k;
        EXPECT_EQ(metrics.perClass[k].found, expected["classes"][k]["found"]) << k;
    }
    EXPECT_EQ(metrics.confusion, expected["confusion"].get<std::vector<std::int64_t>>());
}

TEST_P(Fixture, ThresholdHasTheBestF1) {
    const auto threshold = bestThreshold(data.matches);
    ASSERT_TRUE(threshold);
    EXPECT_NEAR(*threshold, expected["threshold"].get<double>(), 1e-12);
    const double best = metrics.f1.value();
    for (int k = 0; k <= 100; ++k) EXPECT_LE(score(data, k / 100.0).f1.value_or(0), best + kNear) << k;
}

TEST_P(Fixture, CalibrationIsThatOfNumpy) {
    EXPECT_NEAR(metrics.ece, expected["ece"].get<double>(), kNear);
    EXPECT_EQ(metrics.histogram.correct, expected["histogram_right"].get<std::vector<std::int64_t>>());
    EXPECT_EQ(metrics.histogram.wrong, expected["histogram_wrong"].get<std::vector<std::int64_t>>());
    EXPECT_EQ(metrics.reliability.size(), 15U);
}

INSTANTIATE_TEST_SUITE_P(Detection, Fixture, testing::Values("drawn", "pitch"),
                         [](const auto& parameter) { return std::string(parameter.param); });

dataset::Object object(double x, double y, double side, int label) {
    return {{x, y, side, side}, label, side * side, false};
}
Detection answer(float x, float y, float side, float confidence, int label) {
    return {x, y, side, side, confidence, label};
}

/// One image at a time, for cases by hand.
struct Case {
    std::vector<dataset::Sample> samples;
    DetectionTable table;
    MatchTable matches;

    void add(std::vector<dataset::Object> objects, Detections detections) {
        matches.push_back(matchImage(objects, detections));
        table.push_back(std::make_shared<const Detections>(std::move(detections)));
        samples.emplace_back().objects = std::move(objects);
    }
    [[nodiscard]] DetectionMetrics score(int classes, double threshold) const {
        return scoreDetection(samples, table, matches, classes, threshold);
    }
};

TEST(DetectionMetrics, IouThresholdsAreNumpysLinspace) {
    const double step = (0.95 - 0.5) / 9;
    for (std::size_t k = 0; k < kIous.size(); ++k) EXPECT_EQ(kIous[k], 0.5 + static_cast<double>(k) * step);
}

TEST(DetectionMetrics, ImagesWithoutAnAnswerAreLeftOut) {
    const auto full = tests::detectionFixture("drawn");
    tests::DetectionFixture some = full;
    tests::DetectionFixture few;
    few.classes = full.classes;
    for (std::size_t i = 0; i < full.samples.size(); ++i) {
        if (i % 3 == 0) {
            few.samples.push_back(full.samples[i]);
            few.table.push_back(full.table[i]);
            few.matches.push_back(full.matches[i]);
        } else {
            some.table[i] = nullptr;
            some.matches[i] = nullptr;
        }
    }
    const DetectionMetrics a = score(some, 0.4);
    const DetectionMetrics b = score(few, 0.4);
    EXPECT_EQ(a.images, 20);
    EXPECT_EQ(a.objects, b.objects);
    EXPECT_EQ(a.map50_95, b.map50_95);
    EXPECT_EQ(a.confusion, b.confusion);
    EXPECT_EQ(a.found, b.found);
    EXPECT_LT(a.objects, score(full, 0.4).objects);
}

TEST(DetectionMetrics, NothingIsAbsentNotZero) {
    Case empty;
    EXPECT_FALSE(bestThreshold(empty.matches));
    empty.add({}, {});
    EXPECT_FALSE(bestThreshold(empty.matches));
    const DetectionMetrics none = empty.score(2, 0.5);
    EXPECT_EQ(none.map50, 0);
    EXPECT_FALSE(none.falseRate || none.missedRate || none.f1);
    EXPECT_FALSE(none.perClass[0].ap50 || none.perClass[0].precision || none.perClass[0].recall);
    EXPECT_TRUE(none.perClass[0].curve.empty());

    Case missed;
    missed.add({object(0, 0, 10, 0)}, {});
    EXPECT_FALSE(bestThreshold(missed.matches));
    EXPECT_EQ(missed.score(2, 0.5).perClass[0].ap50, 0.0);
    EXPECT_EQ(missed.score(2, 0.5).missedRate, 1.0);
    EXPECT_FALSE(missed.score(2, 0.5).falseRate);

    Case wrong;
    wrong.add({}, {answer(0, 0, 10, 0.5F, 0)});
    EXPECT_FALSE(bestThreshold(wrong.matches));
    EXPECT_EQ(wrong.score(2, 0.5).falseRate, 1.0);
}

TEST(DetectionMetrics, LabelsOutsideOfTheClassesCountNowhere) {
    Case of;
    of.add({object(0, 0, 10, 0), object(50, 50, 10, 7), object(90, 90, 10, -1)},
           {answer(0, 0, 10, 0.9F, 0), answer(50, 50, 10, 0.8F, 7), answer(90, 90, 10, 0.8F, -1)});
    const DetectionMetrics metrics = of.score(2, 0.5);
    EXPECT_EQ(metrics.objects, 1);
    EXPECT_EQ(metrics.detections, 1);
    EXPECT_DOUBLE_EQ(metrics.map50, 1);
    EXPECT_EQ(metrics.confusion, (std::vector<std::int64_t>{1, 0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(DetectionMetrics, ConfusionPairsAcrossClassesByOverlap) {
    Case of;
    of.add({object(0, 0, 10, 0), object(100, 0, 10, 1)},
           {answer(0, 0, 10, 0.9F, 1), answer(1, 0, 10, 0.95F, 0), answer(200, 0, 10, 0.7F, 0),
            answer(100, 0, 10, 0.2F, 1)});
    // The exact box is paired though its class is wrong; the other is false; the weak one does not count.
    EXPECT_EQ(of.score(2, 0.5).confusion, (std::vector<std::int64_t>{0, 1, 0, 0, 0, 1, 2, 0, 0}));
}

TEST(DetectionMetrics, ThresholdLiesBetweenTheLastRightAndTheNextAnswer) {
    Case of;
    of.add({object(0, 0, 10, 0), object(100, 0, 10, 0)},
           {answer(0, 0, 10, 0.75F, 0), answer(100, 0, 10, 0.5F, 0), answer(200, 0, 10, 0.25F, 0)});
    EXPECT_EQ(bestThreshold(of.matches), 0.375);
    // Two right of one found is no better than one of one: the stronger confidence is kept.
    Case tie;
    tie.add({object(0, 0, 10, 0), object(100, 0, 10, 0)},
            {answer(0, 0, 10, 0.75F, 0), answer(200, 0, 10, 0.5F, 0), answer(300, 0, 10, 0.375F, 0),
             answer(100, 0, 10, 0.25F, 0)});
    EXPECT_EQ(bestThreshold(tie.matches), 0.625);
}

TEST(DetectionMetrics, OrderOfAnswersDoesNotMatter) {
    EXPECT_TRUE(rc::check("shuffled detections and objects score alike", [] {
        Case ordered;
        Case shuffled;
        for (int image = 0; image < 4; ++image) {
            std::vector<dataset::Object> objects;
            Detections detections;
            const int count = *rc::gen::inRange(0, 6);
            for (int k = 0; k < count; ++k) {
                const int label = *rc::gen::inRange(0, 2);
                const int side = *rc::gen::inRange(2, 40);
                objects.push_back(object(k * 50, 0, side, label));
                const auto shift = static_cast<float>(*rc::gen::inRange(0, 8));
                const auto confidence =
                    static_cast<float>(*rc::gen::inRange(1, 1000) * 32 + image * 8 + k) / 32768;
                detections.push_back(answer(static_cast<float>(k * 50) + shift, 0, static_cast<float>(side),
                                            confidence, label));
            }
            ordered.add(objects, detections);
            std::ranges::reverse(objects);
            std::ranges::reverse(detections);
            shuffled.add(objects, detections);
        }
        const DetectionMetrics a = ordered.score(2, 0.5);
        const DetectionMetrics b = shuffled.score(2, 0.5);
        RC_ASSERT(std::abs(a.map50_95 - b.map50_95) < 1e-12);
        RC_ASSERT(a.confusion == b.confusion);
        RC_ASSERT(a.found == b.found);
        RC_ASSERT(bestThreshold(ordered.matches) == bestThreshold(shuffled.matches));
        RC_ASSERT(a.map50 >= a.map50_95 - 1e-12);
        for (const DetectionClass& of : a.perClass)
            RC_ASSERT(std::ranges::is_sorted(of.curve, std::greater<>{}));
    }));
}

}  // namespace
