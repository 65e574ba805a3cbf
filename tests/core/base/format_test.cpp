// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/format.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <limits>
#include <locale>

#include "core/base/number.h"

using namespace pwb::base;

namespace {

TEST(Format, FixedHasATrueMinusCommasAndNoNegativeZero) {
    EXPECT_EQ(fixedText(1234567.891, 2), "1,234,567.89");
    EXPECT_EQ(fixedText(-0.5, 1), "−0.5");
    EXPECT_EQ(fixedText(-0.001, 2), "0.00");
    EXPECT_EQ(fixedText(123, 0), "123");
    EXPECT_EQ(fixedText(std::numeric_limits<double>::quiet_NaN(), 2), "–");
}

TEST(Format, SignedShowsEveryGain) {
    EXPECT_EQ(signedText(0.5, 2), "+0.50");
    EXPECT_EQ(signedText(-1.096, 2), "−1.10");
    EXPECT_EQ(signedText(0, 2), "0.00");
    EXPECT_EQ(signedText(0.0001, 2), "0.00");
}

TEST(Format, SizesAndTimes) {
    EXPECT_EQ(bytesText(987'136), "964 KiB");
    EXPECT_EQ(bytesText(15'518'924), "14.8 MiB");
    EXPECT_EQ(bytesText(20.0 * 1024 * 1024 * 1024), "20.00 GiB");
    EXPECT_EQ(durationText(161.25), "2 min 41 s");
    EXPECT_EQ(durationText(3.21), "3.2 s");
    EXPECT_EQ(durationText(59.7), "1 min 0 s");
    EXPECT_EQ(durationText(7260), "2 h 1 min");
    EXPECT_EQ(millisecondsText(0.4671), "0.467");
    EXPECT_EQ(millisecondsText(12.34), "12.3");
    EXPECT_EQ(pValueText(0.0004), "p < 0.001");
    EXPECT_EQ(pValueText(0.6251), "p = 0.63");
}

TEST(Format, DoesNotDependOnTheLocale) {
    // A locale with a decimal comma, made here because none need be installed.
    struct Comma : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
        char do_thousands_sep() const override { return '.'; }
        std::string do_grouping() const override { return "\3"; }
    };
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
    EXPECT_EQ(fixedText(1234.5, 1), "1,234.5");
    EXPECT_EQ(shortest(0.25F), "0.25");
    std::locale::global(before);
}

TEST(Format, ExactTextReadsBack) {
    for (const float value : {0.1F, 1.0F / 3, 1e-30F, 0.99999994F})
        EXPECT_EQ(std::strtof(shortest(value).c_str(), nullptr), value);
}

TEST(Format, EscapesMarkupAndRepairsBytes) {
    EXPECT_EQ(escapeMarkup("<a href=\"x\">'&"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;");
    EXPECT_EQ(escapeMarkup("a\x01\nb"), "a\nb");
    EXPECT_EQ(validUtf8("ok \xC3\xA9 猫 \xF0\x9F\x90\xB1"), "ok é 猫 🐱");
    EXPECT_EQ(validUtf8("\xFF"), "\uFFFD");
    EXPECT_EQ(validUtf8("\xC0\xAF"), "\uFFFD\uFFFD");             // overlong
    EXPECT_EQ(validUtf8("\xED\xA0\x80").substr(0, 3), "\uFFFD");  // surrogate
    EXPECT_EQ(validUtf8("a\xE7\x8C"), "a\uFFFD\uFFFD");           // cut short
}

}  // namespace
