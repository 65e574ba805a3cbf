// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/inputs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/half.h"

using namespace pwb::base;
using namespace pwb::measure;
using testing::ElementsAre;

namespace {

TEST(Inputs, DynamicDimensionsComeFromTheSample) {
    const auto inputs =
        makeInputs({{"image", ElementType::Float, {-1, 3, -1, -1}}, {"size", ElementType::Int64, {-1, 2}}}, 4,
                   {3, 32, 48});
    ASSERT_EQ(inputs.size(), 2u);
    EXPECT_THAT(inputs[0].shape, ElementsAre(4, 3, 32, 48));
    EXPECT_THAT(inputs[1].shape, ElementsAre(4, 2));
    EXPECT_THAT(inputs[1].as<std::int64_t>(), testing::Each(1));
}

TEST(Inputs, AreTheSameEveryTime) {
    const std::vector<pwb::runtime::ValueSpec> specs = {{"x", ElementType::Float, {-1, 100}}};
    EXPECT_EQ(makeInputs(specs, 8, {})[0].bytes, makeInputs(specs, 8, {})[0].bytes);
}

TEST(Inputs, HalvesAreTheFloatsRoundedToNearest) {
    const auto floats = makeInputs({{"x", ElementType::Float, {-1, 1000}}}, 2, {})[0];
    const auto halves = makeInputs({{"x", ElementType::Float16, {-1, 1000}}}, 2, {})[0];
    for (std::size_t i = 0; i < 2000; ++i) {
        const float exact = floats.as<float>()[i];
        const float half = pwb::base::halfToFloat(halves.as<std::uint16_t>()[i]);
        EXPECT_NEAR(half, exact, std::max(std::abs(exact) * 0x1p-11f, 0x1p-25f));
    }
}

TEST(Inputs, FixedBatchIsSeen) {
    EXPECT_EQ(fixedBatch({{"x", ElementType::Float, {-1, 3}}}), 0);
    EXPECT_EQ(fixedBatch({{"x", ElementType::Float, {16, 3}}}), 16);
    EXPECT_EQ(fixedBatch({{"x", ElementType::Float, {}}}), 1);
}

}  // namespace
