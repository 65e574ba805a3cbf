// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/cli/run_pwb.h"

namespace pwb::cli {
namespace {

using Arguments = std::vector<std::string>;

Arguments with(Arguments arguments, const Arguments& more) {
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

const Arguments kDraw = {"calibrate",        "--data", kCalibration, "--validation",      kData,
                         "--model",          kModel,   "--mean",     "0.485,0.456,0.406", "--std",
                         "0.229,0.224,0.225"};

TEST(Calibrate, DrawsTheSameSetForTheSameSeed) {
    const TestFolder folder;
    const auto draw = [&](const std::string& seed, const std::string& file) {
        const Finished done = runPwb(with(
            kDraw, {"--calibration-samples", "100", "--seed", seed, "--out", folder.at(file), "--json"}));
        EXPECT_EQ(done.code, 0) << done.err;
        return nlohmann::json::parse(done.out, nullptr, false);
    };
    const auto json = draw("7", "a.csv");
    EXPECT_EQ(json["samples"], 100);
    EXPECT_EQ(json["classes_covered"], 36);
    EXPECT_EQ(json["compared_validation"], 1008);
    EXPECT_TRUE(json["leaks"].empty());
    EXPECT_TRUE(json["warnings"].empty()) << json["warnings"].dump();
    EXPECT_EQ(json["values"]["channels"].size(), 3U);
    (void)draw("7", "b.csv");
    (void)draw("8", "c.csv");
    EXPECT_EQ(content(folder.at("a.csv")), content(folder.at("b.csv")));
    EXPECT_NE(content(folder.at("a.csv")), content(folder.at("c.csv")));
    // The manifest is a calibration set itself, also for building.
    const Finished built =
        runPwb({"build", kModel, "--precision", "int8", "--calibration", folder.at("a.csv"), "--calibrator",
                "minmax", "--out", folder.at("run"), "--json"});
    ASSERT_EQ(built.code, 0) << built.err;
    EXPECT_EQ(nlohmann::json::parse(built.out)[0]["calibration"]["samples"], 100);
}

TEST(Calibrate, WarnsAndSaysWhatIsWrong) {
    const Finished leaking =
        runPwb({"calibrate", "--data", kData, "--validation", kData, "--calibration-samples", "50"});
    EXPECT_EQ(leaking.code, 0);
    EXPECT_NE(leaking.err.find("drawn from the validation set"), std::string::npos) << leaking.err;
    const Finished unscaled = runPwb(with(kDraw, {"--scale", "1"}));
    EXPECT_EQ(unscaled.code, 0);
    EXPECT_NE(unscaled.err.find("division by 255 is missing"), std::string::npos) << unscaled.err;
}

TEST(Calibrate, BadUseHasItsExitCodes) {
    EXPECT_EQ(runPwb({"calibrate"}).code, 2);
    EXPECT_EQ(runPwb({"calibrate", "--data", kCalibration, "--table", "t.cache"}).code, 2) << "no model";
    EXPECT_EQ(runPwb({"calibrate", "--data", "/no/such/folder"}).code, 3);
    EXPECT_EQ(runPwb({"calibrate", "--data", kCalibration, "--out", "/no/such/folder/m.csv"}).code, 3);
}

TEST(Calibrate, StatisticsAreReusedAndATableGivesAnEngine) {
    const TestFolder folder;
    const std::map<std::string, std::string> cache = {{"PWB_CACHE", folder.at("cache")}};
    const Arguments table =
        with(kDraw, {"--calibration-samples", "72", "--table", folder.at("t.cache"), "--json"});
    const auto first = nlohmann::json::parse(runPwb(table, cache).out);
    const std::string written = content(folder.at("t.cache"));
    const auto second = nlohmann::json::parse(runPwb(table, cache).out);
    EXPECT_EQ(first["table"]["reused"], false);
    EXPECT_EQ(second["table"]["reused"], true);
    EXPECT_EQ(first["table"]["calibrator"], "entropy");
    EXPECT_EQ(content(folder.at("t.cache")), written);
    EXPECT_EQ(written.substr(0, 4), "TRT-");

    const Finished built =
        runPwb({"build", kModel, "--precision", "int8", "--calibration-table", folder.at("t.cache"),
                "--calibration", kCalibration, "--out", folder.at("run"), "--json"});
    ASSERT_EQ(built.code, 0) << built.err;
    const auto engine = nlohmann::json::parse(built.out)[0];
    EXPECT_EQ(engine["calibration"]["calibrator"], "table");
    EXPECT_GT(engine["int8"]["conv_int8"], 40);
    const Finished bad = runPwb(
        {"build", kModel, "--precision", "int8", "--calibration-table", kModel, "--out", folder.at("bad")});
    EXPECT_EQ(bad.code, 3) << bad.err;
    EXPECT_NE(bad.err.find("TRT-"), std::string::npos) << bad.err;
}

}  // namespace
}  // namespace pwb::cli
