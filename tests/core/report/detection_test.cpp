// SPDX-License-Identifier: GPL-3.0-or-later
// A detector's run in tables and reports.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>
#include <regex>

#include "core/base/format.h"
#include "core/compare/objects.h"
#include "core/report/charts.h"
#include "core/report/facts.h"
#include "core/report/table.h"
#include "core/report/writers.h"
#include "core/result/detection_figures.h"
#include "tests/core/report/reading.h"
#include "tests/support/documents/counted_document.h"

using namespace pwb;
using namespace pwb::report;
using namespace pwb::result;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;
using tests::count;
using tests::counted;
using tests::english;

namespace {

const TableRow* rowOf(const std::vector<TableGroup>& groups, const std::string& label) {
    for (const TableGroup& group : groups)
        for (const TableRow& row : group.rows)
            if (row.label == label) return &row;
    return nullptr;
}

TEST(DetectionTable, HasTheMeasuresThatADetectorIsJudgedBy) {
    const auto groups = comparisonTable(counted(), english());
    for (const char* label :
         {"mAP50-95", "mAP50", "AP50, < 8 px", "AP50, 8–15 px", "Recall, < 8 px", "Recall, 8–15 px",
          "False detections", "Missed objects", "mAP50-95 against FP32", "Its 95 % interval", "Significance",
          "FP32's detections kept", "Lost against FP32", "New against FP32", "Latency p50", "File size"})
        EXPECT_NE(rowOf(groups, label), nullptr) << label;
    EXPECT_EQ(rowOf(groups, "Top-1 accuracy"), nullptr);
    // FP32, FP16, INT8 and the reference, which the document has second.
    const TableRow& recall = *rowOf(groups, "Recall, < 8 px");
    ASSERT_EQ(recall.cells.size(), 4U);
    EXPECT_EQ(recall.cells[0].text(), "90.00 %");
    EXPECT_EQ(recall.cells[1].text(), "90.00 %");
    EXPECT_EQ(recall.cells[2].text(), "80.00 %");
    EXPECT_EQ(recall.cells[3].text(), "40.00 %");
    EXPECT_EQ(recall.cells[0].detail, "40 objects");
    const TableRow& lost = *rowOf(groups, "Lost against FP32");
    EXPECT_EQ(lost.cells[0].text(), "baseline");
    EXPECT_EQ(lost.cells[1].text(), "0 (0 annotated)");
    EXPECT_EQ(lost.cells[2].text(), "4 (4 annotated)");
    EXPECT_EQ(lost.cells[3].text(), "20 (20 annotated)");
    EXPECT_EQ(rowOf(groups, "New against FP32")->cells[3].text(), "40 (0 annotated)");
    const double map = 100 * counted().engines[0].detection->map50_95;
    EXPECT_THAT(rowOf(groups, "mAP50-95")->cells[0].text(),
                ::testing::StartsWith(base::fixedText(map, 2) + " % ± "));
}

TEST(DetectionTable, SizesWithoutObjectsHaveNoRow) {
    RunResult none = counted();
    for (EngineResult& engine : none.engines) {
        auto metrics = *engine.detection;
        metrics.bySize[0] = {evaluate::kSizeRanges[0], 0, std::nullopt, std::nullopt, std::nullopt};
        engine.detection = std::make_shared<const evaluate::DetectionMetrics>(metrics);
    }
    const auto groups = comparisonTable(none, english());
    EXPECT_EQ(rowOf(groups, "AP50, < 8 px"), nullptr);
    EXPECT_EQ(rowOf(groups, "Recall, < 8 px"), nullptr);
    EXPECT_NE(rowOf(groups, "AP50, 8–15 px"), nullptr);
}

TEST(DetectionTable, TheReferenceIsLastNeverBestAndHasNoSpeed) {
    RunResult timed = counted();
    // As if it had been timed, the smallest and the fastest of all.
    timed.engines[1].measurement = timed.engines[3].measurement;
    timed.engines[1].measurement->latency[0].p50 = 0.1;
    timed.comparisons[0].speedup = 98;
    const auto shown = shownEngines(timed);
    EXPECT_EQ(shown.back()->id.key(), "int8-plain");
    EXPECT_EQ(columnName(timed, *shown.back(), english()), "INT8 (plain) – reference");
    EXPECT_EQ(columnName(timed, *shown[2], english()), "INT8");
    EXPECT_THAT(engineNote(*shown.back(), english()), HasSubstr("reference"));
    const auto groups = comparisonTable(timed, english());
    for (const TableGroup& group : groups)
        for (const TableRow& row : group.rows) EXPECT_FALSE(row.cells.back().best) << row.label;
    for (const char* label : {"Latency p50", "Latency p99", "Throughput", "Speed-up, p50"})
        EXPECT_EQ(rowOf(groups, label)->cells.back().text(), "–") << label;
    EXPECT_TRUE(rowOf(groups, "Latency p50")->cells[2].best);
    EXPECT_TRUE(rowOf(groups, "File size")->cells[2].best);
    EXPECT_THAT(tradeoffChart(timed, english()), Not(HasSubstr("int8-plain")));
    EXPECT_THAT(latencyChart(timed, english()), Not(HasSubstr("plain")));
    EXPECT_THAT(throughputChart(timed, english()), Not(HasSubstr("plain")));
}

TEST(DetectionTable, WithoutAnnotationsSaysWhatBecameOfTheDetections) {
    const RunResult bare = tests::unlabelledCountedDocument();
    const auto groups = comparisonTable(bare, english());
    EXPECT_EQ(rowOf(groups, "mAP50-95"), nullptr);
    ASSERT_NE(rowOf(groups, "Lost against FP32"), nullptr);
    EXPECT_EQ(rowOf(groups, "Lost against FP32")->cells[2].text(), "4");
    const std::string html = writeHtml(bare, english());
    EXPECT_THAT(html, HasSubstr("What became of FP32"));
    EXPECT_THAT(html, Not(HasSubstr("What plain INT8 would have lost")));
    EXPECT_THAT(html, Not(HasSubstr("Precision over recall")));
    EXPECT_THAT(writeMarkdown(bare, english()), HasSubstr("4 lost; 0 new"));
    EXPECT_EQ(thresholdText(bare, english()), "0.250, without annotations to choose one by");
}

TEST(ReferenceFinding, IsOfTheSmallestBucketWithEnoughObjects) {
    const auto finding = referenceFinding(counted());
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->label, 0U);
    EXPECT_EQ(finding->range.name, "<8");
    EXPECT_EQ(finding->objects, 40);
    EXPECT_EQ(finding->fp32.found, 36);
    ASSERT_TRUE(finding->int8);
    EXPECT_EQ(finding->int8->found, 32);
    EXPECT_EQ(finding->reference.found, 16);
    EXPECT_EQ(finding->fp32.falseOfClass, 0);
    EXPECT_EQ(finding->reference.falseOfClass, 40);
    EXPECT_DOUBLE_EQ(finding->fp32.ap50, *counted().engines[0].detection->perClass[0].bySize[0].ap50);
    EXPECT_EQ(
        findingText(*finding, counted(), english()),
        "Plain INT8 would have lost 49.5 points of AP50 on the 40 objects of class “ball” below 8 px: FP32 "
        "90.1 %, INT8 88.3 %, plain INT8 40.6 %. At the chosen confidence FP32 finds 36 of them, INT8 32 "
        "and plain INT8 16; false detections of that class: 0, 0 and 40.");
}

