// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/ranges.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <random>

#include "core/quantize/graph/weights.h"

using namespace pwb::quantize;

namespace {

constexpr Calibrator kEstimators[] = {Calibrator::MinMax, Calibrator::Percentile, Calibrator::Entropy,
                                      Calibrator::Mse};

TensorStatistics statisticsOf(std::span<const float> values) {
    TensorStatistics statistics;
    statistics.histogram.add(values);
    statistics.movingLo = statistics.histogram.min();
    statistics.movingHi = statistics.histogram.max();
    return statistics;
}

/// A bell with a few far outliers, as activations have.
std::vector<float> bellWithOutliers(bool positive) {
    std::mt19937 generator(7);
    std::normal_distribution<float> bell;
    std::vector<float> values(50000);
    for (float& x : values) x = positive ? std::max(0.0F, bell(generator)) : bell(generator);
    values[0] = 40;
    if (!positive) values[1] = -35;
    return values;
}

double meanSquaredError(std::span<const float> values, Range range) {
    const QuantParams params = paramsFor(range);
    double sum = 0;
    for (const float x : values) {
        const double error = static_cast<double>(x) - dequantizeValue(quantizeValue(x, params), params);
        sum += error * error;
    }
    return sum / static_cast<double>(values.size());
}

TEST(Ranges, StayWithinTheDataAndIncludeZero) {
    EXPECT_TRUE(rc::check([] {
        const auto raw =
            *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-30000, 30000)));
        std::vector<float> values(raw.begin(), raw.end());
        const TensorStatistics statistics = statisticsOf(values);
        for (const Calibrator calibrator : kEstimators) {
            const Range range = estimateRange(statistics, calibrator, 99.9);
            RC_ASSERT(range.lo <= 0);
            RC_ASSERT(range.hi >= 0);
            RC_ASSERT(range.lo >= std::min(0.0F, statistics.histogram.min()));
            RC_ASSERT(range.hi <= std::max(0.0F, statistics.histogram.max()));
        }
    }));
}

TEST(Ranges, MinMaxIsExact) {
    const Range range =
        estimateRange(statisticsOf(std::vector<float>{-1.25F, 0.5F, 7.75F}), Calibrator::MinMax, 100);
    EXPECT_EQ(range.lo, -1.25F);
    EXPECT_EQ(range.hi, 7.75F);
}

TEST(Ranges, PercentileCutsAsMuchAsItSays) {
    std::vector<float> values;
    for (int i = 1; i <= 100000; ++i) values.push_back(static_cast<float>(i) / 1000);
    const TensorStatistics statistics = statisticsOf(values);
    const Range range = estimateRange(statistics, Calibrator::Percentile, 99);
    EXPECT_NEAR(range.hi, 99.0, statistics.histogram.width() + 1e-3);
    EXPECT_EQ(range.lo, 0);
}

TEST(Ranges, MseAndEntropyBeatMinMaxOnOutliers) {
    for (const bool positive : {true, false}) {
        const std::vector<float> values = bellWithOutliers(positive);
        const TensorStatistics statistics = statisticsOf(values);
        const Range full = estimateRange(statistics, Calibrator::MinMax, 100);
        // Without the outliers' own clipping error, which is the price that both pay on purpose.
        const auto bulk = std::span(values).subspan(2);
        for (const Calibrator calibrator : {Calibrator::Mse, Calibrator::Entropy}) {
            const Range range = estimateRange(statistics, calibrator, 99.99);
            EXPECT_LT(range.hi, full.hi) << calibratorId(calibrator);
            EXPECT_LT(meanSquaredError(bulk, range), meanSquaredError(bulk, full))
                << calibratorId(calibrator);
        }
        const Range mse = estimateRange(statistics, Calibrator::Mse, 100);
        // The histogram takes rounding errors as evenly spread, which is right to a fraction of a percent.
        EXPECT_LE(meanSquaredError(values, mse), meanSquaredError(values, full) * 1.01);
    }
}

TEST(Ranges, EntropyDoesNotClipDataThatLiesAwayFromZero) {
    std::mt19937 generator(3);
    std::normal_distribution<float> bell(0.5F, 0.1F);
    std::vector<float> values(2000);
    for (float& x : values) x = bell(generator);
    EXPECT_GT(estimateRange(statisticsOf(values), Calibrator::Entropy, 100).hi, 0.6F);
}

