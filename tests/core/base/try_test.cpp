// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/try.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "core/base/error.h"

using namespace pwb;

namespace {

base::Error broken() {
    return {base::ErrorKind::BadInput, "here", {"base.read_failed", {{"reason", "made up"}}}};
}

base::Result<int> number(bool fails) {
    if (fails) return tl::make_unexpected(broken());
    return 3;
}

base::Result<std::unique_ptr<int>> owner(bool fails) {
    if (fails) return tl::make_unexpected(broken());
    return std::make_unique<int>(4);
}

base::Status status(bool fails) {
    if (fails) return tl::make_unexpected(broken());
    return {};
}

base::Result<int> sum(bool first, bool second, int& reached) {
    PWB_TRY(const int one, number(first));
    ++reached;
    PWB_TRY(const std::unique_ptr<int> two, owner(second));
    ++reached;
    return one + *two;
}

base::Status both(bool first, bool second, int& reached) {
    PWB_CHECK(status(first));
    ++reached;
    if (second) PWB_CHECK(number(true));
    ++reached;
    return {};
}

TEST(Try, GivesWhatIsThere) {
    int reached = 0;
    EXPECT_EQ(sum(false, false, reached).value(), 7);
    EXPECT_EQ(reached, 2);
}

TEST(Try, HandsTheFirstErrorOnAndStops) {
    for (const bool first : {true, false}) {
        int reached = 0;
        const auto result = sum(first, true, reached);
        ASSERT_FALSE(result);
        EXPECT_EQ(result.error().message.code, "base.read_failed");
        EXPECT_EQ(result.error().message.args, broken().message.args);
        EXPECT_EQ(reached, first ? 0 : 1);
    }
}

TEST(Try, EvaluatesItsExpressionOnce) {
    int calls = 0;
    const auto counted = [&]() -> base::Result<int> {
        ++calls;
        return number(false);
    };
    const auto result = [&]() -> base::Result<int> {
        PWB_TRY(auto value, counted());
        PWB_CHECK(counted());
        return value;
    }();
    EXPECT_TRUE(result);
    EXPECT_EQ(calls, 2);
}

TEST(Check, IsOneStatement) {
    int reached = 0;
    EXPECT_TRUE(both(false, false, reached));
    EXPECT_EQ(reached, 2);
    reached = 0;
    EXPECT_FALSE(both(true, false, reached));
    EXPECT_EQ(reached, 0);
    EXPECT_FALSE(both(false, true, reached));
    EXPECT_EQ(reached, 1);
}

}  // namespace
