// SPDX-License-Identifier: GPL-3.0-or-later
// A detector's run for programs: report.json and predictions.csv.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/report/writers.h"
#include "tests/core/report/reading.h"
#include "tests/support/documents/counted_document.h"

using namespace pwb;
using namespace pwb::report;
using namespace pwb::result;
using nlohmann::json;
using tests::holdsNull;
using tests::written;

namespace {

TEST(DetectionJson, EnginesHaveTheMeasuresOfTheDocument) {
    const RunResult document = tests::countedDocument();
    const json report = written(document);
    EXPECT_EQ(report["model"]["task"], "detection");
    ASSERT_EQ(report["engines"].size(), 3U);
    const json& fp32 = report["engines"][0];
    EXPECT_FALSE(fp32.contains("accuracy"));
    const json& detection = fp32["detection"];
    const evaluate::DetectionMetrics& metrics = *document.engines[0].detection;
    EXPECT_EQ(detection["images"], 40);
    EXPECT_EQ(detection["objects"], 140);
    EXPECT_EQ(detection["map50"].get<double>(), metrics.map50);
    EXPECT_EQ(detection["map50_95"].get<double>(), metrics.map50_95);
    EXPECT_EQ(detection["interval"].size(), 2U);
    EXPECT_EQ(detection["threshold"].get<double>(), document.data.threshold);
    EXPECT_EQ(detection["found"], 136);
    EXPECT_EQ(detection["missed"], 4);
    EXPECT_EQ(detection["false"], 0);
    EXPECT_EQ(detection["missed_rate"].get<double>(), 4.0 / 140);
    EXPECT_EQ(detection["source"], "engine");
    ASSERT_EQ(detection["by_size"].size(), 7U);
    EXPECT_EQ(detection["by_size"][0]["name"], "<8");
    EXPECT_EQ(detection["by_size"][0]["objects"], 40);
    EXPECT_EQ(detection["by_size"][0]["recall"].get<double>(), 0.9);
    EXPECT_FALSE(detection["by_size"][2].contains("ap50")) << "no objects of 15–32 px";
    EXPECT_EQ(detection["by_size"][3]["hi"], 100000) << "every range has both ends";
    EXPECT_EQ(detection["per_class"][1]["name"], "<b>player</b>");
    EXPECT_EQ(detection["per_class"][0]["precision_at_recall"].size(), 101U);
    ASSERT_EQ(detection["confusion"].size(), 4U);
    EXPECT_EQ(detection["confusion"][0][3], 4) << "missed balls";
    EXPECT_FALSE(holdsNull(report));
}

TEST(DetectionJson, TheReferenceStandsApart) {
    const json report = written(tests::countedDocument());
    for (const json& engine : report["engines"]) EXPECT_NE(engine["id"], "int8-plain");
    ASSERT_EQ(report["references"].size(), 1U);
    const json& plain = report["references"][0];
    EXPECT_EQ(plain["id"], "int8-plain");
    EXPECT_EQ(plain["variant"], "plain");
    EXPECT_EQ(plain["detection"]["by_size"][0]["recall"].get<double>(), 0.4);
    EXPECT_EQ(plain["detection"]["false"], 40);
    EXPECT_FALSE(plain.contains("latency_ms"));
}

TEST(DetectionJson, ComparisonsListWhatBecameOfEveryObject) {
    const json report = written(tests::countedDocument());
    const auto of = [&](const char* id) {
        return *std::find_if(report["comparisons"].begin(), report["comparisons"].end(),
                             [&](const json& one) { return one["candidate"] == id; });
    };
    const json int8 = of("int8")["objects"];
    EXPECT_NEAR(int8["threshold"].get<double>(), 0.325, 1e-6);
    EXPECT_EQ(int8["kept"], 136 - 4 - 1 - 1);
    EXPECT_EQ(int8["moved"], 1);
    EXPECT_EQ(int8["relabelled"], 1);
    EXPECT_EQ(int8["lost"], 4);
    EXPECT_EQ(int8["lost_annotated"], 4);
    EXPECT_EQ(int8["by_size"][0]["lost"], 4);
    ASSERT_EQ(int8["changes"].size(), 6U);
    const json& lost = int8["changes"][0];
    EXPECT_EQ(lost["sample"], "image 1 <x>&.jpg");
    EXPECT_EQ(lost["fate"], "lost");
    EXPECT_EQ(lost["side"], 6);
    EXPECT_EQ(lost["class"], 0);
    EXPECT_EQ(lost["annotated"], true);
    EXPECT_EQ(lost["box"], (json{10, 10, 6, 6}));
    EXPECT_EQ(lost["baseline_confidence"], 0.5);
    EXPECT_FALSE(lost.contains("candidate_confidence"));
    EXPECT_FALSE(lost.contains("iou"));
    const json& relabelled = int8["changes"][1];
    EXPECT_EQ(relabelled["fate"], "relabelled");
    EXPECT_EQ(relabelled["class"], 1);
    EXPECT_EQ(relabelled["candidate_class"], 2);
    EXPECT_EQ(relabelled["iou"], 1);
    EXPECT_EQ(int8["changes"][2]["fate"], "moved");
    EXPECT_NEAR(int8["changes"][2]["iou"].get<double>(), 32.0 / 48, 1e-6);
    EXPECT_EQ(of("int8-plain")["objects"]["new"], 40);
    EXPECT_EQ(of("int8-plain")["objects"]["new_annotated"], 0);
    EXPECT_EQ(of("fp16")["accuracy_delta"], 0);
}

TEST(DetectionJson, SaysHowTheOutputsWereRead) {
    const json data = written(tests::countedDocument())["data"];
    EXPECT_EQ(data["objects"], 140);
    EXPECT_EQ(data["detector"]["kind"], "yolov8");
    EXPECT_EQ(data["detector"]["confidence"], 0.001);
    EXPECT_EQ(data["detector"]["nms_iou"], 0.7);
    EXPECT_NEAR(data["detector"]["threshold"].get<double>(), 0.325, 1e-6);
    const json bare = written(tests::unlabelledCountedDocument());
    EXPECT_FALSE(bare["engines"][0].contains("detection"));
    EXPECT_FALSE(bare["comparisons"][0].contains("accuracy_delta"));
    EXPECT_TRUE(bare["comparisons"][0].contains("objects"));
    EXPECT_FALSE(holdsNull(bare));
}

TEST(DetectionCsv, HasARowPerDetectionThatCounts) {
    const std::string csv = writePredictionsCsv(tests::countedDocument());
    EXPECT_TRUE(
        csv.starts_with("sample,engine,class,confidence,x,y,width,height\r\n"
                        "image 0 <x>&.jpg,fp32,0,0.8,60,10,12,12\r\n"));
    // FP32 and FP16 136 each, INT8 132, the reference 116 and 40 false ones.
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 136 + 136 + 132 + 156);
    EXPECT_EQ(csv.find(",0.15,"), std::string::npos) << "below the threshold";
}

}  // namespace