TEST(Quantize, RoundTripErrorIsAtMostHalfAStepInsideTheRange) {
    EXPECT_TRUE(rc::check([] {
        const float lo = static_cast<float>(-*rc::gen::inRange(0, 100000)) / 1000;
        const float hi = static_cast<float>(*rc::gen::inRange(1, 100000)) / 1000;
        const QuantParams params = paramsFor({lo, hi});
        const float x = lo + (hi - lo) * static_cast<float>(*rc::gen::inRange(0, 10001)) / 10000;
        const float back = dequantizeValue(quantizeValue(x, params), params);
        // The zero point is rounded too, which can move either end by up to half a step more.
        RC_ASSERT(std::fabs(back - x) <= params.scale * 1.001F);
        RC_ASSERT(dequantizeValue(quantizeValue(0, params), params) == 0);
    }));
}

TEST(Quantize, EveryCodeSurvivesTheRoundTrip) {
    const QuantParams params = paramsFor({-1.7F, 3.9F});
    for (int code = 0; code < 256; ++code)
        EXPECT_EQ(quantizeValue(dequantizeValue(static_cast<std::uint8_t>(code), params), params), code);
}

TEST(Quantize, TheGuidesWorkedExample) {
    // −8.5 … 12.3: scale 0.0816, zero point 104.
    const QuantParams params = paramsFor({-8.5F, 12.3F});
    EXPECT_NEAR(params.scale, 0.0816, 5e-5);
    EXPECT_EQ(params.zeroPoint, 104);
    EXPECT_EQ(quantizeValue(5.7F, params), 174);
}

TEST(Weights, CodesAndScalesPerChannel) {
    EXPECT_TRUE(rc::check([] {
        const auto channels = *rc::gen::inRange<std::int64_t>(1, 6);
        const auto inner = *rc::gen::inRange<std::int64_t>(1, 6);
        const auto outer = *rc::gen::inRange<std::int64_t>(1, 4);
        std::vector<float> values(static_cast<std::size_t>(outer * channels * inner));
        for (float& x : values) x = static_cast<float>(*rc::gen::inRange(-100000, 100000)) / 7919;
        const QuantizedWeight weight = quantizeWeight(values, {channels, inner}, {});
        for (std::size_t i = 0; i < values.size(); ++i) {
            const float scale =
                weight.scales[static_cast<std::size_t>(static_cast<std::int64_t>(i) / inner % channels)];
            RC_ASSERT(weight.codes[i] >= -127);
            RC_ASSERT(std::fabs(static_cast<float>(weight.codes[i]) * scale - values[i]) <= scale * 0.5001F);
        }
    }));
}

TEST(Ranges, ExactZerosCostMseNothing) {
    // A million of them, as after a Relu, must not make it clip more of the rest: 0 has its own code.
    std::vector<float> values = bellWithOutliers(true);
    std::erase(values, 0.0F);
    const Range without = estimateRange(statisticsOf(values), Calibrator::Mse, 0);
    values.resize(values.size() + 1'000'000, 0.0F);
    const Range with = estimateRange(statisticsOf(values), Calibrator::Mse, 0);
    EXPECT_EQ(with.lo, without.lo);
    EXPECT_EQ(with.hi, without.hi);
}

TEST(Weights, ADeadChannelHasAUsableScale) {
    const QuantizedWeight weight = quantizeWeight(std::vector<float>{0, 0, 1, -2}, {2, 2}, {});
    EXPECT_GT(weight.scales[0], 0);
    EXPECT_EQ(weight.codes[0], 0);
    EXPECT_FLOAT_EQ(weight.scales[1], 2.0F / 127);
}

TEST(Weights, ALargeBiasRaisesTheScaleInsteadOfOverflowing) {
    const std::vector<float> bias = {1000.0F};
    const float inputScale = 1e-6F;
    const QuantizedWeight weight =
        quantizeWeight(std::vector<float>{1e-6F}, {1, 1}, leastScalesForBias(bias, inputScale));
    const auto codes = quantizeBias(bias, inputScale, weight.scales);
    EXPECT_NEAR(static_cast<double>(codes[0]) * inputScale * weight.scales[0], 1000.0, 1.0);
}

}  // namespace
