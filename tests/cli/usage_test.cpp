// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/cli/run_pwb.h"

using namespace pwb::cli;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

namespace {

TEST(Usage, HelpAndVersionGoToStdout) {
    const Finished help = runPwb({"--help"});
    EXPECT_EQ(help.code, 0);
    for (const char* command : {"compare", "inspect", "build", "layers", "report", "doctor"})
        EXPECT_THAT(help.out, HasSubstr(command));
    EXPECT_THAT(help.err, IsEmpty());
    EXPECT_THAT(runPwb({"--version"}).out, StartsWith("pwb "));
    EXPECT_EQ(runPwb({"compare", "--help"}).code, 0);
}

TEST(Usage, LayersSaysWhatItCanSortBy) {
    const Finished wrong = runPwb({"layers", "model.onnx", "--sort", "size"});
    EXPECT_EQ(wrong.code, 2);
    EXPECT_THAT(wrong.err, HasSubstr("graph,name,op,parameters,ms,saved,alone,without,clipped"));
    EXPECT_EQ(runPwb({"layers", "nowhere.onnx", "--precisions", "fp32"}).code, 3);
    EXPECT_EQ(runPwb({"layers", "/"}).code, 3) << "a folder that is no run";
}

// The flags are a contract: scripts use them.
TEST(Usage, CompareHasEveryFlag) {
    const std::string help = runPwb({"compare", "--help"}).out;
    for (const char* flag : {"--data",
                             "--labels",
                             "--calibration",
                             "--calibration-samples",
                             "--calibrator",
                             "--precisions",
                             "--task",
                             "--size",
                             "--resize",
                             "--color",
                             "--scale",
                             "--mean",
                             "--std",
                             "--layout",
                             "--batch",
                             "--batches",
                             "--streams",
                             "--threads",
                             "--provider",
                             "--runs",
                             "--no-measure",
                             "--limit",
                             "--seed",
                             "--resume",
                             "--out",
                             "--json",
                             "--quiet",
                             "--memory-gb",
                             "--streams-needed",
                             "--fps",
                             "--latency-ms",
                             "--accuracy-floor",
                             "--smallest-object",
                             "--safety-critical",
                             "--qat-possible",
                             "--platform"})
        EXPECT_THAT(help, HasSubstr(std::string("  ") + flag)) << flag;
}

struct Wrong {
    std::vector<std::string> arguments;
    const char* said;
};

class WrongUsage : public ::testing::TestWithParam<Wrong> {};

TEST_P(WrongUsage, ExitsWith2AndSaysWhatIsRight) {
    const Finished finished = runPwb(GetParam().arguments);
    EXPECT_EQ(finished.code, 2);
    EXPECT_THAT(finished.out, IsEmpty());
    EXPECT_THAT(finished.err, StartsWith("pwb: "));
    EXPECT_THAT(finished.err, HasSubstr(GetParam().said));
}

Wrong compareWith(const char* flag, const char* value, const char* said) {
    return {{"compare", "m.onnx", "--data", "d", flag, value}, said};
}

INSTANTIATE_TEST_SUITE_P(
    Flags, WrongUsage,
    ::testing::Values(
        Wrong{{}, "subcommand"}, Wrong{{"nonsense"}, "nonsense"}, Wrong{{"compare"}, "required"},
        Wrong{{"compare", "m.onnx"}, "--data"},
        Wrong{{"compare", "m.onnx", "--data", "d", "--nonsense"}, "--nonsense"},
        Wrong{{"compare", "m.onnx", "--data", "d", "--resume"}, "--out"},
        Wrong{{"build", "m.onnx", "--all", "--precision", "int8"}, "--all"}, Wrong{{"report"}, "RUN_DIR"},
        Wrong{{"report", "r", "--format", "pdf"}, "json, html, md, csv"},
        compareWith("--precisions", "fp32,int4", "fp32, fp16, int8"), compareWith("--size", "64x", "224x224"),
        compareWith("--size", "0x64", "224x224"), compareWith("--mean", "1,2", "three numbers"),
        compareWith("--scale", "1/0", "1/255"),
        compareWith("--resize", "crop", "stretch,letterbox,center-crop"),
        compareWith("--calibrator", "magic", "minmax,moving-average"),
        compareWith("--batches", "1,0", "whole number"), compareWith("--batches", "1,,8", "whole number"),
        compareWith("--threads", "many", "whole number"),
        compareWith("--provider", "tpu", "cpu,openvino,cuda,tensorrt"),
        compareWith("--accuracy-floor", "101", "up to 100"), compareWith("--fps", "-1", "above zero"),
        compareWith("--platform", "toaster", "this"), compareWith("--limit", "0", "whole number"),
        compareWith("--task", "poetry", "classification,detection")));

TEST(Usage, NegativeNumbersAndFractionsAreValues) {
    // The values are right, so that it is the missing file that is complained about.
    const Finished finished = runPwb({"compare", "/nowhere/m.onnx", "--data", kData, "--mean",
                                      "-0.5,-0.5,0.5", "--scale", "1/127.5", "--size", "64"});
    EXPECT_EQ(finished.code, 3) << finished.err;
}

}  // namespace
