// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a detector's run, and where the labels of a chart stand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/report/chart_labels.h"
#include "core/report/charts.h"
#include "tests/core/report/reading.h"
#include "tests/support/documents/counted_document.h"

using namespace pwb;
using namespace pwb::report;
using namespace pwb::result;
using ::testing::HasSubstr;
using tests::count;
using tests::counted;
using tests::english;

namespace {

TEST(SizeCharts, DrawABarPerEngineAndBucketThatHasObjects) {
    const std::string ap = sizeChart(counted(), SizeFigure::Ap50, english());
    // < 8, 8–15 and > 32 px; nothing is between 15 and 32.
    for (const char* id : {"fp32", "fp16", "int8", "int8-plain"})
        EXPECT_EQ(count(ap, "class=\"fill " + std::string(id) + "\""), 3) << id;
    EXPECT_EQ(count(ap, "class=\"interval\""), 0);
    EXPECT_THAT(ap, HasSubstr("60 objects"));
    const std::string recall = sizeChart(counted(), SizeFigure::Recall, english());
    EXPECT_EQ(count(recall, "class=\"interval\""), 12);
    EXPECT_THAT(recall, HasSubstr("<title>40.0 %</title>"));
}

TEST(ConfusionCharts, EndInBackground) {
    const RunResult& run = counted();
    const EngineResult& int8 = run.engines[3];
    const std::string svg = confusionChart(int8, run, largestConfusion(run), english());
    EXPECT_THAT(svg, HasSubstr("ball read as background: 8"));  // four beyond all, four too weak
    EXPECT_THAT(svg, HasSubstr("&lt;b&gt;player&lt;/b&gt; read as cone: 1"));
    EXPECT_THAT(confusionChart(run.engines[1], run, largestConfusion(run), english()),
                HasSubstr("background read as ball: 40"));
}

// Six engines side by side, whose whiskers used to run through the labels.
TEST(ChartLabels, CoverNeitherEachOtherNorMarksNorWhiskers) {
    const std::vector<LabelledPoint> points = {
        {320, 60, {318, 322}, {30, 90}, 120},    {325, 64, {322, 331}, {35, 94}, 120},
        {230, 82, {228, 233}, {52, 112}, 120},   {236, 150, {231, 240}, {118, 182}, 120},
        {390, 140, {380, 395}, {110, 170}, 120}, {244, 96, {242, 247}, {66, 126}, 120}};
    const Box room{46, 20, 564, 306};
    const auto labels = placeLabels(points, room);
    ASSERT_EQ(labels.size(), points.size());
    const auto meet = [](const Box& a, const Box& b) {
        return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    };
    for (std::size_t i = 0; i < labels.size(); ++i) {
        const Box& box = labels[i].box;
        EXPECT_GE(box.left, room.left);
        EXPECT_LE(box.right, room.right);
        EXPECT_GE(box.top, room.top);
        EXPECT_LE(box.bottom, room.bottom);
        EXPECT_DOUBLE_EQ(box.right - box.left, points[i].width);
        for (std::size_t k = 0; k < labels.size(); ++k) {
            const LabelledPoint& point = points[k];
            EXPECT_TRUE(k == i || !meet(box, labels[k].box)) << i << " and " << k;
            EXPECT_FALSE(meet(box, {point.x - 5, point.yRange[0], point.x + 5, point.yRange[1]})) << i << k;
            EXPECT_FALSE(meet(box, {point.xRange[0], point.y - 1, point.xRange[1], point.y + 1})) << i << k;
        }
    }
}

TEST(ChartLabels, KeepClearOfWhatIsTaken) {
    const Box taken{100, 90, 300, 108};
    const auto labels = placeLabels({{100, 100, {99, 101}, {80, 120}, 90}}, {46, 20, 564, 306}, {taken});
    const Box& box = labels[0].box;
    EXPECT_TRUE(box.right <= taken.left || box.left >= taken.right || box.bottom <= taken.top ||
                box.top >= taken.bottom);
}

TEST(ChartLabels, StandBesideALonelyMark) {
    const auto labels = placeLabels({{100, 100, {99, 101}, {80, 120}, 90}}, {46, 20, 564, 306});
    EXPECT_FALSE(labels[0].toLeft);
    EXPECT_FALSE(labels[0].leader);
    EXPECT_LE(labels[0].box.left, 120);
    const auto atEdge = placeLabels({{540, 100, {539, 541}, {80, 120}, 90}}, {46, 20, 564, 306});
    EXPECT_TRUE(atEdge[0].toLeft);
}

}  // namespace
