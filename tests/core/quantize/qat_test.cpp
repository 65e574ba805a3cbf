// SPDX-License-Identifier: GPL-3.0-or-later
// Models from quantisation-aware training: what is changed for the CPU, and that nothing they answer changes.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/words.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/build.h"
#include "core/quantize/graph/model_kind.h"
#include "core/quantize/graph/qat_audit.h"
#include "core/quantize/prepare/float_form.h"
#include "core/quantize/qat/qat_reencode.h"
#include "core/runtime/environment.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/run_model.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;
using onnx::TensorProto;
namespace fs = std::filesystem;

namespace {

using Outputs = std::vector<std::vector<float>>;

fs::path sample() {
    return tests::samples() / "glyphs" / "mobilenetv2-qat.onnx";
}

/// QuantizeLinear and DequantizeLinear on `tensor`, with a zero point of that type.
std::string addPair(onnx::ModelProto& model, const std::string& tensor, const std::string& name, float scale,
                    int type, int zero) {
    addFloats(model, name + "_scale", {}, {scale});
    *model.mutable_graph()->add_initializer() =
        tensorOf<std::uint8_t>(name + "_zp", {}, {static_cast<std::uint8_t>(zero)}, type);
    addNode(model, "QuantizeLinear", {tensor, name + "_scale", name + "_zp"}, {name + "_q"});
    addNode(model, "DequantizeLinear", {name + "_q", name + "_scale", name + "_zp"}, {name + "_dq"});
    return name + "_dq";
}

/// A float weight behind a per-channel pair, as training frameworks export it; symmetric, signed.
std::string addWeight(onnx::ModelProto& model, const std::string& name, const Dims& dims, unsigned seed,
                      int axis = 0) {
    std::size_t count = 1;
    for (const auto dim : dims) count *= static_cast<std::size_t>(dim);
    const auto channels = static_cast<std::size_t>(dims[static_cast<std::size_t>(axis)]);
    addFloats(model, name, dims, randomFloats(count, seed, -0.35F, 0.35F));
    addFloats(model, name + "_scale", {static_cast<std::int64_t>(channels)},
              randomFloats(channels, seed + 1, 0.003F, 0.004F));
    *model.mutable_graph()->add_initializer() =
        tensorOf<std::int8_t>(name + "_zp", {static_cast<std::int64_t>(channels)},
                              std::vector<std::int8_t>(channels, 0), TensorProto::INT8);
    setInt(addNode(model, "QuantizeLinear", {name, name + "_scale", name + "_zp"}, {name + "_q"}), "axis",
           axis);
    setInt(addNode(model, "DequantizeLinear", {name + "_q", name + "_scale", name + "_zp"}, {name + "_dq"}),
           "axis", axis);
    return name + "_dq";
}

int countOf(const onnx::ModelProto& model, const std::string& op) {
    int count = 0;
    for (const auto& node : model.graph().node()) count += node.op_type() == op;
    return count;
}

/// conv → activation → conv (1×1, its sum leaves in float), signed symmetric codes as for TensorRT.
onnx::ModelProto signedNet(const std::string& activation, float scale) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {-1, 3, 12, 12});
    addOutput(model, "out", {-1, 8, 12, 12});
    const std::string image = addPair(model, "image", "in", 2.0F / 127, TensorProto::INT8, 0);
    addFloats(model, "b1", {16}, randomFloats(16, 5));
    setInts(addNode(model, "Conv", {image, addWeight(model, "w1", {16, 3, 3, 3}, 1), "b1"}, {"c1"}), "pads",
            {1, 1, 1, 1});
    if (activation == "Clip") {
        addFloats(model, "low", {}, {0});
        addFloats(model, "high", {}, {1.5F});
        addNode(model, "Clip", {"c1", "low", "high"}, {"a1"});
    } else {
        addNode(model, activation, {"c1"}, {"a1"});
    }
    const std::string hidden = addPair(model, "a1", "mid", scale, TensorProto::INT8, 0);
    addFloats(model, "b2", {8}, randomFloats(8, 6));
    addNode(model, "Conv", {hidden, addWeight(model, "w2", {8, 16, 1, 1}, 3), "b2"}, {"out"});
    return model;
}

