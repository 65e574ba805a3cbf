// SPDX-License-Identifier: GPL-3.0-or-later
// Models whose outputs are not what their task promises.
#include <gtest/gtest.h>

#include <fstream>

#include "core/run/pipeline.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/onnx_builder.h"
#include "tests/support/places.h"

using namespace pwb;
namespace fs = std::filesystem;

namespace {

struct Outputs : tests::FolderFixture {
    run::RunPlan plan;

    void SetUp() override {
        plan.model = folder / "model.onnx";
        plan.data = tests::samples() / "glyphs" / "val";
        plan.task = model::Task::Classification;
        plan.precisions = {base::Precision::Fp32};
        plan.limit = 8;
        plan.measure = false;
        plan.runFolder = folder / "run";
    }
    /// The mean of all pixels.
    void writeMean() const {
        onnx::ModelProto model = tests::emptyModel(17);
        tests::addInput(model, "image", {-1, 3, 8, 8});
        tests::addOutput(model, "answer", {});
        auto& node = tests::addNode(model, "ReduceMean", {"image"}, {"answer"});
        tests::setInt(node, "keepdims", 0);
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
