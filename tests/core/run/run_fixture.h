// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include <string>

#include "core/base/words.h"
#include "core/run/pipeline.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/support/places.h"

namespace pwb::tests {

[[nodiscard]] inline std::string what(const base::Error& error) {
    return base::Words::of("en").text(error);
}

/// A plan over a part of the glyph sample that measures nothing, in a folder of its own that goes with the
/// test.
struct RunFixture : FolderFixture {
    std::filesystem::path glyphs = tests::samples() / "glyphs";
    run::RunPlan plan;

    void SetUp() override {
        ASSERT_EQ(::setenv("PWB_WORKER", (tests::programs() / "pwb").c_str(), 1), 0);
        plan.model = glyphs / "mobilenetv2.onnx";
        plan.data = glyphs / "val";
        plan.calibration = glyphs / "calib";
        plan.calibrationSamples = 72;
        plan.preprocess.mean = {{.485, .456, .406}};
        plan.preprocess.std = {{.229, .224, .225}};
        plan.limit = 144;
        plan.measure = false;
        plan.runFolder = folder;
    }

    auto execute(bool resume = false, const run::Observer& observer = {}, std::stop_token stop = {}) const {
        return run::execute(plan, resume, observer, stop);
    }
};

}  // namespace pwb::tests