/// Largest difference between two sets of outputs.
double distance(const Outputs& one, const Outputs& other) {
    double largest = 0;
    for (std::size_t k = 0; k < one.size(); ++k)
        for (std::size_t i = 0; i < one[k].size(); ++i)
            largest = std::max<double>(largest, std::fabs(one[k][i] - other[k][i]));
    return largest;
}

/// Executed to the letter, both forms must agree up to float summation: codes stand for the same floats.
void expectSameLiterally(const onnx::ModelProto& before, const onnx::ModelProto& after) {
    const Outputs want = outputsOf(before, 3, 7, runtime::OptimizationLevel::None);
    const Outputs got = outputsOf(after, 3, 7, runtime::OptimizationLevel::None);
    ASSERT_EQ(want.size(), got.size());
    EXPECT_LT(distance(want, got), 2e-5);
}

TEST(Reencode, SignedCodesBecomeUnsignedAndMeanTheSame) {
    const onnx::ModelProto given = signedNet("Tanh", 1.0F / 127);
    onnx::ModelProto model = given;
    const auto facts = quantize::reencodeQdq(model);
    EXPECT_EQ(facts.activations, 2);
    EXPECT_EQ(facts.weights, 2);
    EXPECT_EQ(quantize::auditQat(model::GraphView(model)).signedActivations, 0);
    ASSERT_TRUE(model::check(model));
    expectSameLiterally(given, model);
}

TEST(Reencode, CodesBehindAReluCountFromZeroAndEndWhereTheyEnded) {
    // The first convolution's values reach far beyond 127 steps, so the old end matters.
    const onnx::ModelProto given = signedNet("Relu", 0.5F / 127);
    onnx::ModelProto model = given;
    quantize::reencodeQdq(model);
    EXPECT_EQ(countOf(model, "Clip"), 1) << "on the codes";
    ASSERT_TRUE(model::check(model));
    expectSameLiterally(given, model);

    // Without that end the outputs would differ: the test sees saturation.
    onnx::ModelProto open = model;
    for (auto& node : *open.mutable_graph()->mutable_node())
        if (node.op_type() == "Clip") {
            const std::string codes = node.input(0);
            node.set_op_type("Identity");
            node.clear_input();
            node.add_input(codes);
        }
    EXPECT_GT(distance(outputsOf(given, 3, 7), outputsOf(open, 3, 7)), 0.01);
}

TEST(Reencode, AClipThatTheCodesStandForBecomesRelu) {
    const onnx::ModelProto given = signedNet("Clip", 1.5F / 127);
    onnx::ModelProto model = given;
    quantize::reencodeQdq(model);
    EXPECT_EQ(countOf(model, "Relu"), 1);
    EXPECT_EQ(countOf(model, "Clip"), 1) << "on the codes, none on floats";
    ASSERT_TRUE(model::check(model));
    expectSameLiterally(given, model);
}

TEST(Reencode, EqualQuantizersOfOneTensorBecomeOne) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {-1, 4, 6, 6});
    addOutput(model, "left", {-1, 4, 6, 6});
    addOutput(model, "right", {-1, 4, 6, 6});
    const std::string one = addPair(model, "image", "one", 0.02F, TensorProto::UINT8, 128);
    const std::string two = addPair(model, "image", "two", 0.02F, TensorProto::UINT8, 128);
    const std::string other = addPair(model, "image", "other", 0.03F, TensorProto::UINT8, 128);
    addNode(model, "Add", {one, two}, {"left"});
    addNode(model, "Add", {two, other}, {"right"});
    const onnx::ModelProto given = model;
    EXPECT_EQ(quantize::reencodeQdq(model).merged, 1);
    EXPECT_EQ(countOf(model, "QuantizeLinear"), 2);
    ASSERT_TRUE(model::check(model));
    expectSameLiterally(given, model);
}

