// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/dynamic_int8.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/words.h"
#include "core/model/graph.h"
#include "core/model/io.h"
#include "core/quantize/build.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/run_model.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

/// Two products of one input (one of them a transposed Gemm with a bias), and one of their sum.
onnx::ModelProto products() {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {-1, 64});
    addOutput(model, "y", {-1, 16});
    addFloats(model, "w1", {64, 48}, randomFloats(64 * 48, 1));
    addFloats(model, "w2", {48, 64}, randomFloats(64 * 48, 2));
    addFloats(model, "b2", {48}, randomFloats(48, 3));
    addFloats(model, "w3", {48, 16}, randomFloats(48 * 16, 4));
    addNode(model, "MatMul", {"x", "w1"}, {"left"});
    setInt(addNode(model, "Gemm", {"x", "w2", "b2"}, {"right"}), "transB", 1);
    addNode(model, "Add", {"left", "right"}, {"sum"});
    addNode(model, "MatMul", {"sum", "w3"}, {"y"});
    return model;
}

double sqnr(const std::vector<float>& want, const std::vector<float>& got) {
    double signal = 0, noise = 0;
    for (std::size_t i = 0; i < want.size(); ++i) {
        signal += static_cast<double>(want[i]) * want[i];
        noise += std::pow(static_cast<double>(want[i]) - got[i], 2);
    }
    return 10 * std::log10(signal / noise);
}

struct DynamicInt8 : tests::FolderFixture {
    quantize::BuildContext context;

    void SetUp() override {
        context.model = folder / "net.onnx";
        context.outputFolder = folder / "engines";
    }
};

TEST_F(DynamicInt8, EveryProductRunsInIntegersAndIsNear) {
    const onnx::ModelProto model = products();
    ASSERT_TRUE(model::save(model, context.model));
    const auto built = quantize::buildDynamicInt8(context, {}, {});
    ASSERT_TRUE(built) << base::Words::of("en").text(built.error());
    EXPECT_EQ(built->file.filename(), "net_int8-dynamic.onnx");
    ASSERT_TRUE(built->executed);
    EXPECT_EQ(built->executed->int8MatMul, 3);
    EXPECT_EQ(built->executed->floatMatMul, 0);
    // The last product is the only reader of its input, so that the runtime quantises inside of it.
    EXPECT_EQ(built->executed->byType.at("DynamicQuantizeMatMul"), 1);
    EXPECT_TRUE(built->warnings.empty());
    const auto engine = model::load(built->file);
    ASSERT_TRUE(engine);
    ASSERT_TRUE(model::check(*engine));
    EXPECT_GT(sqnr(outputsOf(model, 8)[0], outputsOf(*engine, 8)[0]), 33);
    EXPECT_LT(built->fileBytes, fs::file_size(context.model) / 2);
}

TEST_F(DynamicInt8, AnInputOfSeveralProductsIsQuantizedOnce) {
    onnx::ModelProto model = products();
    ASSERT_EQ(quantize::quantizeDynamically(model, false), 3);
    int quantizers = 0;
    for (const auto& node : model.graph().node()) quantizers += node.op_type() == "DynamicQuantizeLinear";
    EXPECT_EQ(quantizers, 2);
}

TEST_F(DynamicInt8, NarrowWeightsStayWithinHalfTheCodes) {
    onnx::ModelProto model = products();
    ASSERT_EQ(quantize::quantizeDynamically(model, true), 3);
    int seen = 0;
    for (const auto& tensor : model.graph().initializer()) {
        if (tensor.data_type() != onnx::TensorProto::INT8) continue;
        ++seen;
        for (const auto code : model::intValues(tensor)) ASSERT_LE(std::abs(code), 64);
    }
    EXPECT_EQ(seen, 3);
    EXPECT_GT(sqnr(outputsOf(products(), 8)[0], outputsOf(model, 8)[0]), 28);
}

TEST_F(DynamicInt8, ANetworkWithoutProductsHasNone) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {-1, 3, 8, 8});
    addOutput(model, "y", {-1, 4, 6, 6});
    addFloats(model, "w", {4, 3, 3, 3}, randomFloats(108, 1));
    addNode(model, "Conv", {"x", "w"}, {"y"});
    ASSERT_TRUE(model::save(model, context.model));
    const auto built = quantize::buildDynamicInt8(context, {}, {});
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().message.code, "quantize.dynamic_nothing");
    EXPECT_FALSE(fs::exists(context.outputFolder / "net_int8-dynamic.onnx"));
}

}  // namespace
