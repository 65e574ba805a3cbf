// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/number.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <charconv>
#include <cmath>
#include <limits>

using namespace pwb::base;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN(),
                 kInfinity = std::numeric_limits<double>::infinity();

double readBack(const std::string& text) {
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? value : kNan;
}

TEST(Number, IsRoundedAndNeverScientificOrGrouped) {
    EXPECT_EQ(number(97.1, 1), "97.1");
    EXPECT_EQ(number(1234567.891, 2), "1234567.89");
    EXPECT_EQ(number(0.0004, 3), "0.000");
    EXPECT_EQ(number(2.5, 0), "2") << "ties to even, as printf has it";
    EXPECT_EQ(number(1e22, 0), "10000000000000000000000");
    EXPECT_EQ(number(std::numeric_limits<double>::max(), 3).size(), 309U + 4U);
}

TEST(Number, HasATrueMinusAndNoNegativeZero) {
    EXPECT_EQ(number(-1.5, 1), "\u22121.5");
    EXPECT_EQ(number(-0.0, 2), "0.00");
    EXPECT_EQ(number(-0.001, 2), "0.00");
    EXPECT_EQ(number(-kInfinity, 2), "\u2212inf");
    EXPECT_EQ(number(kInfinity, 2), "inf");
    EXPECT_EQ(number(kNan, 2), "nan");
    EXPECT_EQ(number(-kNan, 2), "nan") << "its sign says nothing";
}

TEST(Number, ShowsTheSignOfAGain) {
    EXPECT_EQ(signedNumber(0.5, 2), "+0.50");
    EXPECT_EQ(signedNumber(-0.5, 2), "\u22120.50");
    EXPECT_EQ(signedNumber(0, 2), "0.00");
    EXPECT_EQ(signedNumber(0.001, 2), "0.00");
}

TEST(Number, SignificantDigitsAreThoseOfPercentG) {
    EXPECT_EQ(significant(0.12345, 3), "0.123");
    EXPECT_EQ(significant(65504, 4), "6.55e+04");
    EXPECT_EQ(significant(100, 3), "100");
    EXPECT_EQ(significant(-0.5, 3), "\u22120.5");
    EXPECT_EQ(significant(0, 3), "0");
}

TEST(Number, ShortestTextReadsBack) {
    EXPECT_EQ(shortest(0.1), "0.1");
    EXPECT_EQ(shortest(0.25F), "0.25");
    EXPECT_EQ(shortest(-1.5), "-1.5") << "an ASCII minus, for machines";
    EXPECT_TRUE(rc::check([](double value) {
        RC_ASSERT(readBack(shortest(value)) == value);
        const auto narrow = static_cast<float>(value);
        RC_ASSERT(static_cast<float>(readBack(shortest(narrow))) == narrow || !std::isfinite(narrow));
    }));
}

}  // namespace
