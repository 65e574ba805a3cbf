// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "core/measure/measure.h"

using namespace pwb::measure;

namespace {

// numpy 1.26: a = [3, 1, 4, 1.5, 9, 2.5]; np.percentile(a, [50, 90, 99]) is [2.75, 6.5, 8.75].
TEST(Summarise, PercentilesAreNumpys) {
    const auto stats = summarise(4, {3, 1, 4, 1.5, 9, 2.5}, {0, 0, 0, 1, 1, 1});
    EXPECT_EQ(stats.batch, 4);
    EXPECT_EQ(stats.n, 6);
    EXPECT_DOUBLE_EQ(stats.mean, 3.5);
    EXPECT_DOUBLE_EQ(stats.min, 1);
    EXPECT_DOUBLE_EQ(stats.p50, 2.75);
    EXPECT_DOUBLE_EQ(stats.p90, 6.5);
    EXPECT_DOUBLE_EQ(stats.p99, 8.75);
    EXPECT_EQ(stats.times, (std::vector<float>{3, 1, 4, 1.5, 9, 2.5}))
        << "raw times stay in order of running";
}

// np.percentile([3, 1, 4], [1, 25, 50, 75, 99]) is [1.04, 2, 3, 3.5, 3.98]; of [1.5, 9, 2.5]: median 2.5.
TEST(Summarise, RoundsAndTheirSpread) {
    const auto stats = summarise(1, {3, 1, 4, 1.5, 9, 2.5}, {0, 0, 0, 1, 1, 1});
    ASSERT_EQ(stats.rounds.size(), 2u);
    EXPECT_DOUBLE_EQ(stats.rounds[0].p1, 1.04);
    EXPECT_DOUBLE_EQ(stats.rounds[0].q1, 2);
    EXPECT_DOUBLE_EQ(stats.rounds[0].median, 3);
    EXPECT_DOUBLE_EQ(stats.rounds[0].q3, 3.5);
    EXPECT_DOUBLE_EQ(stats.rounds[0].p99, 3.98);
    EXPECT_EQ(stats.rounds[0].n, 3);
    EXPECT_DOUBLE_EQ(stats.rounds[1].median, 2.5);
    EXPECT_DOUBLE_EQ(stats.spread, 0.5);
}

TEST(Summarise, OneTimeIsEveryFigure) {
    const auto stats = summarise(1, {7}, {3});
    EXPECT_EQ(stats.p50, 7);
    EXPECT_EQ(stats.p99, 7);
    EXPECT_EQ(stats.spread, 0);
    ASSERT_EQ(stats.rounds.size(), 1u);
}

TEST(Summarise, NoTimesHaveNoRounds) {
    const auto stats = summarise(1, {}, {});
    EXPECT_EQ(stats.n, 0);
    EXPECT_TRUE(stats.rounds.empty());
}

TEST(Summarise, FiguresAreOrderedAndWithinTheTimes) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint16_t>& raw) {
        RC_PRE(!raw.empty());
        const std::vector<float> times(raw.begin(), raw.end());
        const auto stats = summarise(1, times, std::vector<int>(times.size(), 0));
        RC_ASSERT(stats.min <= stats.p50);
        RC_ASSERT(stats.p50 <= stats.p90);
        RC_ASSERT(stats.p90 <= stats.p99);
        RC_ASSERT(stats.p99 <= *std::max_element(times.begin(), times.end()));
        RC_ASSERT(stats.rounds.front().median == stats.p50);
        const auto below = std::count_if(times.begin(), times.end(), [&](float t) { return t < stats.p50; });
        RC_ASSERT(2 * below <= static_cast<std::ptrdiff_t>(times.size()));
    }));
}

}  // namespace
