// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers under a C locale with a decimal comma, which is what Qt sets where the user's language has one.
#include <gtest/gtest.h>

#include <clocale>
#include <cstdio>
#include <cstdlib>

#include "core/base/format.h"
#include "core/base/number.h"
#include "tests/support/comma_locale.h"

using namespace pwb;
using namespace pwb::base;

namespace {

struct CommaLocaleTest : testing::Test {
    void SetUp() override {
        if (!comma.isThere()) GTEST_SKIP() << "no sources of locales (Debian's package locales)";
        for (const auto& [name, value] : comma.environment()) ::setenv(name.c_str(), value.c_str(), 1);
        ASSERT_TRUE(std::setlocale(LC_ALL, ""));
        char text[8];
        std::snprintf(text, sizeof text, "%.1f", 1.5);
        ASSERT_STREQ(text, "1,5") << "else this tests nothing";
    }
    void TearDown() override {
        std::setlocale(LC_ALL, "C");
        for (const auto& [name, value] : comma.environment()) ::unsetenv(name.c_str());
    }
    const tests::CommaLocale comma;
};

TEST_F(CommaLocaleTest, NumbersHaveAPoint) {
    EXPECT_EQ(number(97.1, 1), "97.1");
    EXPECT_EQ(signedNumber(0.25, 2), "+0.25");
    EXPECT_EQ(significant(0.125, 3), "0.125");
    EXPECT_EQ(shortest(0.1), "0.1");
    EXPECT_EQ(shortest(0.25F), "0.25");
}

TEST_F(CommaLocaleTest, NumbersForPeopleAreTheSameInEveryLocale) {
    EXPECT_EQ(fixedText(1234.5, 1), "1,234.5");
    EXPECT_EQ(signedText(0.5, 2), "+0.50");
    EXPECT_EQ(countText(1008), "1,008");
    EXPECT_EQ(bytesText(15'518'924), "14.8 MiB");
    EXPECT_EQ(millisecondsText(0.4671), "0.467");
    EXPECT_EQ(durationText(3.21), "3.2 s");
    EXPECT_EQ(pValueText(0.004), "p = 0.004");
}

}  // namespace
