// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/half.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>
#include <cmath>
#include <limits>
#include <vector>

using namespace pwb;

namespace {

#ifdef __FLT16_MANT_DIG__
// The compiler's own type is the reference.
__extension__ using Reference = _Float16;

std::uint16_t referenceHalf(float value) {
    return std::bit_cast<std::uint16_t>(static_cast<Reference>(value));
}
float referenceFloat(std::uint16_t bits) {
    return static_cast<float>(std::bit_cast<Reference>(bits));
}

std::vector<std::uint16_t> allHalves() {
    std::vector<std::uint16_t> halves(65536);
    for (std::uint32_t i = 0; i < 65536; ++i) halves[i] = static_cast<std::uint16_t>(i);
    return halves;
}

bool isNan(std::uint16_t half) {
    return (half & 0x7C00) == 0x7C00 && (half & 0x3FF) != 0;
}

TEST(Half, EveryHalfWidensAsTheCompilerDoes) {
    const auto halves = allHalves();
    std::vector<float> bulk(halves.size());
    base::halvesToFloats(halves, bulk);
    for (const auto half : halves) {
        if (isNan(half)) {
            EXPECT_TRUE(std::isnan(base::halfToFloat(half)) && std::isnan(bulk[half])) << half;
            continue;
        }
        const auto expected = std::bit_cast<std::uint32_t>(referenceFloat(half));
        EXPECT_EQ(std::bit_cast<std::uint32_t>(base::halfToFloat(half)), expected) << half;
        EXPECT_EQ(std::bit_cast<std::uint32_t>(bulk[half]), expected) << half;
    }
}

TEST(Half, EveryHalfComesBack) {
    for (const auto half : allHalves()) {
        if (isNan(half))
            EXPECT_TRUE(isNan(base::floatToHalf(base::halfToFloat(half)))) << half;
        else
            EXPECT_EQ(base::floatToHalf(base::halfToFloat(half)), half);
    }
}

void expectAsReference(float value) {
    const auto half = base::floatToHalf(value);
    std::vector<float> several(9, value);  // eight at a time, and one over
    std::vector<std::uint16_t> bulk(9);
    base::floatsToHalves(several, bulk);
    if (std::isnan(value)) {
        EXPECT_TRUE(isNan(half));
    } else {
        EXPECT_EQ(half, referenceHalf(value)) << value;
    }
    EXPECT_EQ(bulk, std::vector<std::uint16_t>(9, half)) << value;
}

// Every rounding decision lies at a half, at the middle between two halves, or next to one of them.
TEST(Half, NarrowsAsTheCompilerDoesAtEveryBoundary) {
    std::vector<float> values;
    for (std::uint32_t half = 0; half < 0x7C00; ++half) {
        const float low = base::halfToFloat(static_cast<std::uint16_t>(half));
        const float high =
            half == 0x7BFF ? 65536.0F : base::halfToFloat(static_cast<std::uint16_t>(half + 1));
        const float middle = low + (high - low) / 2;
        for (const float at : {low, middle})
            for (const float value : {std::nextafter(at, 0.0F), at, std::nextafter(at, INFINITY)}) {
                values.push_back(value);
                values.push_back(-value);
            }
    }
    std::vector<std::uint16_t> bulk(values.size());
    base::floatsToHalves(values, bulk);
    int wrong = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const auto expected = referenceHalf(values[i]);
        wrong += base::floatToHalf(values[i]) != expected || bulk[i] != expected ? 1 : 0;
    }
    EXPECT_EQ(wrong, 0);
}

TEST(Half, NarrowsSpecialValues) {
    using limits = std::numeric_limits<float>;
    for (const float value :
         {0.0F, -0.0F, limits::denorm_min(), -limits::min(), limits::max(), limits::infinity(),
          -limits::infinity(), limits::quiet_NaN(), limits::signaling_NaN(), 65504.0F, 65519.99F, 65520.0F,
          0x1p-25F, 0x1.000002p-25F})
        expectAsReference(value);
}

TEST(Half, NarrowsAnyBitPatternAsTheCompilerDoes) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint32_t>& patterns) {
        for (const auto bits : patterns) expectAsReference(std::bit_cast<float>(bits));
        for (const auto bits : patterns)  // and within the range of halves
            expectAsReference(std::bit_cast<float>((bits & 0x8FFFFFFFU) | 0x30000000U));
        RC_ASSERT(!testing::Test::HasFailure());
    }));
}
#endif

TEST(HalfCounts, TellWhatHappenedToEachValue) {
    const float tiny = std::numeric_limits<float>::denorm_min();
    const std::vector<float> values = {1,
                                       65504,
                                       65505,
                                       -1e30F,
                                       INFINITY,
                                       NAN,
                                       0x1p-25F,
                                       -tiny,
                                       0x1.000002p-25F,
                                       6e-5F,
                                       0x1p-14F,
                                       0.0F,
                                       0x1p-14F - 0x1p-25F};
    std::vector<std::uint16_t> halves(values.size());
    const base::HalfCounts counts = base::toHalf(values, halves);
    EXPECT_EQ(counts, (base::HalfCounts{13, 2, 2, 2}));
    EXPECT_EQ(halves[2], 0x7BFF);
    EXPECT_EQ(halves[3], 0xFBFF);
    EXPECT_EQ(halves[4], 0x7C00);
    EXPECT_TRUE(std::isnan(base::halfToFloat(halves[5])));
    EXPECT_EQ(halves[6], 0);
    EXPECT_EQ(halves[7], 0x8000);
    EXPECT_EQ(halves[8], 1);
    EXPECT_EQ(halves[12], 0x0400);
}

TEST(HalfCounts, AgreeWithTheRoundedValues) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint32_t>& patterns) {
        std::vector<float> values;
        for (const auto bits : patterns) {
            values.push_back(std::bit_cast<float>(bits));
            values.push_back(std::bit_cast<float>((bits & 0x87FFFFFFU) | 0x30000000U));
        }
        std::vector<std::uint16_t> halves(values.size());
        base::HalfCounts expected;
        expected.values = std::ssize(values);
        const base::HalfCounts counts = base::toHalf(values, halves);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const float rounded = base::halfToFloat(halves[i]);
            RC_ASSERT(std::isnan(rounded) == std::isnan(values[i]));
            RC_ASSERT(std::isinf(rounded) == std::isinf(values[i]));
            if (!std::isfinite(values[i])) continue;
            expected.overflowed += std::abs(values[i]) > base::kLargestHalf ? 1 : 0;
            expected.underflowed += values[i] != 0 && rounded == 0 ? 1 : 0;
            expected.subnormal += rounded != 0 && std::abs(rounded) < 0x1p-14F ? 1 : 0;
        }
        RC_ASSERT(counts == expected);
        std::vector<float> through = values;
        RC_ASSERT(base::roundThroughHalf(through) == expected);
        for (std::size_t i = 0; i < values.size(); ++i)
            RC_ASSERT(std::isnan(values[i]) || through[i] == base::halfToFloat(halves[i]));
    }));
}

TEST(HalfCounts, BlocksDoNotShow) {
    std::vector<float> values(5000);
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = static_cast<float>(i) * 20.0F + 0.3F;
    std::vector<std::uint16_t> halves(values.size());
    const base::HalfCounts counts = base::toHalf(values, halves);
    for (std::size_t i = 0; i < values.size(); ++i)
        ASSERT_EQ(halves[i], base::floatToHalf(std::min(values[i], base::kLargestHalf))) << i;
    EXPECT_EQ(counts.overflowed, 5000 - 3276);
}

}  // namespace
