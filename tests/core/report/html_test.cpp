// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <regex>

#include "core/base/resources.h"
#include "core/report/charts.h"
#include "core/report/writers.h"
#include "tests/core/report/reading.h"
#include "tests/support/documents/escaped_document.h"

using namespace pwb;
using namespace pwb::report;
using namespace pwb::result;
using ::testing::HasSubstr;
using ::testing::Not;
using tests::count;

namespace {

std::string page(const RunResult& document, const char* language = "en") {
    return writeHtml(document, base::Words::of(language));
}

TEST(Html, HasEverySectionOfARun) {
    const std::string html = page(tests::escapedDocument());
    for (const char* text : {"Comparison", "Accuracy against latency", "Confusion matrices", "Decision path",
                             "Latency by batch", "Changed samples", "Environment", "Most frequent confusions",
                             "Confidence of right and wrong answers"})
        EXPECT_THAT(html, HasSubstr(text));
    EXPECT_EQ(count(html, "class=\"matrix\""), 3);
    EXPECT_GE(count(html, "<caption"), 6);
    EXPECT_EQ(count(html, "<table"), count(html, "<caption"));
}

TEST(Html, EveryPictureHasALabelAndNothingIsLoaded) {
    const std::string html = page(tests::escapedDocument());
    EXPECT_EQ(count(html, "<svg "),
              count(html, "role=\"img\" aria-label=\"") - count(html, "<span class=\"good\" role=\"img\"") -
                  count(html, "<span class=\"bad\" role=\"img\"") + 1);  // the logo is hidden
    EXPECT_FALSE(std::regex_search(html, std::regex(R"((src|href)\s*=\s*["']?(https?:)?//)")));
    EXPECT_THAT(html, Not(HasSubstr("url(")));
    EXPECT_THAT(html, Not(HasSubstr("http://")));
    EXPECT_THAT(html, Not(HasSubstr("https://")));
    EXPECT_THAT(html, Not(HasSubstr("<script")));
    EXPECT_THAT(html, Not(HasSubstr("@import")));
}

TEST(Html, EscapesNamesEverywhere) {
    const std::string html = page(tests::escapedDocument());
    EXPECT_THAT(html, Not(HasSubstr("<b>bold</b>")));
    EXPECT_THAT(html, HasSubstr("&lt;b&gt;bold&lt;/b&gt;"));
    EXPECT_THAT(html, HasSubstr("<h1>Glyph &lt;reader&gt; &amp; 7</h1>"));
    EXPECT_THAT(html, Not(HasSubstr("<x>")));
    EXPECT_THAT(page(tests::brokenDocument()), HasSubstr("&lt;op&gt; &amp; more"));
}

// A text the template asks for and the catalogue lacks would be an empty place on the page.
TEST(Html, EveryTextOfTheTemplateIsInTheCatalogue) {
    const std::string layout(base::embeddedFile("report/page.html"));
    static const std::regex used(R"(\{\{[#^]?t\.([a-z0-9_]+)\}\})");
    int seen = 0;
    for (std::sregex_iterator it(layout.begin(), layout.end(), used), end; it != end; ++it, ++seen)
        EXPECT_TRUE(base::Words::of("en").has("report." + (*it)[1].str())) << (*it)[1];
    EXPECT_GT(seen, 30);
    EXPECT_THAT(page(tests::escapedDocument()), Not(HasSubstr("{{")));
}

TEST(Html, SpeaksChinese) {
    const std::string html = page(tests::escapedDocument(), "zh_CN");
    EXPECT_THAT(html, HasSubstr("<html lang=\"zh-CN\">"));
    EXPECT_THAT(html, HasSubstr("混淆矩阵"));
    EXPECT_THAT(html, Not(HasSubstr("Confusion matrices")));
    EXPECT_FALSE(std::regex_search(html, std::regex(R"(>report\.[a-z0-9_]+)")));
}

TEST(Html, SaysWhyAnEngineFailedAndShowsTheOthers) {
    const std::string html = page(tests::brokenDocument());
    EXPECT_THAT(html, HasSubstr("failed: /models/a.onnx: ONNX Runtime cannot load the model"));
    EXPECT_EQ(count(html, "class=\"matrix\""), 2);
    EXPECT_THAT(html, Not(HasSubstr("Latency by batch")));
    EXPECT_THAT(html, Not(HasSubstr("Accuracy against latency"))) << "no card without a picture";
}

TEST(Html, StaysSmallWithAThousandClasses) {
    const RunResult document = tests::escapedDocument(1000, 10);
    EXPECT_EQ(confusionBlock(1000), 4);
    const std::string html = page(document);
    EXPECT_LT(html.size(), 1'500'000u);
    EXPECT_THAT(html, HasSubstr("4 × 4 neighbouring classes"));
    EXPECT_EQ(count(html, "class=\"hover\""), 0);
}

TEST(Charts, ConfusionPictureHoldsOneTitledCellPerNonZeroCell) {
    const RunResult document = tests::escapedDocument();
    const EngineResult& engine = document.engines[0];
    const auto nonZero = std::count_if(engine.accuracy->confusion.begin(), engine.accuracy->confusion.end(),
                                       [](std::int64_t n) { return n > 0; });
    const std::string svg =
        confusionChart(engine, document, largestConfusion(document), base::Words::of("en"));
    EXPECT_EQ(count(svg, "<title>"), nonZero);
    EXPECT_EQ(largestConfusion(document), [&] {
        std::int64_t largest = 0;
        for (const EngineResult& one : document.engines)
            largest = std::max(
                largest, *std::max_element(one.accuracy->confusion.begin(), one.accuracy->confusion.end()));
        return largest;
    }());
}

TEST(Charts, AreAbsentWithoutMeasurements) {
    const RunResult document = tests::brokenDocument();
    const base::Words& words = base::Words::of("en");
    EXPECT_EQ(tradeoffChart(document, words), "");
    EXPECT_EQ(latencyChart(document, words), "");
    EXPECT_EQ(throughputChart(document, words), "");
    EXPECT_EQ(confusionChart(document.engines[2], document, 10, words), "");
    EXPECT_EQ(pathChart({}, words), "");
}

}  // namespace