TEST(ReferenceFinding, TakesTheClassThatLosesMost) {
    // Fewer small balls than enough: of 8–15 px there are 40 balls, all found, and 20 cones.
    RunResult changed = counted();
    for (EngineResult& engine : changed.engines) {
        auto metrics = *engine.detection;
        metrics.perClass[0].bySize[0].objects = kEnoughObjects - 1;
        if (engine.isReference()) metrics.perClass[2].bySize[1].ap50 = 0.25;
        engine.detection = std::make_shared<const evaluate::DetectionMetrics>(metrics);
    }
    const auto finding = referenceFinding(changed);
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->range.name, "8-15");
    EXPECT_EQ(finding->label, 2U);
    EXPECT_DOUBLE_EQ(finding->lost(), 0.75);
}

TEST(ReferenceFinding, SaysWhenNothingIsLostAndIsAbsentWithoutAReference) {
    RunResult same = counted();
    same.engines[1].detection = same.engines[0].detection;
    EXPECT_THAT(findingText(*referenceFinding(same), same, english()), HasSubstr("would have lost no AP50"));
    same.engines.erase(same.engines.begin() + 1);
    EXPECT_FALSE(referenceFinding(same));
    EXPECT_THAT(writeHtml(same, english()), Not(HasSubstr("What plain INT8 would have lost")));
}

TEST(LostObjects, AreThoseThatACandidateLosesSmallestFirst) {
    const auto lost = lostObjects(counted());
    ASSERT_EQ(lost.size(), 4U);  // the reference's twenty are not among them
    std::vector<std::uint32_t> images;
    for (const LostObject& object : lost) {
        images.push_back(object.sample);
        EXPECT_FLOAT_EQ(object.side, 6);
        EXPECT_EQ(object.losers, std::vector<base::EngineId>{base::Precision::Int8});
        EXPECT_FLOAT_EQ(*confidenceIn(counted().engines[0], object, counted()), 0.5F);
        EXPECT_FLOAT_EQ(*confidenceIn(counted().engines[2], object, counted()), 0.5F);
        EXPECT_FLOAT_EQ(*confidenceIn(counted().engines[3], object, counted()), 0.1F);
        EXPECT_FALSE(confidenceIn(counted().engines[1], object, counted())) << "no answer at all";
    }
    EXPECT_THAT(images, ::testing::ElementsAre(1U, 11U, 21U, 31U));
}

