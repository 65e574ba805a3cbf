// SPDX-License-Identifier: GPL-3.0-or-later
// Whole runs with FP16 inputs and outputs, and of models that are FP16 already.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/model/info.h"
#include "tests/core/run/run_fixture.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

struct HalfPrecision : RunFixture {
    void SetUp() override {
        RunFixture::SetUp();
        plan.fp16Io = true;
        plan.runFolder = folder / "run";
        fs::create_directories(plan.runFolder);
    }
};

base::ElementType inputType(const result::EngineResult& engine) {
    const auto info = model::inspect(engine.built->file);
    EXPECT_TRUE(info);
    return info ? info->inputs.front().type : base::ElementType::Undefined;
}

TEST_F(HalfPrecision, Fp16InputsAreFedEvaluatedAndMeasured) {
    plan.precisions = {base::Precision::Fp32, base::Precision::Fp16};
    plan.measure = true;
    plan.runs = 10;
    plan.batches = {1};
    plan.streams = {1};
    const auto document = run::execute(plan, false, {}, {});
    ASSERT_TRUE(document) << base::Words::of("en").text(document.error());
    const auto& engines = (*document)->engines;
    EXPECT_EQ(inputType(engines[0]), base::ElementType::Float);
    EXPECT_EQ(inputType(engines[1]), base::ElementType::Float16);
    EXPECT_TRUE(engines[1].built->halfIo);
    ASSERT_TRUE(engines[1].accuracy);
    EXPECT_NEAR(engines[1].accuracy->top1, engines[0].accuracy->top1, 0.02);
    ASSERT_TRUE(engines[1].measurement);
    EXPECT_FALSE(engines[1].measurement->latency.empty());
}

TEST_F(HalfPrecision, AModelThatIsFp16AlreadyGivesAllThreeEngines) {
    plan.precisions = {base::Precision::Fp16};
    const auto first = run::execute(plan, false, {}, {});
    ASSERT_TRUE(first) << base::Words::of("en").text(first.error());
    plan.model = folder / "half.onnx";
    fs::copy_file((*first)->engines[0].built->file, plan.model);

    plan.precisions = {base::Precision::Fp32, base::Precision::Fp16, base::Precision::Int8};
    plan.runFolder = folder / "second";
    fs::create_directories(plan.runFolder);
    const auto document = run::execute(plan, false, {}, {});
    ASSERT_TRUE(document) << base::Words::of("en").text(document.error());
    const auto& engines = (*document)->engines;
    for (const auto& engine : engines) {
        ASSERT_TRUE(engine.built) << engine.id.key();
        ASSERT_TRUE(engine.accuracy) << engine.id.key();
        EXPECT_NEAR(engine.accuracy->top1, (*first)->engines[0].accuracy->top1, 0.04) << engine.id.key();
    }
    EXPECT_EQ(inputType(engines[0]), base::ElementType::Float);
    EXPECT_EQ(inputType(engines[1]), base::ElementType::Float16);
    EXPECT_EQ(inputType(engines[2]), base::ElementType::Float);
    const auto warns = [&](std::size_t i, const std::string& code) {
        return std::ranges::any_of(engines[i].built->warnings,
                                   [&](const base::Message& warning) { return warning.code == code; });
    };
    EXPECT_TRUE(warns(0, "quantize.fp32_widened"));
    EXPECT_TRUE(warns(1, "quantize.fp16_already_half"));
    EXPECT_TRUE(warns(2, "quantize.int8_widened"));
}

}  // namespace
