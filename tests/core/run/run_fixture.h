// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>

#include "core/base/words.h"
#include "core/run/pipeline.h"

namespace pwb::test {

[[nodiscard]] inline std::string what(const base::Error& error) {
    return base::Words::of("en").text(error);
}

/// A plan over a part of the glyph sample that measures nothing, in a folder of its own that goes with the
/// test.
struct RunFixture : testing::Test {
    std::filesystem::path folder =
        std::filesystem::path(testing::TempDir()) /
        ("run_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()) + "_" +
         std::to_string(::getpid()));
    std::filesystem::path glyphs = std::filesystem::path(PWB_SAMPLES) / "glyphs";
    run::RunPlan plan;

    void SetUp() override {
        ASSERT_EQ(::setenv("PWB_WORKER", PWB_BINARY_DIR "/pwb", 1), 0);
        plan.model = glyphs / "mobilenetv2.onnx";
        plan.data = glyphs / "val";
        plan.calibration = glyphs / "calib";
        plan.calibrationSamples = 72;
        plan.preprocess.mean = {{.485, .456, .406}};
        plan.preprocess.std = {{.229, .224, .225}};
        plan.limit = 144;
        plan.measure = false;
        plan.runFolder = folder;
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    auto execute(bool resume = false, const run::Observer& observer = {}, std::stop_token stop = {}) const {
        return run::execute(plan, resume, observer, stop);
    }
};

}  // namespace pwb::test
