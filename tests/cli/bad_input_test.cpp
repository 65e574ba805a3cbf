// SPDX-License-Identifier: GPL-3.0-or-later
// Every failure names the file, the cause and the remedy; nothing half-written stays under its final name.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/run_pwb.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::cli;
namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

namespace {

class BadInput : public ::testing::Test {
protected:
    // Some images of every class, so that the folder is a good data set until a test spoils it.
    fs::path copyData(int perClass) const {
        const fs::path target = m_folder.path() / "val";
        for (const auto& folder : fs::directory_iterator(kData)) {
            if (!folder.is_directory()) continue;
            fs::create_directories(target / folder.path().filename());
            int copied = 0;
            for (const auto& file : fs::directory_iterator(folder.path())) {
                if (copied++ == perClass) break;
                fs::copy(file.path(), target / folder.path().filename() / file.path().filename());
            }
        }
        return target;
    }
    Finished compare(const std::string& model, const std::string& data,
                     std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments = {"compare",      model,          "--data",
                                              data,           "--calibrator", "minmax",
                                              "--no-measure", "--out",        m_folder.at("run")};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return runPwb(arguments);
    }
    // Exit code 3, the file, and after the cause at least one more sentence.
    void expectBadInput(const Finished& finished, const std::string& file) const {
        EXPECT_EQ(finished.code, 3) << finished.err;
        EXPECT_THAT(finished.out, IsEmpty());
        EXPECT_THAT(finished.err, HasSubstr("pwb: " + file));
        EXPECT_THAT(finished.err, ::testing::ContainsRegex("\\. .+\\."));
        EXPECT_FALSE(fs::exists(m_folder.path() / "run/report.json"));
    }
    TestFolder m_folder;
};

TEST_F(BadInput, TruncatedModel) {
    const std::string whole = content(kModel);
    write(m_folder.path() / "cut.onnx", whole.substr(0, whole.size() / 2));
    expectBadInput(compare(m_folder.at("cut.onnx"), kData), m_folder.at("cut.onnx"));
}

TEST_F(BadInput, TextNamedOnnx) {
    write(m_folder.path() / "text.onnx", "this is no model\n");
    expectBadInput(compare(m_folder.at("text.onnx"), kData), m_folder.at("text.onnx"));
}

TEST_F(BadInput, EmptyFileAndFolderAsModel) {
    write(m_folder.path() / "empty.onnx", "");
    expectBadInput(compare(m_folder.at("empty.onnx"), kData), m_folder.at("empty.onnx"));
    expectBadInput(compare(m_folder.path().string(), kData), m_folder.path().string());
}

TEST_F(BadInput, EmptyDataFolder) {
    fs::create_directories(m_folder.path() / "nothing");
    expectBadInput(compare(kModel, m_folder.at("nothing")), m_folder.at("nothing"));
}

TEST_F(BadInput, FolderWithoutImages) {
    write(m_folder.path() / "texts/a/readme.txt", "x");
    write(m_folder.path() / "texts/b/readme.txt", "x");
    expectBadInput(compare(kModel, m_folder.at("texts")), m_folder.at("texts"));
}

TEST_F(BadInput, TextNamedJpgStopsTheRunUnlessAllowed) {
    const fs::path data = copyData(2);
    write(data / "0" / "broken.jpg", "this is no image");
    const Finished stopped = compare(kModel, data.string());
    EXPECT_EQ(stopped.code, 3) << stopped.err;
    EXPECT_THAT(stopped.err, HasSubstr("broken.jpg"));
    EXPECT_THAT(stopped.err, HasSubstr("--allow-unreadable"));

    const Finished allowed = compare(kModel, data.string(), {"--allow-unreadable", "--json"});
    ASSERT_EQ(allowed.code, 0) << allowed.err;
    const auto report = nlohmann::json::parse(allowed.out);
    EXPECT_EQ(report["data"]["skipped_samples"], 1);
    EXPECT_EQ(report["engines"][0]["accuracy"]["samples"], 72);
}

TEST_F(BadInput, WrongNumberOfLabels) {
    write(m_folder.path() / "labels.txt", "one\ntwo\nthree\n");
    const Finished finished = compare(kModel, kData, {"--labels", m_folder.at("labels.txt")});
    EXPECT_EQ(finished.code, 3) << finished.err;
    EXPECT_THAT(finished.err, HasSubstr("labels.txt"));
}

TEST_F(BadInput, MoreClassesThanOutputs) {
    const fs::path data = copyData(1);
    fs::create_directories(data / "zz");
    fs::copy(fs::directory_iterator(data / "0")->path(), data / "zz" / "extra.jpg");
    EXPECT_EQ(compare(kModel, data.string()).code, 3);
}

TEST_F(BadInput, MissingCalibrationSet) {
    expectBadInput(compare(kModel, kData, {"--calibration", "/nowhere/calib"}), "/nowhere/calib");
}

TEST_F(BadInput, SizeThatTheModelCannotTake) {
    const Finished finished = compare(kModel, kData, {"--size", "32x32"});
    EXPECT_EQ(finished.code, 3);
    EXPECT_THAT(finished.err, HasSubstr("64x64"));
}

TEST_F(BadInput, ADetectorIsNotEvaluatedAsAClassifier) {
    EXPECT_EQ(compare((tests::samples() / "pitch/detector.onnx").string(), kData).code, 3);
}

TEST_F(BadInput, OutputThatCannotBeWritten) {
    write(m_folder.path() / "file", "x");
    const Finished finished =
        runPwb(compareArguments(m_folder.at("file/run"), {"--no-measure", "--limit", "36"}));
    EXPECT_EQ(finished.code, 3) << finished.err;
    EXPECT_THAT(finished.err, HasSubstr(m_folder.at("file")));
    EXPECT_THAT(finished.err, HasSubstr("--out"));
    EXPECT_EQ(runPwb(compareArguments("/proc/run", {"--no-measure", "--limit", "36"})).code, 3);
}

TEST_F(BadInput, MissingRuntimeIsAnEngineFailure) {
    const Finished finished =
        runPwb(compareArguments(m_folder.at("run"), {"--no-measure"}), {{"PWB_ONNXRUNTIME", "/nowhere"}});
    EXPECT_EQ(finished.code, 4) << finished.err;
    EXPECT_THAT(finished.err, HasSubstr("PWB_ONNXRUNTIME"));
}

}  // namespace
