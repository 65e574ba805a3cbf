// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>
#include <random>

#include "core/compare/detection_pool.h"
#include "core/compare/objects.h"
#include "core/compare/resample.h"
#include "tests/core/evaluate/detection_fixture.h"

using namespace pwb;
using namespace pwb::compare;

namespace {

/// Images of a few objects, and two engines of given quality that answer them.
struct Drawn {
    std::vector<dataset::Sample> samples;
    std::array<evaluate::DetectionTable, 2> tables;
    std::array<evaluate::MatchTable, 2> matches;

    void match() {
        for (std::size_t e = 0; e < 2; ++e)
            for (std::size_t i = 0; i < samples.size(); ++i)
                matches[e].push_back(evaluate::matchImage(samples[i].objects, *tables[e][i]));
    }
    [[nodiscard]] AccuracyComparison compare(std::uint64_t seed = 1, bool swapped = false,
                                             std::stop_token stop = {}) const {
        const std::size_t first = swapped ? 1 : 0;
        const ObjectComparison objects = compareObjects(samples, tables[first], tables[1 - first], 0.5);
        return compareDetection(matches[first], matches[1 - first], 2, objects, seed, std::move(stop));
    }
    [[nodiscard]] double map(std::size_t engine) const {
        return evaluate::scoreDetection(samples, tables[engine], matches[engine], 2, 0.5).map50_95;
    }
};

/// An engine sees the same object a little differently: `own` is the share of its noise that it has alone.
Drawn draw(std::size_t images, std::uint32_t seed, std::array<double, 2> recall, double own = 0.5) {
    std::mt19937 generator(seed);
    std::normal_distribution<double> bell;
    std::uniform_real_distribution<double> flat;
    Drawn drawn;
    for (std::size_t i = 0; i < images; ++i) {
        auto& objects = drawn.samples.emplace_back().objects;
        std::array<evaluate::Detections, 2> detections;
        const double hard = 0.3 * bell(generator);  // objects of an image are alike
        const auto answer = [&](std::size_t engine, double x, double side, double shift, double confidence,
                                int label) {
            detections[engine].push_back({static_cast<float>(x + shift), 0, static_cast<float>(side),
                                          static_cast<float>(side),
                                          static_cast<float>(std::clamp(confidence, 0.01, 0.99)), label});
        };
        const auto count = 1 + generator() % 5;
        for (std::size_t k = 0; k < count; ++k) {
            const double side = 6 + 40 * flat(generator);
            const int label = static_cast<int>(generator() % 2);
            const double x = 100 * static_cast<double>(k);
            objects.push_back({{x, 0, side, side}, label, side * side, false});
            const double seen = flat(generator);
            const double shift = 0.1 * side * bell(generator);
            const double sure = 0.6 + 0.2 * hard + 0.1 * bell(generator);
            for (std::size_t e = 0; e < 2; ++e) {
                const double alone = own * 0.1 * side * bell(generator);
                const double confidence = sure + own * 0.1 * bell(generator);
                const bool luck = flat(generator) < own ? flat(generator) < recall[e] : seen < recall[e];
                if (luck) answer(e, x, side, shift + alone, confidence, label);
            }
        }
        for (std::size_t e = 0; e < 2; ++e)
            for (std::size_t k = generator() % 3; k-- > 0;)
                answer(e, 1000 + 100 * static_cast<double>(k), 20, 0, 0.4 + 0.15 * bell(generator),
                       static_cast<int>(generator() % 2));
        for (std::size_t e = 0; e < 2; ++e) {
            std::ranges::stable_sort(detections[e], std::greater<>{}, &evaluate::Detection::confidence);
            drawn.tables[e].push_back(std::make_shared<evaluate::Detections>(std::move(detections[e])));
        }
    }
    drawn.match();
    return drawn;
}

TEST(CompareDetection, AnEngineDoesNotDifferFromItself) {
    Drawn drawn = draw(40, 1, {0.8, 0.8});
    drawn.tables[1] = drawn.tables[0];
    drawn.matches[1] = drawn.matches[0];
    const AccuracyComparison same = drawn.compare();
    EXPECT_EQ(same.samples, 40);
    EXPECT_EQ(same.accuracyDelta, 0);
    EXPECT_EQ(same.interval, (std::array<double, 2>{0, 0}));
    EXPECT_EQ(same.pValue, 1);
    EXPECT_EQ(same.agreement, 1);
    EXPECT_EQ(same.changedSamples, 0);
    EXPECT_FALSE(same.distinguishable);
    EXPECT_FALSE(same.samplesNeeded);
    EXPECT_EQ(same.f1Delta, 0);
    EXPECT_EQ(same.f1Interval, (std::array<double, 2>{0, 0}));
}

TEST(CompareDetection, DeltaIsThatOfTheScores) {
    const Drawn drawn = draw(60, 2, {0.8, 0.75});
    const AccuracyComparison comparison = drawn.compare();
    EXPECT_NEAR(comparison.accuracyDelta, drawn.map(1) - drawn.map(0), 1e-12);
    const auto f1 = [&](std::size_t e) {
        return evaluate::scoreDetection(drawn.samples, drawn.tables[e], drawn.matches[e], 2, 0.5).f1.value();
    };
    EXPECT_NEAR(comparison.f1Delta, f1(1) - f1(0), 1e-12);
    EXPECT_LE(comparison.interval[0], comparison.accuracyDelta);
    EXPECT_GE(comparison.interval[1], comparison.accuracyDelta);
}

TEST(CompareDetection, HalfOfTheDetectionsAreMissed) {
    Drawn drawn = draw(60, 3, {0.8, 0.8});
    std::size_t count = 0;
    for (std::size_t i = 0; i < drawn.samples.size(); ++i) {
        evaluate::Detections kept;
        for (const evaluate::Detection& of : *drawn.tables[0][i])
            if (count++ % 2 == 0) kept.push_back(of);
        drawn.matches[1][i] = evaluate::matchImage(drawn.samples[i].objects, kept);
        drawn.tables[1][i] = std::make_shared<const evaluate::Detections>(std::move(kept));
    }
    const AccuracyComparison comparison = drawn.compare();
    EXPECT_LT(comparison.accuracyDelta, -0.1);
    EXPECT_LT(comparison.interval[1], 0);
    EXPECT_LT(comparison.pValue, 0.005);
    EXPECT_TRUE(comparison.distinguishable);
    EXPECT_FALSE(comparison.samplesNeeded);
    EXPECT_GT(comparison.rightToWrong, 0);
    EXPECT_EQ(comparison.wrongToRight, 0);
    EXPECT_NEAR(comparison.agreement, 0.5, 0.1);
    EXPECT_LT(comparison.f1Interval[1], 0);
}

TEST(CompareDetection, SwappedEnginesMirrorTheDifference) {
    const Drawn drawn = draw(50, 4, {0.8, 0.7});
    const AccuracyComparison there = drawn.compare(7);
    const AccuracyComparison back = drawn.compare(7, true);
    EXPECT_EQ(there.accuracyDelta, -back.accuracyDelta);
    EXPECT_EQ(there.f1Delta, -back.f1Delta);
    EXPECT_NEAR(there.interval[0], -back.interval[1], 1e-12);
    EXPECT_NEAR(there.interval[1], -back.interval[0], 1e-12);
    EXPECT_EQ(there.pValue, back.pValue);
    EXPECT_EQ(there.samplesNeeded, back.samplesNeeded);
    EXPECT_EQ(there.rightToWrong, back.wrongToRight);
    EXPECT_EQ(there.changedSamples, back.changedSamples);
}

TEST(CompareDetection, EqualSeedsGiveEqualFigures) {
    const Drawn drawn = draw(50, 5, {0.8, 0.78});
    const AccuracyComparison one = drawn.compare(3);
    const AccuracyComparison two = drawn.compare(3);
    EXPECT_EQ(one.interval, two.interval);
    EXPECT_EQ(one.pValue, two.pValue);
    EXPECT_EQ(one.f1Interval, two.f1Interval);
    EXPECT_EQ(mapInterval(drawn.matches[0], 2, 3), mapInterval(drawn.matches[0], 2, 3));
    EXPECT_NE(one.interval, drawn.compare(4).interval);
}

TEST(CompareDetection, TellsHowManyImagesWouldTell) {
    const Drawn drawn = draw(30, 9, {0.8, 0.78});
    const AccuracyComparison comparison = drawn.compare();
    ASSERT_FALSE(comparison.distinguishable);
    ASSERT_TRUE(comparison.samplesNeeded);
    EXPECT_GT(*comparison.samplesNeeded, comparison.samples);
    const double width = comparison.interval[1] - comparison.interval[0];
    const double ratio = (1.96 + 0.8416) * (width / 3.92) / comparison.accuracyDelta;
    EXPECT_NEAR(static_cast<double>(*comparison.samplesNeeded), 30 * ratio * ratio, 30 * ratio * ratio * 0.3);
}

TEST(CompareDetection, StopsAndCountsImagesThatBothAnswered) {
    Drawn drawn = draw(20, 7, {0.8, 0.7});
    std::stop_source stop;
    stop.request_stop();
    EXPECT_FALSE(drawn.compare(1, false, stop.get_token()).distinguishable);
    drawn.matches[0][3] = nullptr;
    drawn.matches[1][5] = nullptr;
    EXPECT_EQ(drawn.compare().samples, 18);
    drawn.matches[0].assign(20, nullptr);
    const AccuracyComparison none = drawn.compare();
    EXPECT_EQ(none.samples, 0);
    EXPECT_EQ(none.interval, (std::array<double, 2>{-1, 1}));
    EXPECT_EQ(mapInterval(drawn.matches[0], 2, 1), (std::array<double, 2>{0, 1}));
}

TEST(DetectionPool, AWeightIsThatManyCopiesOfTheImage) {
    const Drawn drawn = draw(30, 8, {0.7, 0.8});
    const std::array<const evaluate::MatchTable*, 2> engines = {&drawn.matches[0], &drawn.matches[1]};
    const DetectionPool pool(engines, 2);
    const std::vector<std::uint16_t> weights = drawImages(30, Random(5));
    EXPECT_EQ(std::accumulate(weights.begin(), weights.end(), 0), 30);
    EXPECT_GT(std::ranges::count(weights, 0), 3);
    const auto weighted = pool.meanAveragePrecision(weights, std::vector<std::uint8_t>(30, 0));
    for (std::size_t e = 0; e < 2; ++e) {
        evaluate::MatchTable copies;
        for (std::size_t i = 0; i < 30; ++i) copies.insert(copies.end(), weights[i], drawn.matches[e][i]);
        const auto metrics = evaluate::scoreDetection({}, {}, copies, 2, 0.5);
        EXPECT_NEAR(weighted[e], metrics.map50_95, 1e-12);
    }
}

TEST(DetectionPool, SwappedImagesAreTheOtherEngines) {
    const auto fixture = tests::detectionFixture("drawn");  // with equal confidences
    evaluate::MatchTable other = fixture.matches;
    std::ranges::fill(other, evaluate::matchImage({}, {}));
    for (std::size_t i = 0; i < other.size(); ++i) {
        evaluate::Detections fewer = *fixture.table[i];
        fewer.resize(fewer.size() / 2);
        other[i] = evaluate::matchImage(fixture.samples[i].objects, fewer);
    }
    std::vector<std::uint8_t> swapped(other.size());
    evaluate::MatchTable mixed = fixture.matches;
    for (std::size_t i = 0; i < other.size(); i += 3) {
        swapped[i] = 1;
        mixed[i] = other[i];
    }
    const std::array<const evaluate::MatchTable*, 2> engines = {&fixture.matches, &other};
    const auto map = DetectionPool(engines, fixture.classes)
                         .meanAveragePrecision(std::vector<std::uint16_t>(other.size(), 1), swapped);
    const auto metrics = evaluate::scoreDetection({}, {}, mixed, fixture.classes, 0.5);
    EXPECT_NEAR(map[0], metrics.map50_95, 1e-12);
}

/// Half-width of a 99.9 % range of a share over so many repetitions.
double slack(double share, int repetitions) {
    return 3.3 * std::sqrt(share * (1 - share) / repetitions);
}

TEST(CompareDetection, IntervalsCoverTheTruth) {
    constexpr int kRepetitions = 150;
    const std::array<double, 2> recall = {0.85, 0.8};
    const Drawn all = draw(8000, 1000, recall);
    const double baseline = all.map(0);
    const double delta = all.map(1) - baseline;
    int covered = 0;
    int coveredAlone = 0;
    for (int i = 0; i < kRepetitions; ++i) {
        const Drawn drawn = draw(80, static_cast<std::uint32_t>(i) + 1, recall);
        const AccuracyComparison comparison = drawn.compare(static_cast<std::uint64_t>(i));
        covered += comparison.interval[0] <= delta && delta <= comparison.interval[1] ? 1 : 0;
        const auto alone = mapInterval(drawn.matches[0], 2, static_cast<std::uint64_t>(i));
        coveredAlone += alone[0] <= baseline && baseline <= alone[1] ? 1 : 0;
    }
    RecordProperty("covered", covered);
    RecordProperty("coveredAlone", coveredAlone);
    EXPECT_NEAR(static_cast<double>(covered) / kRepetitions, 0.95, slack(0.95, kRepetitions));
    EXPECT_NEAR(static_cast<double>(coveredAlone) / kRepetitions, 0.95, slack(0.95, kRepetitions));
}

TEST(CompareDetection, EqualEnginesAreRarelyToldApart) {
    constexpr int kRepetitions = 200;
    int small = 0;
    int half = 0;
    int told = 0;
    for (int i = 0; i < kRepetitions; ++i) {
        const Drawn drawn = draw(40, static_cast<std::uint32_t>(i) + 5000, {0.8, 0.8});
        const AccuracyComparison comparison = drawn.compare(static_cast<std::uint64_t>(i));
        small += comparison.pValue < 0.05 ? 1 : 0;
        half += comparison.pValue < 0.5 ? 1 : 0;
        told += comparison.distinguishable ? 1 : 0;
    }
    EXPECT_NEAR(static_cast<double>(small) / kRepetitions, 0.05, slack(0.05, kRepetitions));
    EXPECT_NEAR(static_cast<double>(half) / kRepetitions, 0.5, slack(0.5, kRepetitions));
    EXPECT_LE(told, small);
}

TEST(SmallRecall, CountsObjectsUpToTheSide) {
    const auto square = [](double x, double side) {
        return dataset::Object{{x, 0, side, side}, 0, side * side, false};
    };
    const auto answer = [](float x, float side, float confidence) {
        return evaluate::Detection{x, 0, side, side, confidence, 0};
    };
    dataset::Object crowd = square(500, 5);
    crowd.crowd = true;
    const std::vector<dataset::Object> objects = {square(0, 8), square(100, 10), square(200, 40), crowd};
    evaluate::MatchTable baseline, candidate;
    for (int i = 0; i < 10; ++i) {
        baseline.push_back(evaluate::matchImage(
            objects, {answer(0, 8, 0.9F), answer(100, 10, 0.8F), answer(200, 40, 0.7F)}));
        candidate.push_back(
            evaluate::matchImage(objects, {answer(0, 8, i < 4 ? 0.9F : 0.3F), answer(100, 10, 0.8F)}));
    }
    const SmallRecall ten = compareSmallRecall(baseline, candidate, 10, 0.5, 1);
    EXPECT_EQ(ten.objects, 20);
    EXPECT_EQ(ten.baseline, 1);
    EXPECT_EQ(ten.candidate, 0.7);
    EXPECT_LT(ten.interval[0], -0.3);
    EXPECT_LT(ten.interval[1], 0);
    EXPECT_GT(ten.interval[0], -0.6);
    EXPECT_EQ(ten.interval, compareSmallRecall(baseline, candidate, 10, 0.5, 1).interval);
    EXPECT_EQ(compareSmallRecall(baseline, candidate, 8, 0.25, 1).candidate, 1);
    EXPECT_EQ(compareSmallRecall(baseline, candidate, 9, 0.5, 1).objects, 10);
    EXPECT_EQ(compareSmallRecall(baseline, candidate, 5, 0.5, 1).objects, 0);
    // Twenty objects that both found do not show that none of a hundred would be lost.
    const auto same = compareSmallRecall(baseline, baseline, 10, 0.5, 1).interval;
    EXPECT_NEAR(same[0], -0.16, 0.01);
    EXPECT_EQ(same[1], -same[0]);
    baseline[0] = nullptr;
    EXPECT_EQ(compareSmallRecall(baseline, candidate, 10, 0.5, 1).objects, 18);
}

}  // namespace
