// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/measure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <thread>

#include "core/base/files.h"
#include "tests/core/runtime/tiny_model.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/support/places.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::measure;
using testing::ElementsAre;
using testing::HasSubstr;

namespace {

const fs::path kWorker = tests::programs() / "measure_test_worker";
const fs::path kModel = tests::samples() / "glyphs/mobilenetv2.onnx";
const fs::path kQuantised = tests::samples() / "glyphs/mobilenetv2-qat.onnx";

MeasureOptions quick() {
    MeasureOptions options;
    options.batches = {2, 1};
    options.streams = {1, 2};
    options.runs = 12;
    options.minimumRuns = 6;
    options.seconds = 3;
    options.rounds = 3;
    options.workerProgram = kWorker;
    return options;
}

/// The measuring children of this process.
std::vector<pid_t> children() {
    std::vector<pid_t> found;
    for (const auto& entry : fs::directory_iterator("/proc")) {
        std::ifstream in(entry.path() / "stat");
        pid_t id = 0, parent = 0;
        std::string name, state;
        if (in >> id >> name >> state >> parent && parent == ::getpid()) found.push_back(id);
    }
    return found;
}

struct MeasureTest : tests::FolderFixture {
    void TearDown() override {
        EXPECT_THAT(children(), testing::IsEmpty()) << "no child may be left, not even a zombie";
    }
    fs::path tiny(const tests::TinyModel& model) const {
        EXPECT_TRUE(base::writeFileAtomically(folder / "tiny.onnx", model.bytes()));
        return folder / "tiny.onnx";
    }
    fs::path script(const std::string& text) const {
        const fs::path path = folder / "worker.sh";
        std::ofstream(path) << "#!/bin/sh\n" << text << "\n";
        fs::permissions(path, fs::perms::owner_all);
        return path;
    }
};

std::string argument(const base::Error& error, std::string_view name) {
    for (const auto& [key, value] : error.message.args)
        if (key == name) return value;
    return "";
}

TEST_F(MeasureTest, AWorkerWithoutAFolderIsFoundOnThePath) {
    MeasureOptions options = quick();
    options.workerProgram = script("exit 7").filename();
    const std::string before = ::getenv("PATH");
    ASSERT_EQ(::setenv("PATH", (folder.string() + ":" + before).c_str(), 1), 0);
    const auto outcomes = measureAll({{"fp32", kModel}}, options, {}, {}, {});
    ASSERT_EQ(::setenv("PATH", before.c_str(), 1), 0);
    ASSERT_FALSE(outcomes.front());
    EXPECT_EQ(outcomes.front().error().message.code, "runtime.worker_exited");
    EXPECT_EQ(argument(outcomes.front().error(), "status"), "7");
}

TEST_F(MeasureTest, TimesTwoEnginesInTurns) {
    std::vector<std::size_t> finished;
    std::vector<double> lastDone(2), totals(2);
    const auto outcomes = measureAll(
        {{"fp32", kModel}, {"int8", kQuantised}}, quick(),
        [&](std::size_t i, const Outcome& outcome) {
            EXPECT_TRUE(outcome);
            finished.push_back(i);
        },
        [&](std::size_t i, double done, double total) {
            EXPECT_EQ(done, lastDone[i] + 1);
            lastDone[i] = done;
            totals[i] = total;
        },
        {});
    EXPECT_THAT(finished, ElementsAre(0, 1));
    EXPECT_EQ(lastDone, totals);
    ASSERT_EQ(outcomes.size(), 2u);
    for (const Outcome& outcome : outcomes) {
        ASSERT_TRUE(outcome) << outcome.error().message.code << argument(outcome.error(), "detail");
        ASSERT_EQ(outcome->latency.size(), 2u);
        EXPECT_EQ(outcome->latency[0].batch, 1);
        EXPECT_EQ(outcome->latency[1].batch, 2);
        for (const LatencyStats& stats : outcome->latency) {
            EXPECT_EQ(stats.n, 12);
            EXPECT_EQ(stats.times.size(), 12u);
            EXPECT_EQ(stats.rounds.size(), 3u);
            EXPECT_GT(stats.min, 0);
        }
        ASSERT_EQ(outcome->throughput.size(), 3u);
        EXPECT_EQ(outcome->throughput[2].streams, 2);
        for (const ThroughputPoint& point : outcome->throughput) EXPECT_GT(point.fps, 0);
        EXPECT_GT(outcome->memory.loadedBytes, fs::file_size(kModel) / 4);
        EXPECT_GE(outcome->memory.peakBytes, outcome->memory.loadedBytes);
        EXPECT_LT(outcome->memory.peakBytes, std::uint64_t{1} << 30);
        EXPECT_GT(outcome->memory.weightsBytes, 0u);
        EXPECT_LE(outcome->memory.weightsBytes, fs::file_size(kQuantised));
        ASSERT_EQ(outcome->memory.peakByBatch.size(), 2u);
        EXPECT_EQ(outcome->memory.peakByBatch[1].first, 2);
        ASSERT_TRUE(outcome->utilisation);
        EXPECT_GT(*outcome->utilisation, 0);
        EXPECT_NE(outcome->powerWatts.has_value(), !outcome->powerAbsent.code.empty());
    }
}

TEST_F(MeasureTest, SecondsEndARoundButNotBeforeTheMinimum) {
    MeasureOptions options = quick();
    options.batches = {1};
    options.streams = {};
    options.runs = 1'000'000;
    options.minimumRuns = 9;
    options.seconds = 0;
    const auto outcomes = measureAll({{"fp32", kModel}}, options, {}, {}, {});
    ASSERT_TRUE(outcomes.front());
    EXPECT_EQ(outcomes.front()->latency.front().n, 9);
}

TEST_F(MeasureTest, AFixedBatchIsTheOnlyOneMeasured) {
    tests::TinyModel model;
    model.batch = 4;
    model.c = std::string(12, '\0');
    const auto outcomes = measureAll({{"fp32", tiny(model)}}, quick(), {}, {}, {});
    ASSERT_TRUE(outcomes.front()) << argument(outcomes.front().error(), "detail");
    ASSERT_EQ(outcomes.front()->latency.size(), 1u);
    EXPECT_EQ(outcomes.front()->latency.front().batch, 4);
    for (const ThroughputPoint& point : outcomes.front()->throughput) EXPECT_EQ(point.batch, 4);
    EXPECT_EQ(outcomes.front()->memory.weightsBytes, 12u);
}

TEST_F(MeasureTest, HalfPrecisionInputsAreFed) {
    tests::TinyModel model;
    model.elementType = 10;
    model.c = std::string(6, '\0');
    MeasureOptions options = quick();
    options.streams = {};
    const auto outcomes = measureAll({{"fp16", tiny(model)}}, options, {}, {}, {});
    ASSERT_TRUE(outcomes.front()) << argument(outcomes.front().error(), "detail");
    EXPECT_EQ(outcomes.front()->latency.size(), 2u);
}

// x has as many rows as you like, says the file; c has two, so that only one row or two can be added.
TEST_F(MeasureTest, ABatchThatTheModelRefusesIsLeftOutWithAWarning) {
    tests::TinyModel model;
    model.rows = 2;
    model.c = std::string(24, '\0');
    MeasureOptions options = quick();
    options.streams = {};
    options.batches = {1, 2, 8};
    const auto outcomes = measureAll({{"fp32", tiny(model)}}, options, {}, {}, {});
    ASSERT_TRUE(outcomes.front()) << argument(outcomes.front().error(), "detail");
    ASSERT_EQ(outcomes.front()->latency.size(), 2u);
    EXPECT_EQ(outcomes.front()->latency.back().batch, 2);
    EXPECT_THAT(outcomes.front()->warnings,
                testing::Contains(testing::Field(&base::Message::code, "measure.batch_refused")));
}

TEST_F(MeasureTest, AModelThatCannotBeLoadedLeavesTheOthers) {
    ASSERT_TRUE(base::writeFileAtomically(folder / "broken.onnx", std::string_view("no model")));
    MeasureOptions options = quick();
    options.streams = {};
    std::vector<std::size_t> finished;
    const auto outcomes = measureAll({{"fp32", folder / "broken.onnx"}, {"int8", kModel}}, options,
                                     [&](std::size_t i, const Outcome&) { finished.push_back(i); }, {}, {});
    ASSERT_FALSE(outcomes[0]);
    EXPECT_EQ(outcomes[0].error().message.code, "runtime.session_failed");
    EXPECT_EQ(outcomes[0].error().file, (folder / "broken.onnx").string());
    EXPECT_FALSE(argument(outcomes[0].error(), "detail").empty());
    EXPECT_TRUE(outcomes[1]);
    EXPECT_THAT(finished, ElementsAre(0, 1));
}

TEST_F(MeasureTest, AWorkerKilledInMidRunLeavesTheOthers) {
    MeasureOptions options = quick();
    options.batches = {1};
    options.streams = {};
    options.runs = 3000;
    options.minimumRuns = 3000;  // about half a second in each round
    bool killed = false;
    std::jthread killer;
    // After the first round both children live; the younger one is the second engine's.
    const auto outcomes = measureAll({{"fp32", kModel}, {"int8", kQuantised}}, options, {},
                                     [&](std::size_t, double, double) {
                                         if (killed) return;
                                         killed = true;
                                         auto alive = children();
                                         ASSERT_EQ(alive.size(), 2u);
                                         const pid_t victim = *std::max_element(alive.begin(), alive.end());
                                         killer = std::jthread([victim] {
                                             std::this_thread::sleep_for(std::chrono::milliseconds(50));
                                             ::kill(victim, SIGKILL);
                                         });
                                     },
                                     {});
    ASSERT_TRUE(killed);
    EXPECT_TRUE(outcomes[0]);
    ASSERT_FALSE(outcomes[1]);
    EXPECT_EQ(outcomes[1].error().kind, base::ErrorKind::Engine);
    EXPECT_EQ(outcomes[1].error().message.code, "runtime.worker_crashed");
    EXPECT_EQ(argument(outcomes[1].error(), "signal"), "SIGKILL");
    EXPECT_EQ(outcomes[1].error().file, kQuantised.string());
}

TEST_F(MeasureTest, CancellingEndsALongRunAtOnce) {
    MeasureOptions options = quick();
    options.batches = {32};
    options.runs = 1'000'000;
    options.minimumRuns = 1'000'000;
    std::stop_source source;
    std::jthread stopper([&] {
        std::this_thread::sleep_for(std::chrono::milliseconds(400));
        source.request_stop();
    });
    bool finished = false;
    const auto outcomes = measureAll(
        {{"fp32", kModel}, {"int8", kQuantised}}, options,
        [&](std::size_t, const Outcome&) { finished = true; }, {}, source.get_token());
    ASSERT_EQ(outcomes.size(), 2u);
    for (const Outcome& outcome : outcomes) {
        ASSERT_FALSE(outcome);
        EXPECT_TRUE(base::isCancelled(outcome.error()));
    }
    EXPECT_FALSE(finished);
}

// Also how it leaves when its parent is gone; its answers hold nothing but the protocol.
TEST_F(MeasureTest, AWorkerGreetsAndEndsWithItsInput) {
    const std::string out = (folder / "out").string();
    EXPECT_EQ(std::system(("'" + kWorker.string() + "' worker < /dev/null > '" + out + "'").c_str()), 0);
    const std::string said = base::readFile(out).value();
    EXPECT_THAT(said, testing::StartsWith("{"));
    EXPECT_THAT(said, HasSubstr("\"bare_peak\""));
    EXPECT_EQ(std::count(said.begin(), said.end(), '\n'), 1);
}

TEST_F(MeasureTest, AMissingWorkerIsNamed) {
    MeasureOptions options = quick();
    options.workerProgram = folder / "absent";
    const auto outcomes = measureAll({{"fp32", kModel}}, options, {}, {}, {});
    ASSERT_FALSE(outcomes.front());
    EXPECT_EQ(outcomes.front().error().message.code, "runtime.worker_failed");
    EXPECT_THAT(argument(outcomes.front().error(), "detail"), HasSubstr("No such file"));
}

TEST_F(MeasureTest, AWorkerThatAbortsIsQuotedWithItsLastLine) {
    MeasureOptions options = quick();
    options.workerProgram = script("echo first >&2; echo 'terminate called' >&2; kill -ABRT $$");
    const auto outcomes = measureAll({{"fp32", kModel}}, options, {}, {}, {});
    ASSERT_FALSE(outcomes.front());
    EXPECT_EQ(outcomes.front().error().message.code, "runtime.worker_crashed");
    EXPECT_EQ(argument(outcomes.front().error(), "signal"), "SIGABRT");
    EXPECT_EQ(argument(outcomes.front().error(), "detail"), " (terminate called)");
}

TEST_F(MeasureTest, AProgramThatIsNoWorkerIsAnErrorNotAHang) {
    MeasureOptions options = quick();
    options.workerProgram = "/bin/false";
    EXPECT_EQ(measureAll({{"fp32", kModel}}, options, {}, {}, {}).front().error().message.code,
              "runtime.worker_exited");
    for (const char* text : {"echo hello; cat", "echo '{}'; read line; echo '{}'; cat"}) {
        options.workerProgram = script(text);
        EXPECT_EQ(measureAll({{"fp32", kModel}}, options, {}, {}, {}).front().error().message.code,
                  "runtime.worker_failed");
    }
}

TEST_F(MeasureTest, AWorkerThatHangsIsAnErrorNotAHang) {
    MeasureOptions options = quick();
    options.patienceSeconds = 0.3;
    options.workerProgram = script("echo '{}'; read line; exec sleep 1000");
    EXPECT_EQ(measureAll({{"fp32", kModel}}, options, {}, {}, {}).front().error().message.code,
              "runtime.worker_silent");
}

TEST_F(MeasureTest, EnginesOfTwoProvidersTakeTurns) {
    MeasureOptions options = quick();
    const auto outcomes =
        measureAll({{"cpu", kModel}, {"ov", kModel, "f32", "openvino"}}, options, {}, {}, {});
    ASSERT_TRUE(outcomes[0]);
    if (!outcomes[1] && outcomes[1].error().message.code == "runtime.openvino_not_found")
        GTEST_SKIP() << "no OpenVINO provider";
    ASSERT_TRUE(outcomes[1]) << outcomes[1].error().message.code << argument(outcomes[1].error(), "detail");
    ASSERT_EQ(outcomes[1]->latency.size(), 2u);
    EXPECT_EQ(outcomes[1]->latency[1].n, 12);
    EXPECT_EQ(outcomes[1]->throughput.back().streams, 2);
}

TEST_F(MeasureTest, ALibraryThatIsMissingIsReportedByTheWorker) {
    MeasureOptions options = quick();
    options.workerProgram = script("PWB_ONNXRUNTIME=/nowhere exec '" + kWorker.string() + "' \"$@\"");
    const auto outcomes = measureAll({{"fp32", kModel}}, options, {}, {}, {});
    ASSERT_FALSE(outcomes.front());
    EXPECT_EQ(outcomes.front().error().message.code, "runtime.not_found");
}

}  // namespace
