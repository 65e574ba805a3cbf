// SPDX-License-Identifier: GPL-3.0-or-later
// A run of a model with several inputs, fed from the arrays of their names.
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/words.h"
#include "core/run/pipeline.h"
#include "tests/core/support/npy_files.h"
#include "tests/core/support/onnx_builder.h"
#include "tests/support/test_folder.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

/// scores = features + float(bias), so that the integer side input decides the class.
void writeModel(const fs::path& path) {
    onnx::ModelProto model = emptyModel();
    addInput(model, "features", {-1, 3});
    addInput(model, "bias", {-1, 3}, onnx::TensorProto::INT64);
    onnx::NodeProto& cast = *model.mutable_graph()->add_node();
    cast.set_op_type("Cast");
    cast.set_name("cast");
    cast.add_input("bias");
    cast.add_output("bias_float");
    onnx::AttributeProto& to = *cast.add_attribute();
    to.set_name("to");
    to.set_type(onnx::AttributeProto::INT);
    to.set_i(onnx::TensorProto::FLOAT);
    onnx::NodeProto& add = *model.mutable_graph()->add_node();
    add.set_op_type("Add");
    add.set_name("add");
    add.add_input("features");
    add.add_input("bias_float");
    add.add_output("scores");
    addOutput(model, "scores", {-1, 3});
    std::ofstream out(path, std::ios::binary);
    ASSERT_TRUE(model.SerializeToOstream(&out));
}

TEST(TensorInputs, IntegerSideInputIsFedByName) {
    const tests::TestFolder place;
    const fs::path& folder = place.path();
    writeModel(folder / "two.onnx");
    // Five samples whose features say class 0; the bias moves each to its label, but for the last.
    std::vector<float> features;
    std::vector<std::int16_t> bias;
    const std::vector<std::int32_t> labels = {0, 1, 2, 1, 2};
    for (std::size_t i = 0; i < 5; ++i) {
        features.insert(features.end(), {1, 0, 0});
        for (std::int32_t c = 0; c < 3; ++c)
            bias.push_back(static_cast<std::int16_t>(i < 4 && c == labels[i] ? 9 : 0));
    }
    writeNpz(folder / "set.npz", {{"features", npy("<f4", {5, 3}, features)},
                                  {"bias", npy("<i2", {5, 3}, bias)},
                                  {"y", npy("<i4", {5}, labels)}});
    run::RunPlan plan;
    plan.model = folder / "two.onnx";
    plan.data = folder / "set.npz";
    plan.precisions = {base::Precision::Fp32};
    plan.batch = 2;
    plan.measure = false;
    plan.runFolder = folder / "run";
    const auto document = run::execute(plan, false, {}, {});
    ASSERT_TRUE(document) << base::Words::of("en").text(document.error());
    ASSERT_EQ((*document)->engines.size(), 1u);
    ASSERT_TRUE((*document)->engines[0].accuracy);
    EXPECT_EQ((*document)->engines[0].accuracy->samples, 5);
    EXPECT_EQ((*document)->engines[0].accuracy->correct, 4);
    EXPECT_EQ((*document)->data.tensor, "features [3] float32; bias [3] int16");
}

}  // namespace
