// SPDX-License-Identifier: GPL-3.0-or-later
// Runs with another provider than the usual one, on the real sample. Skipped where OpenVINO is missing.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/run/opening/provider_choice.h"
#include "core/run/store/store.h"
#include "core/runtime/library.h"
#include "tests/core/run/run_fixture.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

struct ProviderTest : RunFixture {
    void SetUp() override {
        RunFixture::SetUp();
        plan.provider = "openvino";
    }
    void TearDown() override {
        ::unsetenv("PWB_ONNXRUNTIME_OPENVINO");
        RunFixture::TearDown();
    }
    static bool present() { return runtime::libraryOf("openvino").has_value(); }
};

const base::Message* noteOf(const result::RunResult& document, const std::string& code) {
    for (const base::Message& message : document.data.warnings)
        if (message.code == code) return &message;
    return nullptr;
}

TEST_F(ProviderTest, EnginesAreBuiltEvaluatedAndTimedOnOpenVino) {
    if (!present()) GTEST_SKIP() << "no OpenVINO provider";
    plan.measure = true;
    plan.runs = 20;
    plan.batches = {1};
    plan.streams = {1};
    const auto run = run::execute(plan, false, {}, {});
    ASSERT_TRUE(run) << what(run.error());
    const result::RunResult& document = **run;
    EXPECT_EQ(document.environment.provider, "openvino");
    EXPECT_NE(document.environment.runtimePath, runtime::loadLibrary()->path.string());
    ASSERT_EQ(document.engines.size(), 3u);
    for (const auto& engine : document.engines) {
        ASSERT_EQ(engine.state, result::EngineState::Ready)
            << engine.id.key() << (engine.error ? what(*engine.error) : "");
        EXPECT_NEAR(engine.accuracy->top1, document.engines[0].accuracy->top1, 0.03) << engine.id.key();
        EXPECT_GT(engine.measurement->latency.front().p50, 0);
    }
    const auto& half = document.engines[1];
    const auto expected =
        runtime::resolveEffective(base::Precision::Fp16, false, "openvino", document.environment.cpu);
    EXPECT_EQ(half.effective.id, expected.id);
    EXPECT_EQ(half.emulated, expected.id == "fp32") << "what really ran is evaluated where it is 16-bit";
    if (expected.id == "bf16") {
        EXPECT_LT(document.comparison(base::Precision::Fp16)->sqnrDb.value(), 50)
            << "FP16 would leave more than 55 dB";
    }
    EXPECT_FALSE(document.engines[2].built->executed) << "OpenVINO shows no graph to count in";
}

TEST_F(ProviderTest, AutoMeasuresSaysWhatItChoseAndKeepsItWhenResumed) {
    if (!present()) GTEST_SKIP() << "no OpenVINO provider";
    plan.provider = "auto";
    plan.precisions = {base::Precision::Fp32};
    const auto run = run::execute(plan, false, {}, {});
    ASSERT_TRUE(run) << what(run.error());
    const std::string chosen = (*run)->environment.provider;
    const base::Message* note = noteOf(**run, "run.provider_chosen");
    ASSERT_TRUE(note);
    ASSERT_EQ(note->args.size(), 4u);
    EXPECT_EQ(note->args[0].second, chosen);
    EXPECT_LE(std::stod(note->args[1].second), std::stod(note->args[3].second));
    const auto again = run::execute(plan, true, {}, {});
    ASSERT_TRUE(again) << what(again.error());
    EXPECT_EQ((*again)->environment.provider, chosen);
}

TEST_F(ProviderTest, AutoTakesTheCpuProviderWhereOpenVinoIsMissing) {
    plan.provider = "auto";
    plan.precisions = {base::Precision::Fp32};
    ASSERT_EQ(::setenv("PWB_ONNXRUNTIME_OPENVINO", "/nowhere", 1), 0);
    const auto run = run::execute(plan, false, {}, {});
    ASSERT_TRUE(run) << what(run.error());
    EXPECT_EQ((*run)->environment.provider, "cpu");
    EXPECT_TRUE(noteOf(**run, "run.provider_only"));
    EXPECT_TRUE(noteOf(**run, "runtime.openvino_not_found"));
}

TEST_F(ProviderTest, OpenVinoThatIsMissingIsAnErrorBeforeAnythingIsWritten) {
    ASSERT_EQ(::setenv("PWB_ONNXRUNTIME_OPENVINO", "/nowhere", 1), 0);
    const auto run = run::execute(plan, false, {}, {});
    ASSERT_FALSE(run);
    EXPECT_EQ(run.error().message.code, "runtime.openvino_not_found");
    EXPECT_TRUE(fs::is_empty(folder));
}

}  // namespace
