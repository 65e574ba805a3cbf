// SPDX-License-Identifier: GPL-3.0-or-later
// Models that take no images: validation and calibration from .npz.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/run_pwb.h"
#include "tests/core/support/npy_files.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::cli;
using nlohmann::json;
using ::testing::HasSubstr;

namespace {

const std::string kSkeletons = (tests::samples() / "skeletons/").string();

Finished compareSkeletons(const std::string& data, const std::string& out) {
    return runPwb({"compare", kSkeletons + "stgcn.onnx", "--data", data, "--calibration",
                   kSkeletons + "calib.npz", "--calibrator", "minmax", "--batch", "16", "--no-measure",
                   "--out", out});
}

TEST(TensorData, SkeletonSampleEndToEnd) {
    const TestFolder folder;
    const Finished finished = compareSkeletons(kSkeletons + "val.npz", folder.at("run"));
    ASSERT_EQ(finished.code, 0) << finished.err;
    const json report = json::parse(content(folder.path() / "run/report.json"));
    EXPECT_EQ(report["data"]["samples"], 600);
    EXPECT_EQ(report["data"]["tensor"], "[3, 64, 17] float32");
    EXPECT_FALSE(report["data"].contains("preprocess"));
    EXPECT_EQ(report["data"]["calibration_samples"], 256);
    EXPECT_EQ(report["data"]["class_names"][2], "run");
    ASSERT_EQ(report["engines"].size(), 3u);
    // 597 of 600 by ONNX Runtime from Python.
    EXPECT_NEAR(report["engines"][0]["accuracy"]["top1"].get<double>(), 0.995, 1.0 / 600 + 1e-9);
    for (const json& engine : report["engines"]) {
        EXPECT_EQ(engine["status"], "ready");
        EXPECT_EQ(engine["accuracy"]["samples"], 600);
        EXPECT_GT(engine["accuracy"]["top1"].get<double>(), 0.9);
    }
    EXPECT_THAT(content(folder.path() / "run/predictions.csv"), HasSubstr("\r\nval.npz#17,"));
    EXPECT_THAT(content(folder.path() / "run/report.md"), HasSubstr("3, 64, 17\\] float32\n"));
    const Finished inspected =
        runPwb({"inspect", kSkeletons + "stgcn.onnx", "--data", kSkeletons + "val.npz"});
    EXPECT_EQ(inspected.code, 0);
    EXPECT_THAT(inspected.out, HasSubstr("[3, 64, 17] float32"));
    EXPECT_THAT(inspected.err, ::testing::IsEmpty());
}

TEST(TensorData, MistakesAreToldWithExitCode3) {
    const TestFolder folder;
    const std::string run = folder.at("run");
    const auto expect = [&](const std::string& file, const std::string& words) {
        const Finished finished = compareSkeletons(file, run);
        EXPECT_EQ(finished.code, 3) << file << finished.err;
        EXPECT_THAT(finished.err, HasSubstr("pwb: " + file));
        EXPECT_THAT(finished.err, HasSubstr(words));
        EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/report.json"));
    };
    const std::string whole = content(kSkeletons + "val.npz");
    write(folder.path() / "cut.npz", whole.substr(0, whole.size() / 2));
    expect(folder.at("cut.npz"), "not an .npz archive");
    write(folder.path() / "text.npz", "no archive at all\n");
    expect(folder.at("text.npz"), "not an .npz archive");
    const std::string x = pwb::tests::npy("<f4", {2, 3, 64, 17}, std::vector<float>(2 * 3 * 64 * 17));
    const auto save = [&](const std::string& name, std::vector<std::pair<std::string, std::string>> arrays) {
        pwb::tests::writeNpz(folder.path() / name, arrays);
        return folder.at(name);
    };
    expect(save("keys.npz", {{"data", x}, {"target", x}}), "Found: data, target");
    expect(save("shape.npz",
                {{"x", pwb::tests::npy("<f4", {2, 3, 64, 18}, std::vector<float>(2 * 3 * 64 * 18))}}),
           "[2, 3, 64, 18]");
    expect(save("length.npz", {{"x", x}, {"y", pwb::tests::npy<std::int64_t>("<i8", {3}, {0, 1, 2})}}),
           "3 entries");
    expect(save("range.npz", {{"x", x}, {"y", pwb::tests::npy<std::int64_t>("<i8", {2}, {0, 12})}}),
           "only 12 classes");
    expect(save("object.npz", {{"x", pwb::tests::npyHeader("|O", {2}) + "…"}}), "|O");
    expect(save("bare.npz", {{"x", x}}), "no labels");
}

TEST(TensorData, ArchiveThatBreaksInTheMiddleStopsTheRun) {
    const TestFolder folder;
    std::string whole = content(kSkeletons + "val.npz");
    for (std::size_t i = whole.size() / 2; i < whole.size() / 2 + 64; ++i)
        whole[i] = static_cast<char>(~whole[i]);
    write(folder.path() / "spoilt.npz", whole);
    const Finished finished = compareSkeletons(folder.at("spoilt.npz"), folder.at("run"));
    EXPECT_EQ(finished.code, 3) << finished.err;
    EXPECT_THAT(finished.err, HasSubstr("spoilt.npz"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "run/report.json"));
}

}  // namespace
