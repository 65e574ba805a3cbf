// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/run_pwb.h"

namespace pwb::cli {
namespace {

using nlohmann::json;
using ::testing::Each;
using ::testing::HasSubstr;

// Nothing lies beside the copy that would say how.
TEST(PreprocessCommand, FindsByTryingHowAModelWantsItsPictures) {
    const TestFolder folder;
    std::filesystem::copy_file(kModel, folder.path() / "model.onnx");
    const Finished ranked = runPwb({"preprocess", folder.at("model.onnx"), "--data", kData, "--samples",
                                    "144", "--json", "--out", folder.at("steps.json")});
    ASSERT_EQ(ranked.code, 0) << ranked.err;
    const json found = json::parse(ranked.out);
    EXPECT_EQ(found["samples"], 144);
    const json& first = found["trials"][0];
    EXPECT_EQ(first["preprocess"]["mean"], json::array({0.485, 0.456, 0.406}));
    EXPECT_EQ(first["preprocess"]["color"], "rgb");
    EXPECT_EQ(first["preprocess"]["scale"], 1 / 255.0);
    const auto guess = std::find_if(found["trials"].begin(), found["trials"].end(),
                                    [](const json& trial) { return trial["current"] == true; });
    ASSERT_NE(guess, found["trials"].end());
    EXPECT_LT((*guess)["p_value"], 0.05) << "without mean and deviation the model is worse";
    EXPECT_THAT((*guess)["differences"], testing::Contains("mean"));
    EXPECT_THAT(ranked.err, HasSubstr("searching"));

    // What it wrote, a run takes, and writes again.
    const Finished run =
        runPwb({"compare", folder.at("model.onnx"), "--data", kData, "--precisions", "fp32", "--limit", "36",
                "--no-measure", "--preprocess", folder.at("steps.json"), "--out", folder.at("run")});
    ASSERT_EQ(run.code, 0) << run.err;
    EXPECT_EQ(content(folder.at("run/preprocess.json")), content(folder.at("steps.json")));
    EXPECT_EQ(json::parse(content(folder.at("run/report.json")))["data"]["preprocess"]["mean"],
              json::array({0.485, 0.456, 0.406}));
}

TEST(PreprocessCommand, KeepsWhatAFileSaysWhereNothingDoesBetter) {
    const Finished table = runPwb({"preprocess", kModel, "--data", kData, "--samples", "72", "--quiet"});
    ASSERT_EQ(table.code, 0) << table.err;
    EXPECT_THAT(table.out, HasSubstr("Keep what a run takes today"));
    EXPECT_THAT(table.out, HasSubstr("72 labelled samples"));
    const Finished all =
        runPwb({"preprocess", kModel, "--data", kData, "--samples", "72", "--quiet", "--all"});
    EXPECT_GT(std::count(all.out.begin(), all.out.end(), '\n'),
              std::count(table.out.begin(), table.out.end(), '\n'));
}

TEST(PreprocessCommand, PresetsAndFlagsTogether) {
    const Finished inspected =
        runPwb({"inspect", kModel, "--data", kData, "--json", "--preprocess-preset", "torchvision-imagenet",
                "--pad", "10,20,30", "--decode-with", "opencv"});
    ASSERT_EQ(inspected.code, 0) << inspected.err;
    const json how = json::parse(inspected.out)["data"]["preprocess"];
    EXPECT_EQ(how["origin"], "torchvision-imagenet");
    EXPECT_EQ(how["resize_to"], 73) << "64 of 73 as 224 of 256";
    EXPECT_EQ(how["resize_with"], "pillow");
    EXPECT_EQ(how["pad"], json::array({10, 20, 30}));
    EXPECT_EQ(how["decode_with"], "opencv");
    EXPECT_EQ(runPwb({"inspect", kModel, "--preprocess-preset", "timm", "--preprocess", "x"}).code, 2);
    const Finished contradiction = runPwb({"inspect", kModel, "--resize-with", "opencv", "--antialias"});
    EXPECT_EQ(contradiction.code, 2);
    EXPECT_THAT(contradiction.err, HasSubstr("--antialias"));
}

}  // namespace
}  // namespace pwb::cli