TEST(LostObjects, AreCountedByTheClassThatFp32GaveThem) {
    const auto& objects = *counted().comparison(base::Precision::Int8)->objects;
    const auto lost = lostPerClass(counted(), objects);
    ASSERT_EQ(lost.size(), counted().data.classes.size());
    EXPECT_EQ(std::accumulate(lost.begin(), lost.end(), std::int64_t{0}), objects.all.lost);
    for (const LostObject& object : lostObjects(counted()))
        EXPECT_GT(lost.at(static_cast<std::size_t>(baselineOf(object, counted()).label)), 0);
    RunResult waiting = counted();
    waiting.engine(base::Precision::Fp32)->detections.reset();
    EXPECT_THAT(lostPerClass(waiting, objects), ::testing::Each(0));
}

TEST(Classes, AreOrderedByTheirWorstLoss) {
    const auto order = classesByLoss(counted());
    ASSERT_EQ(order.size(), 3U);
    const auto worst = [&](std::size_t label) {
        double loss = 0;
        for (const EngineResult& engine : counted().engines)
            if (!engine.isReference())
                loss = std::min(
                    loss, *classOf(engine, label)->ap50_95 - *classOf(counted().engines[0], label)->ap50_95);
        return loss;
    };
    EXPECT_LE(worst(order[0]), worst(order[1]));
    EXPECT_LE(worst(order[1]), worst(order[2]));
    EXPECT_LT(worst(order[0]), 0);
}

TEST(DetectionHtml, HasEverySectionAndNeverSpeaksOfTop1) {
    const std::string html = writeHtml(counted(), english());
    for (const char* text :
         {"What plain INT8 would have lost", "would have lost 49.5 points of AP50", "AP50 by object size",
          "Recall by object size", "COCO small, up to 32 px", "Precision over recall", "Per class",
          "Lost and gained, object by object", "Annotated objects that FP32 finds and another engine loses",
          "INT8 (plain) – reference", "mAP50-95, %", "background", "best F1 of FP32", "yolov8", "pycocotools",
          "What became of FP32", "40 samples, 140 objects"})
        EXPECT_THAT(html, HasSubstr(text)) << text;
    for (const char* language : {"en", "zh_CN"}) {
        const std::string page = writeHtml(counted(), base::Words::of(language));
        EXPECT_THAT(page, Not(HasSubstr("Top-1")));
        EXPECT_THAT(page, Not(HasSubstr("{{")));
        EXPECT_THAT(page, Not(HasSubstr("<b>player</b>")));
        EXPECT_FALSE(std::regex_search(page, std::regex(R"(>report\.[a-z0-9_]+)")));
    }
    EXPECT_EQ(count(html, "class=\"matrix\""), 4);
    EXPECT_EQ(count(html, "<table"), count(html, "<caption"));
    EXPECT_EQ(count(html, "class=\"series fp32\""),
              3);  // a curve per class; nothing was timed at two batches
}

TEST(DetectionMarkdown, SaysTheSameInShort) {
    for (const char* language : {"en", "zh_CN"})
        EXPECT_THAT(writeMarkdown(counted(), base::Words::of(language)), Not(HasSubstr("Top-1")));
    const std::string text = writeMarkdown(counted(), english());
    EXPECT_THAT(text, HasSubstr("would have lost 49.5 points of AP50"));
    EXPECT_THAT(text, HasSubstr("INT8: of FP32's detections 130 kept, 1 moved, 1 with another class, 4 lost "
                                "(4 annotated); 0 new (0 annotated)"));
    EXPECT_THAT(text, HasSubstr("| image 1 \\<x\\>&amp;.jpg | ball | 6.0 | 0.500 | 0.500 | ✗ 0.100 | – |"));
    EXPECT_THAT(text, HasSubstr("| Measure | FP32 | FP16 | INT8 | INT8 (plain) – reference |"));
    EXPECT_THAT(text, Not(HasSubstr("report.n")));
}

TEST(DetectionFacts, SayHowDetectionsWereReadAndWhereTheThresholdCameFrom) {
    const auto facts = dataFacts(counted(), english());
    EXPECT_THAT(facts, Contains(std::pair<std::string, std::string>("Detector", "yolov8")));
    EXPECT_THAT(facts, Contains(std::pair<std::string, std::string>("NMS, IoU", "0.7")));
    EXPECT_EQ(thresholdText(counted(), english()), "0.325, best F1 of FP32");
    RunResult given = counted();
    given.data.threshold = 0.3;
    EXPECT_EQ(thresholdText(given, english()), "0.300, as asked for");
}

}  // namespace
