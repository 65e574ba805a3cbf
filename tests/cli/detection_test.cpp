// SPDX-License-Identifier: GPL-3.0-or-later
// Detectors through the command line.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/run_pwb.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::cli;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::Not;

namespace {

const std::string kPitch = (tests::samples() / "pitch/").string();

std::vector<std::string> comparePitch(const std::string& data, const std::string& out,
                                      std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"compare",
                                          kPitch + "detector.onnx",
                                          "--data",
                                          data,
                                          "--calibration",
                                          kPitch + "calib",
                                          "--out",
                                          out,
                                          "--quiet",
                                          "--no-measure",
                                          "--calibration-samples",
                                          "32"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

const json& bucket(const json& sizes, const std::string& name) {
    static const json none;
    for (const json& size : sizes)
        if (size["name"] == name) return size;
    return none;
}

TEST(Detection, PitchSampleEndToEnd) {
    const TestFolder folder;
    const Finished finished = runPwb(comparePitch(kPitch + "val", folder.at("run")));
    ASSERT_EQ(finished.code, 0) << finished.err;
    const json report = json::parse(content(folder.path() / "run/report.json"));
    EXPECT_EQ(report["model"]["task"], "detection");
    EXPECT_EQ(report["data"]["samples"], 320);
    EXPECT_EQ(report["data"]["objects"], 1980);
    EXPECT_EQ(report["data"]["detector"]["kind"], "yolov8");
    ASSERT_EQ(report["engines"].size(), 3u);
    const json& fp32 = report["engines"][0]["detection"];
    EXPECT_NEAR(fp32["per_class"][0]["ap50"].get<double>(), 0.931, 0.002);
    EXPECT_NEAR(fp32["per_class"][1]["ap50"].get<double>(), 0.990, 0.002);
    EXPECT_NEAR(fp32["per_class"][2]["ap50"].get<double>(), 0.998, 0.002);
    const json& balls = fp32["per_class"][0]["by_size"];
    EXPECT_NEAR(bucket(balls, "<8")["ap50"].get<double>(), 0.781, 0.002);
    EXPECT_NEAR(bucket(balls, "8-15")["ap50"].get<double>(), 0.980, 0.002);
    for (const json& engine : report["engines"]) {
        EXPECT_EQ(engine["status"], "ready");
        EXPECT_FALSE(engine.contains("accuracy"));
        const json& one = engine["detection"];
        EXPECT_GT(one["map50_95"].get<double>(), 0.75);
        EXPECT_NEAR(one["missed_rate"].get<double>(),
                    one["missed"].get<double>() / one["objects"].get<double>(), 1e-12);
    }
    // Candidates and the reference against FP32, object by object.
    for (const json& comparison : report["comparisons"]) {
        const json& objects = comparison["objects"];
        std::size_t lost = 0, added = 0;
        for (const json& change : objects["changes"]) {
            lost += change["fate"] == "lost" ? 1 : 0;
            added += change["fate"] == "new" ? 1 : 0;
        }
        EXPECT_EQ(objects["lost"], lost);
        EXPECT_EQ(objects["new"], added);
        EXPECT_TRUE(comparison.contains("interval"));
    }
    // INT8 with every layer quantised stands apart from the engines one could deploy.
    ASSERT_EQ(report["references"].size(), 1u);
    EXPECT_EQ(report["references"][0]["variant"], "plain");
    EXPECT_LT(report["references"][0]["detection"]["map50_95"].get<double>(),
              report["engines"][2]["detection"]["map50_95"].get<double>());
    const std::string csv = content(folder.path() / "run/predictions.csv");
    EXPECT_THAT(csv, HasSubstr("sample,engine,class,confidence,x,y,width,height\r\n"));
    EXPECT_THAT(finished.out, Not(HasSubstr("top-1")));
    EXPECT_THAT(finished.out, HasSubstr("reference, not advised\nPlain INT8 would have lost "));
    EXPECT_THAT(finished.out, HasSubstr(" objects of class “ball” below 8 px: FP32 "));
    EXPECT_THAT(content(folder.path() / "run/report.html"), Not(HasSubstr("Top-1")));
}

TEST(Detection, InspectSaysWhatTheDetectorIs) {
    const Finished finished =
        runPwb({"inspect", kPitch + "detector.onnx", "--data", kPitch + "val", "--json"});
    ASSERT_EQ(finished.code, 0) << finished.err;
    const json found = json::parse(finished.out);
    EXPECT_EQ(found["model"]["task"], "detection");
    EXPECT_EQ(found["data"]["detector"]["kind"], "yolov8");
    EXPECT_EQ(found["data"]["objects"], 1980);
}

TEST(Detection, WrongFlagsAndUnfitDetectorsAreTold) {
    const TestFolder folder;
    EXPECT_EQ(runPwb(comparePitch(kPitch + "val", folder.at("a"), {"--threshold", "2"})).code, 2);
    EXPECT_EQ(runPwb(comparePitch(kPitch + "val", folder.at("a"), {"--detector", "best"})).code, 2);
    const Finished unfit = runPwb(comparePitch(kPitch + "val", folder.at("a"), {"--detector", "yunet"}));
    EXPECT_EQ(unfit.code, 3);
    EXPECT_THAT(unfit.err, HasSubstr("yunet"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "a/report.json"));
}

}  // namespace
