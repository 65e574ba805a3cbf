// SPDX-License-Identifier: GPL-3.0-or-later
// inspect, doctor, build and report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/run_pwb.h"

using namespace pwb::cli;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::MatchesRegex;

namespace {

TEST(Inspect, SaysWhatTheSampleIs) {
    const Finished finished = runPwb({"inspect", kModel, "--data", kData});
    EXPECT_EQ(finished.code, 0);
    EXPECT_THAT(finished.out, HasSubstr("classification"));
    EXPECT_THAT(finished.out, HasSubstr("[batch, 3, 64, 64]"));
    EXPECT_THAT(finished.out, HasSubstr("1,008"));
}

TEST(Inspect, SpeaksJson) {
    const Finished finished = runPwb({"inspect", kModel, "--data", kData, "--json"});
    ASSERT_EQ(finished.code, 0);
    const json facts = json::parse(finished.out);
    EXPECT_EQ(facts["model"]["task"], "classification");
    EXPECT_EQ(facts["model"]["inputs"][0]["shape"], (json{-1, 3, 64, 64}));
    EXPECT_EQ(facts["model"]["operators"]["Conv"], 52);
    EXPECT_EQ(facts["data"]["samples"], 1008);
    EXPECT_EQ(facts["data"]["classes"], 36);
    EXPECT_EQ(facts["data"]["samples_per_class"].size(), 36u);
    EXPECT_EQ(facts["data"]["preprocess"]["size"], (json{64, 64}));
}

TEST(Inspect, MissingFileIsBadInputWithCauseAndRemedy) {
    const Finished finished = runPwb({"inspect", "/nowhere/model.onnx"});
    EXPECT_EQ(finished.code, 3);
    EXPECT_THAT(finished.err, MatchesRegex("pwb: /nowhere/model.onnx: .+\\. .+\\.\n"));
    const Finished data = runPwb({"inspect", kModel, "--data", "/nowhere/val"});
    EXPECT_EQ(data.code, 3);
    EXPECT_THAT(data.err, HasSubstr("/nowhere/val"));
}

TEST(Inspect, SpeaksChineseWhereTheLocaleDoes) {
    EXPECT_THAT(runPwb({"inspect", kModel}, {{"LANG", "zh_CN.UTF-8"}}).out, HasSubstr("参数量"));
    EXPECT_THAT(runPwb({"inspect", kModel}, {{"LANG", "de_DE.UTF-8"}}).out, HasSubstr("Parameters"));
}

TEST(Doctor, ProvesTheRuntimeAndExplainsThePrecisions) {
    const Finished finished = runPwb({"doctor", "--json"});
    ASSERT_EQ(finished.code, 0);
    const json found = json::parse(finished.out);
    EXPECT_TRUE(found["works"]);
    EXPECT_TRUE(found["runtime"]["found"]);
    EXPECT_THAT(found["runtime"]["version"].get<std::string>(), MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
    EXPECT_EQ(found["providers"][0]["id"], "cpu");
    EXPECT_EQ(found["providers"][0]["works"], true);
    for (const json& provider : found["providers"]) {
        EXPECT_GT(provider["detail"].get<std::string>().size(), 20u);
        EXPECT_EQ(provider.contains("precisions"), provider["works"].get<bool>());
        if (!provider["works"]) continue;
        EXPECT_TRUE(std::filesystem::exists(provider["path"].get<std::string>())) << provider["path"];
        EXPECT_THAT(provider["version"].get<std::string>(), MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
        ASSERT_EQ(provider["precisions"].size(), 3u);
        for (const json& precision : provider["precisions"])
            EXPECT_GT(precision["meaning"].get<std::string>().size(), 10u);
    }
    EXPECT_THAT(runPwb({"doctor"}).out, HasSubstr("INT8 on cpu"));
}

TEST(Doctor, OpenVinoIsProvedInItsOwnLibraryOrSaidToBeMissing) {
    const auto openvino = [](const Finished& finished) { return json::parse(finished.out)["providers"][1]; };
    const json missing = openvino(runPwb({"doctor", "--json"}, {{"PWB_ONNXRUNTIME_OPENVINO", "/nowhere"}}));
    EXPECT_EQ(missing["id"], "openvino");
    EXPECT_FALSE(missing["works"]);
    EXPECT_THAT(missing["detail"].get<std::string>(), HasSubstr("/nowhere"));
    const json found = openvino(runPwb({"doctor", "--json"}));
    if (!found["works"]) GTEST_SKIP() << found["detail"];
    EXPECT_NE(found["path"], json::parse(runPwb({"doctor", "--json"}).out)["runtime"]["path"]);
    EXPECT_THAT(runPwb({"doctor"}).out, HasSubstr("FP16 on openvino"));
}

TEST(Doctor, AMissingRuntimeIsAnEngineFailureThatSaysWhatToDo) {
    const Finished finished = runPwb({"doctor"}, {{"PWB_ONNXRUNTIME", "/nowhere"}});
    EXPECT_EQ(finished.code, 4);
    EXPECT_THAT(finished.err, HasSubstr("PWB_ONNXRUNTIME"));
}

TEST(Build, BuildsOnePrecisionWithoutData) {
    const TestFolder folder;
    const Finished finished =
        runPwb({"build", kModel, "--precision", "fp16", "--out", folder.at("run"), "--json", "--quiet"});
    ASSERT_EQ(finished.code, 0) << finished.err;
    const json engines = json::parse(finished.out);
    ASSERT_EQ(engines.size(), 1u);
    EXPECT_EQ(engines[0]["precision"], "fp16");
    EXPECT_EQ(engines[0]["status"], "ready");
    EXPECT_TRUE(std::filesystem::is_regular_file(engines[0]["file"].get<std::string>()));
    EXPECT_EQ(engines[0]["file_bytes"], std::filesystem::file_size(engines[0]["file"].get<std::string>()));
}

TEST(Build, Int8NeedsData) {
    const TestFolder folder;
    const Finished finished = runPwb({"build", kModel, "--precision", "int8", "--out", folder.at("run")});
    EXPECT_EQ(finished.code, 2);
    EXPECT_THAT(finished.err, HasSubstr("--calibration"));
}

TEST(Report, OfWhatIsNoRunIsBadInput) {
    const TestFolder folder;
    const Finished finished = runPwb({"report", folder.path().string()});
    EXPECT_EQ(finished.code, 3);
    EXPECT_THAT(finished.err, HasSubstr(folder.path().string()));
}

}  // namespace
