// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/svg.h"

#include <gtest/gtest.h>

#include <locale>

using namespace pwb::report;

namespace {

TEST(Svg, CoordinatesDoNotDependOnTheLocale) {
    struct Comma : std::numpunct<char> {
        char do_decimal_point() const override { return ','; }
    };
    const std::locale before = std::locale::global(std::locale(std::locale::classic(), new Comma));
    EXPECT_EQ(coordinate(1234.5), "1234.5");
    std::locale::global(before);
}

TEST(Svg, TicksAreRoundAndCover) {
    const auto ticks = niceTicks(0.13, 0.94, 4);
    EXPECT_LE(ticks.front(), 0.13);
    EXPECT_GE(ticks.back(), 0.94);
    EXPECT_NEAR(ticks[1] - ticks[0], 0.25, 1e-12);
    EXPECT_EQ(tickDecimals(ticks), 2);
    EXPECT_EQ(tickDecimals({0, 50, 100}), 0);
    EXPECT_GT(niceTicks(3, 3, 4).size(), 1u);
}

TEST(Svg, WrapsAtSpacesAndBetweenChineseCharacters) {
    const auto english = wrapText("How many cameras are there?", 90, 12, 3);
    ASSERT_GT(english.size(), 1u);
    for (const std::string& line : english) EXPECT_LE(textWidth(line, 12), 90);
    EXPECT_EQ(wrapText("一二三四五六", 36, 12, 2), (std::vector<std::string>{"一二三", "四五六"}));
    EXPECT_EQ(wrapText("一二三四五六七", 36, 12, 2).back(), "四五六…");
}

TEST(Svg, EscapesWhatItIsGiven) {
    Svg svg(10, 10, "a<b");
    svg.text(1, 2, "x & y").rect(0, 0, 1, 1, "cell", "<t>");
    const std::string text = svg.str();
    EXPECT_NE(text.find("aria-label=\"a&lt;b\""), std::string::npos);
    EXPECT_NE(text.find(">x &amp; y<"), std::string::npos);
    EXPECT_NE(text.find("<title>&lt;t&gt;</title>"), std::string::npos);
}

}  // namespace
