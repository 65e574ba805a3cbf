// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "tests/cli/run_pwb.h"

using namespace pwb;
using namespace pwb::cli;
using nlohmann::json;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

namespace {

json reportOf(const TestFolder& folder, const std::string& run = "run") {
    return json::parse(content(folder.path() / run / "report.json"));
}

TEST(Compare, WritesTheReportsAndEndsWithTheVerdict) {
    const TestFolder folder;
    const Finished finished = runPwb(compareArguments(folder.at("run"), {"--limit", "72", "--no-measure"}));
    ASSERT_EQ(finished.code, 0) << finished.err;
    for (const char* name : {"report.json", "report.html", "report.md", "predictions.csv", "run.sqlite",
                             "engines/mobilenetv2_int8.onnx"})
        EXPECT_TRUE(std::filesystem::exists(folder.path() / "run" / name)) << name;
    const json report = reportOf(folder);
    EXPECT_EQ(finished.lastLine(), report["decision"]["verdict"].get<std::string>());
    for (const char* row : {"\nfp32 ", "\nfp16 ", "\nint8 "}) EXPECT_THAT(finished.out, HasSubstr(row));
    for (const json& engine : report["engines"]) {
        EXPECT_EQ(engine["status"], "ready");
        EXPECT_EQ(engine["accuracy"]["samples"], 72);
        EXPECT_FALSE(engine.contains("latency_ms"));
        EXPECT_FALSE(engine.contains("memory"));
    }
    EXPECT_EQ(report["data"]["samples"], 72);
    EXPECT_EQ(report["data"]["calibration_samples"], 72);
    const std::string csv = content(folder.path() / "run/predictions.csv");
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 73);
    EXPECT_THAT(csv, HasSubstr("\r\n0/"));
}

TEST(Compare, AdvisesNothingWhereFp32GivesOneAnswerToAll) {
    const TestFolder folder;
    // Pixels that are all but zero: every picture is the same to the model.
    const Finished finished = runPwb(compareArguments(
        folder.at("run"), {"--limit", "72", "--no-measure", "--scale", "1e-9", "--accuracy-floor", "90"}));
    ASSERT_EQ(finished.code, 0) << finished.err;
    const json report = reportOf(folder);
    EXPECT_EQ(report["decision"]["verdict_id"], "implausible");
    EXPECT_FALSE(report["decision"].contains("precision"));
    EXPECT_FALSE(report["decision"].contains("agree")) << "with the guide: there is nothing that could";
    EXPECT_THAT(finished.lastLine(), HasSubstr("No advice: FP32 itself gives the same answer"));
    EXPECT_THAT(finished.err, HasSubstr("warning: FP32 itself gives the same answer"));
    EXPECT_THAT(content(folder.path() / "run/report.html"), HasSubstr("FP32 itself gives the same answer"));
    EXPECT_THAT(content(folder.path() / "run/report.md"), HasSubstr("FP32 itself gives the same answer"));
}

TEST(Compare, MeasuresAndPrintsJsonAlone) {
    const TestFolder folder;
    const Finished finished =
        runPwb(compareArguments(folder.at("run"), {"--limit", "36", "--runs", "20", "--batches", "1,4",
                                                   "--streams", "1,2", "--json", "--quiet"}));
    ASSERT_EQ(finished.code, 0) << finished.err;
    EXPECT_THAT(finished.err, IsEmpty());
    EXPECT_EQ(finished.out, content(folder.path() / "run/report.json"));
    const json report = json::parse(finished.out);
    for (const json& engine : report["engines"]) {
        ASSERT_EQ(engine["latency_ms"].size(), 2u);
        const json& single = engine["latency_ms"][0];
        EXPECT_EQ(single["batch"], 1);
        EXPECT_GT(single["p50"].get<double>(), 0);
        EXPECT_LE(single["p50"].get<double>(), single["p99"].get<double>());
        EXPECT_GE(single["n"].get<int>(), 20);
        EXPECT_GT(engine["memory"]["peak_bytes"].get<double>(), 0);
        EXPECT_GE(engine["throughput"].size(), 2u);
    }
    EXPECT_GT(report["comparisons"][1]["speedup"].get<double>(), 0);
    EXPECT_LT(report["comparisons"][1]["size_ratio"].get<double>(), 0.5);
}

TEST(Compare, OnlyThePrecisionsAskedFor) {
    const TestFolder folder;
    ASSERT_EQ(runPwb(compareArguments(folder.at("run"),
                                      {"--limit", "36", "--no-measure", "--precisions", "fp32,int8"}))
                  .code,
              0);
    const json report = reportOf(folder);
    ASSERT_EQ(report["engines"].size(), 2u);
    EXPECT_EQ(report["comparisons"].size(), 1u);
    EXPECT_THAT(content(folder.path() / "run/predictions.csv"),
                HasSubstr("sample,label,fp32,fp32_confidence,int8,int8_confidence\r\n"));
}

TEST(Compare, RequirementThatNobodyMeetsExitsWith1) {
    const TestFolder folder;
    const Finished finished =
        runPwb(compareArguments(folder.at("run"), {"--limit", "36", "--runs", "20", "--batches", "1",
                                                   "--streams", "1", "--latency-ms", "0.0001"}));
    EXPECT_EQ(finished.code, 1) << finished.err;
    EXPECT_EQ(reportOf(folder)["decision"]["verdict_id"], "closest");
    EXPECT_EQ(reportOf(folder)["decision"]["requirements"]["latency_ms"], 0.0001);
}