TEST(Reencode, UnsignedWeightsAround128BecomeSigned) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {-1, 8});
    addOutput(model, "y", {-1, 4});
    const std::string x = addPair(model, "x", "in", 0.02F, TensorProto::UINT8, 128);
    std::vector<std::uint8_t> codes(32);
    for (std::size_t i = 0; i < codes.size(); ++i) codes[i] = static_cast<std::uint8_t>(i * 8);
    *model.mutable_graph()->add_initializer() = tensorOf("w", {8, 4}, codes, TensorProto::UINT8);
    addFloats(model, "ws", {}, {0.01F});
    *model.mutable_graph()->add_initializer() = tensorOf<std::uint8_t>("wz", {}, {128}, TensorProto::UINT8);
    addNode(model, "DequantizeLinear", {"w", "ws", "wz"}, {"wd"});
    addNode(model, "MatMul", {x, "wd"}, {"y"});
    const onnx::ModelProto given = model;
    quantize::reencodeQdq(model);
    const model::GraphView view(model);
    ASSERT_TRUE(view.initializer("w"));
    EXPECT_EQ(view.initializer("w")->data_type(), TensorProto::INT8);
    expectSameLiterally(given, model);
}

TEST(Products, PointwiseConvolutionsWithFloatResultsRunInIntegers) {
    onnx::ModelProto model = signedNet("Relu", 1.0F / 127);
    quantize::reencodeQdq(model);
    const onnx::ModelProto before = model;
    ASSERT_EQ(quantize::rewriteAsProducts(model, {"out_Conv", "c1_Conv"}), 1) << "3×3 is no product";
    EXPECT_EQ(countOf(model, "MatMul"), 1);
    ASSERT_TRUE(model::check(model));
    expectSameLiterally(before, model);
}

TEST(Products, GemmWithAFloatResult) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {-1, 24});
    addOutput(model, "y", {-1, 6});
    const std::string x = addPair(model, "x", "in", 0.02F, TensorProto::UINT8, 110);
    addFloats(model, "b", {6}, randomFloats(6, 8));
    setInt(addNode(model, "Gemm", {x, addWeight(model, "w", {6, 24}, 4), "b"}, {"y"}), "transB", 1);
    quantize::reencodeQdq(model);
    const onnx::ModelProto before = model;
    ASSERT_EQ(quantize::rewriteAsProducts(model, {"y_Gemm"}), 1);
    ASSERT_TRUE(model::check(model));
    expectSameLiterally(before, model);
}

TEST(FloatForm, HoldsNoQuantizerAndStaysNearTheQuantizedNetwork) {
    onnx::ModelProto model = signedNet("Relu", 12.0F / 127);
    const onnx::ModelProto given = model;
    ASSERT_TRUE(quantize::removeQuantization(model));
    EXPECT_FALSE(quantize::isQuantizedModel(model));
    ASSERT_TRUE(model::check(model));
    const Outputs want = outputsOf(given), got = outputsOf(model);
    const double off = distance(want, got);
    EXPECT_GT(off, 0) << "the rounding is gone";
    EXPECT_LT(off, 0.5);
}

TEST(FloatForm, AnActivationThatOnlyTheCodesHeldIsKept) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {-1, 16});
    addOutput(model, "y", {-1, 16});
    const std::string cut = addPair(model, "x", "in", 0.5F / 255, TensorProto::UINT8, 0);
    addNode(model, "Identity", {cut}, {"y"});
    ASSERT_TRUE(quantize::removeQuantization(model));
    const Outputs outputs = outputsOf(model);
    for (const float value : outputs.at(0)) {
        EXPECT_GE(value, 0);
        EXPECT_LE(value, 0.5F + 1e-6F);
    }
}

TEST(FloatForm, IntegerOperatorsHaveNone) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {4, 4}, TensorProto::UINT8);
    addOutput(model, "y", {4, 4}, TensorProto::INT32);
    addNode(model, "MatMulInteger", {"x", "x"}, {"y"});
    EXPECT_FALSE(quantize::removeQuantization(model));
}

struct QatSample : tests::FolderFixture {
    quantize::BuildContext context;

    void SetUp() override {
        context.model = tests::samples() / "glyphs" / "mobilenetv2.onnx";
        context.outputFolder = folder / "engines";
    }
};

