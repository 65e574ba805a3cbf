// SPDX-License-Identifier: GPL-3.0-or-later
// Models whose outputs are not what their task promises.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "core/run/pipeline.h"
#include "tests/core/support/onnx_builder.h"

using namespace pwb;
namespace fs = std::filesystem;

namespace {

struct Outputs : testing::Test {
    fs::path folder = fs::path(testing::TempDir()) / ("outputs_" + std::to_string(::getpid()));
    run::RunPlan plan;

    void SetUp() override {
        fs::create_directories(folder);
        plan.model = folder / "model.onnx";
        plan.data = fs::path(PWB_SAMPLES) / "glyphs" / "val";
        plan.task = model::Task::Classification;
        plan.precisions = {base::Precision::Fp32};
        plan.limit = 8;
        plan.measure = false;
        plan.runFolder = folder / "run";
    }
    void TearDown() override { fs::remove_all(folder); }
    /// The mean of all pixels.
    void writeMean() const {
        onnx::ModelProto model = test::emptyModel(17);
        test::addInput(model, "image", {-1, 3, 8, 8});
        test::addOutput(model, "answer", {});
        auto& node = test::addNode(model, "ReduceMean", {"image"}, {"answer"});
        test::setInt(node, "keepdims", 0);
        std::ofstream out(plan.model, std::ios::binary);
        ASSERT_TRUE(model.SerializeToOstream(&out));
    }
};

TEST_F(Outputs, ASingleNumberIsNoScores) {
    writeMean();
    const auto document = run::execute(plan, false, {}, {});
    ASSERT_FALSE(document);
    EXPECT_EQ(document.error().message.code, "run.not_scores");
}

}  // namespace