// The second measuring child fails: its engine is reported as failed, the others go on.
TEST(Compare, OneFailedEngineExitsWith4AfterReportingTheOthers) {
    const TestFolder folder;
    const std::string count = folder.at("count");
    write(folder.path() / "worker", "#!/bin/sh\necho x >>" + count + "\n[ $(wc -l <" + count +
                                        ") = 2 ] && exit 1\nexec " + (tests::programs() / "pwb").string() +
                                        " \"$@\"\n");
    std::filesystem::permissions(folder.path() / "worker", std::filesystem::perms::owner_all);
    const Finished finished = runPwb(
        compareArguments(folder.at("run"),
                         {"--limit", "36", "--runs", "20", "--batches", "1", "--streams", "1", "--quiet"}),
        {{"PWB_WORKER", folder.at("worker")}});
    EXPECT_EQ(finished.code, 4) << finished.err;
    EXPECT_THAT(finished.err, HasSubstr("pwb: fp16 failed: "));
    const json report = reportOf(folder);
    EXPECT_EQ(report["engines"][0]["status"], "ready");
    EXPECT_EQ(report["engines"][1]["status"], "failed");
    EXPECT_EQ(report["engines"][1]["error_code"], "runtime.worker_exited");
    EXPECT_EQ(report["engines"][2]["status"], "ready");
    EXPECT_EQ(finished.lastLine(), report["decision"]["verdict"].get<std::string>());
}

TEST(Compare, ReportWritesAnewFromTheStore) {
    const TestFolder folder;
    ASSERT_EQ(runPwb(compareArguments(folder.at("run"), {"--limit", "36", "--no-measure"})).code, 0);
    const json before = reportOf(folder);
    for (const char* name : {"report.json", "report.html", "report.md", "predictions.csv"})
        std::filesystem::remove(folder.path() / "run" / name);
    const Finished one =
        runPwb({"report", folder.at("run"), "--format", "json", "--out", folder.at("other")});
    ASSERT_EQ(one.code, 0) << one.err;
    EXPECT_EQ(one.out, folder.at("other/report.json") + "\n");
    const json after = json::parse(content(folder.path() / "other/report.json"));
    EXPECT_TRUE(after["engines"] == before["engines"]);
    EXPECT_TRUE(after["comparisons"] == before["comparisons"]);
    EXPECT_TRUE(after["decision"] == before["decision"]);
    EXPECT_TRUE(after["model"] == before["model"]);
    EXPECT_TRUE(after["data"] == before["data"]);
    ASSERT_EQ(runPwb({"report", folder.at("run")}).code, 0);
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "run/report.html"));
}

TEST(Compare, KilledRunResumesToTheSameFigures) {
    const TestFolder folder;
    const std::vector<std::string> more = {"--no-measure"};
    ASSERT_EQ(runPwb(compareArguments(folder.at("whole"), more)).code, 0);

    Running running(compareArguments(folder.at("killed"), more));
    ASSERT_TRUE(running.waitFor("evaluating 30 %"));
    running.signal(SIGKILL);
    EXPECT_EQ(running.finish().code, 128 + SIGKILL);
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "killed/report.json"));

    const Finished resumed = runPwb(compareArguments(folder.at("killed"), {"--no-measure", "--resume"}));
    ASSERT_EQ(resumed.code, 0) << resumed.err;
    const json whole = reportOf(folder, "whole"), killed = reportOf(folder, "killed");
    for (std::size_t i = 0; i < 3; ++i)
        EXPECT_TRUE(killed["engines"][i]["accuracy"] == whole["engines"][i]["accuracy"]) << i;
    EXPECT_TRUE(killed["comparisons"] == whole["comparisons"]);
    EXPECT_EQ(content(folder.path() / "killed/predictions.csv"),
              content(folder.path() / "whole/predictions.csv"));
}

TEST(Compare, ResumeOfAnotherRunIsRefused) {
    const TestFolder folder;
    ASSERT_EQ(runPwb(compareArguments(folder.at("run"), {"--limit", "36", "--no-measure"})).code, 0);
    const Finished finished =
        runPwb(compareArguments(folder.at("run"), {"--limit", "72", "--no-measure", "--resume"}));
    EXPECT_EQ(finished.code, 3);
    EXPECT_THAT(finished.err, HasSubstr("differs"));
}

class Interrupted : public ::testing::TestWithParam<const char*> {};

TEST_P(Interrupted, ExitsWith130LeavesNoChildAndSaysHowToGoOn) {
    const TestFolder folder;
    Running running(compareArguments(folder.at("run"), {"--runs", "100000"}));
    ASSERT_TRUE(running.waitFor(GetParam()));
    running.signal(SIGINT);
    const Finished finished = running.finish();
    EXPECT_EQ(finished.code, 130);
    EXPECT_THAT(finished.err, HasSubstr("--resume"));
    EXPECT_THAT(finished.err, HasSubstr(folder.at("run")));
    EXPECT_THAT(finished.out, IsEmpty());
    EXPECT_TRUE(running.groupIsGone());
}

INSTANTIATE_TEST_SUITE_P(While, Interrupted,
                         ::testing::Values("calibrating", "evaluating 20 %", "measuring 10 %"));

}  // namespace