TEST_F(QatSample, IsReencodedSoThatNoConvolutionStaysFloat) {
    const auto built = quantize::buildQat(context, sample(), {}, {});
    ASSERT_TRUE(built) << base::Words::of("en").text(built.error());
    EXPECT_EQ(built->file.filename(), "mobilenetv2_int8-qat.onnx");
    ASSERT_TRUE(built->executed);
    if (runtime::detectCpu().fastInt8()) {
        EXPECT_EQ(built->executed->int8Conv, 36);
        EXPECT_EQ(built->executed->int8MatMul, 17);
        EXPECT_EQ(built->executed->floatConv, 0);
        EXPECT_EQ(built->executed->floatMatMul, 0);
    }
    EXPECT_LT(built->fileBytes, fs::file_size(sample()) / 2);
    ASSERT_EQ(built->warnings.size(), 1U);
    EXPECT_EQ(built->warnings[0].code, "quantize.qat_reencoded");
    // The folder holds the engine and nothing else.
    EXPECT_EQ(std::distance(fs::directory_iterator(context.outputFolder), {}), 1);
}

TEST_F(QatSample, AsTheModelItselfGivesAllThreeEngines) {
    context.model = sample();
    const auto fp32 = quantize::buildFp32(context, {}, {});
    ASSERT_TRUE(fp32) << base::Words::of("en").text(fp32.error());
    EXPECT_EQ(fp32->warnings.at(0).code, "quantize.fp32_without_pairs");
    const auto floats = model::load(fp32->file);
    ASSERT_TRUE(floats);
    EXPECT_FALSE(quantize::isQuantizedModel(*floats));
    const auto fp16 = quantize::buildFp16(context, {}, {}, {});
    ASSERT_TRUE(fp16) << base::Words::of("en").text(fp16.error());
    EXPECT_FALSE(fp16->fallback);
    EXPECT_EQ(fp16->file.filename(), "mobilenetv2-qat_fp16.onnx");
    EXPECT_LT(fp16->fileBytes, fp32->fileBytes * 6 / 10);
    const auto int8 = quantize::buildInt8(context, {}, {}, {}, {});
    ASSERT_TRUE(int8) << base::Words::of("en").text(int8.error());
    EXPECT_EQ(int8->file.filename(), "mobilenetv2-qat_int8.onnx");
    EXPECT_EQ(int8->calibrator, "") << "nothing was calibrated";
    EXPECT_EQ(std::distance(fs::directory_iterator(context.outputFolder), {}), 3);
}

TEST_F(QatSample, AModelWithoutQuantizersIsRefused) {
    const auto built = quantize::buildQat(context, context.model, {}, {});
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().message.code, "quantize.not_quantized");
    EXPECT_EQ(built.error().kind, base::ErrorKind::BadInput);
}

TEST_F(QatSample, ScalesThatTheExportComputesAreFolded) {
    onnx::ModelProto model = signedNet("Relu", 1.0F / 127);
    // scale = max|w| / 127, computed in the graph as PyTorch exports it.
    addFloats(model, "steps", {}, {127});
    for (auto& tensor : *model.mutable_graph()->mutable_initializer())
        if (tensor.name() == "w2_scale") tensor.set_name("w2_scale_old");
    setInts(addNode(model, "ReduceMax", {"w2_abs"}, {"w2_max"}), "axes", {1, 2, 3});
    setInt(*model.mutable_graph()->mutable_node(model.graph().node_size() - 1), "keepdims", 0);
    addNode(model, "Abs", {"w2"}, {"w2_abs"});
    addNode(model, "Div", {"w2_max", "steps"}, {"w2_scale"});
    ASSERT_TRUE(model::sortTopologically(*model.mutable_graph()));
    const fs::path file = folder / "computed.onnx";
    ASSERT_TRUE(model::save(model, file));
    const auto built = quantize::buildQat(context, file, {}, {});
    ASSERT_TRUE(built) << base::Words::of("en").text(built.error());
    EXPECT_EQ(built->warnings.at(0).code, "quantize.qat_reencoded");
    EXPECT_EQ(built->executed->int8Conv + built->executed->int8MatMul,
              runtime::detectCpu().fastInt8() ? 2 : 1);
}

}  // namespace
