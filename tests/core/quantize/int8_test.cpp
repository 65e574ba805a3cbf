// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <onnx/onnx_pb.h>
#include <rapidcheck.h>

#include <cmath>

#include "core/model/graph.h"
#include "core/model/io.h"
#include "core/quantize/build.h"
#include "core/quantize/int8/int8_plan.h"
#include "tests/core/quantize/random_source.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/core/support/onnx_builder.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

/// conv → relu → (residual: conv + add) → relu → global pool → flatten → gemm
onnx::ModelProto smallNet(int channels) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {-1, 3, 8, 8});
    addOutput(model, "logits", {-1, 5});
    const auto n = static_cast<std::size_t>(channels);
    addFloats(model, "w1", {channels, 3, 3, 3}, randomFloats(n * 27, 1, -0.34F, 0.34F));
    addFloats(model, "b1", {channels}, randomFloats(n, 2, -0.17F, 0.17F));
    addFloats(model, "w2", {channels, channels, 1, 1}, randomFloats(n * n, 3, -0.51F, 0.51F));
    addFloats(model, "w3", {5, channels}, randomFloats(5 * n, 4, -0.51F, 0.51F));
    addFloats(model, "b3", {5}, randomFloats(5, 5, -0.17F, 0.17F));
    auto& conv = addNode(model, "Conv", {"image", "w1", "b1"}, {"c1"});
    setInts(conv, "pads", {1, 1, 1, 1});
    addNode(model, "Relu", {"c1"}, {"r1"});
    addNode(model, "Conv", {"r1", "w2"}, {"c2"});
    addNode(model, "Add", {"c2", "r1"}, {"sum"});
    addNode(model, "Relu", {"sum"}, {"r2"});
    addNode(model, "GlobalAveragePool", {"r2"}, {"pooled"});
    addNode(model, "Flatten", {"pooled"}, {"flat"});
    setInt(addNode(model, "Gemm", {"flat", "w3", "b3"}, {"logits"}), "transB", 1);
    return model;
}

struct Int8Test : tests::FolderFixture {
    quantize::BuildContext contextFor(const onnx::ModelProto& model) const {
        EXPECT_TRUE(model::save(model, folder / "net.onnx"));
        return {folder / "net.onnx", folder, "cpu", 1};
    }
    base::Result<quantize::BuiltEngine> build(
        const onnx::ModelProto& model, const Dims& shape,
        quantize::Calibrator calibrator = quantize::Calibrator::MinMax) const {
        quantize::Int8Options options;
        options.calibrator = calibrator;
        options.checkSpeed = false;  // nets as small as these are no faster in INT8
        return quantize::buildInt8(contextFor(model), options, randomSource(shape, 32), {}, {});
    }
};

TEST_F(Int8Test, ThePlanFollowsChainsAndStopsAtTheOutput) {
    onnx::ModelProto model = smallNet(8);
    model::GraphView view(model);
    const quantize::Int8Plan plan = quantize::planInt8(view);
    EXPECT_EQ(plan.convolutions, 2);
    EXPECT_EQ(plan.matmuls, 1);
    EXPECT_TRUE(plan.nodes.contains("sum"));
    // The pair stands after the Relu, never between it and its convolution.
    EXPECT_EQ(std::count(plan.tensors.begin(), plan.tensors.end(), "c1"), 0);
    EXPECT_EQ(std::count(plan.tensors.begin(), plan.tensors.end(), "r1"), 1);
    // Logits come out in float, and Flatten takes its input's parameters.
    EXPECT_EQ(std::count(plan.tensors.begin(), plan.tensors.end(), "logits"), 0);
    EXPECT_EQ(plan.source("flat"), "pooled");
    EXPECT_EQ(plan.bounded.at("r1").lo, 0);
}

TEST_F(Int8Test, EveryPlannedOperatorReallyRunsInInt8) {
    const auto built = build(smallNet(8), {3, 8, 8});
    ASSERT_TRUE(built) << built.error().message.code;
    EXPECT_EQ(built->executed->int8Conv, 2);
    EXPECT_EQ(built->executed->floatConv, 0);
    EXPECT_EQ(built->executed->int8MatMul, 1);
    EXPECT_EQ(built->executed->floatMatMul, 0);
    EXPECT_EQ(built->executed->byType.at("QLinearAdd"), 1);
    EXPECT_EQ(built->executed->conversions, 1) << "only the input is converted";
    EXPECT_TRUE(built->warnings.empty());
    EXPECT_EQ(built->file.filename(), "net_int8.onnx");
    EXPECT_EQ(built->fileBytes, fs::file_size(built->file));
}

TEST_F(Int8Test, AConvolutionThatIsTheOutputCanBeCalibrated) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {-1, 3, 8, 8});
    addOutput(model, "head", {-1, 4, 8, 8});
    addFloats(model, "w1", {4, 3, 1, 1}, randomFloats(12, 1, -0.34F, 0.34F));
    addNode(model, "Conv", {"image", "w1"}, {"head"});
    const auto built = build(model, {3, 8, 8}, quantize::Calibrator::Auto);
    ASSERT_TRUE(built) << built.error().message.code;
    EXPECT_EQ(built->executed->int8Conv, 1);
    for (const auto& [id, sqnr] : built->sqnrByCalibrator) EXPECT_GT(sqnr, 20) << id;
}

TEST_F(Int8Test, AModelWithQuantisedWeightsOnlyIsNotQuantisedAgain) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {-1, 3, 8, 8});
    addOutput(model, "head", {-1, 4, 8, 8});
    *model.mutable_graph()->add_initializer() =
        tensorOf("codes", {4, 3, 1, 1}, std::vector<std::int8_t>(12, 7), onnx::TensorProto::INT8);
    addFloats(model, "scale", {}, {0.01F});
    addNode(model, "DequantizeLinear", {"codes", "scale"}, {"w1"});
    addNode(model, "Conv", {"image", "w1"}, {"head"});
    const auto built = build(model, {3, 8, 8});
    ASSERT_TRUE(built) << built.error().message.code;
    ASSERT_FALSE(built->warnings.empty());
    EXPECT_EQ(built->warnings.front().code, "quantize.qat_reencoded");
    EXPECT_EQ(built->calibrationSamples, 0);
}

TEST_F(Int8Test, TheFilePassesTheCheckerAndKeepsItsInterface) {
    const auto built = build(smallNet(8), {3, 8, 8});
    ASSERT_TRUE(built);
    const auto model = model::load(built->file);
    ASSERT_TRUE(model);
    EXPECT_TRUE(model::check(*model));
    EXPECT_EQ(model->graph().input(0).name(), "image");
    EXPECT_EQ(model->graph().output(0).name(), "logits");
}

TEST_F(Int8Test, EveryCalibratorGivesOutputsNearFp32) {
    for (const auto calibrator :
         {quantize::Calibrator::MinMax, quantize::Calibrator::MovingAverage, quantize::Calibrator::Percentile,
          quantize::Calibrator::Entropy, quantize::Calibrator::Mse, quantize::Calibrator::Auto}) {
        const auto built = build(smallNet(8), {3, 8, 8}, calibrator);
        ASSERT_TRUE(built) << quantize::calibratorId(calibrator);
        for (const auto& [id, sqnr] : built->sqnrByCalibrator) EXPECT_GT(sqnr, 20) << id;
        if (calibrator != quantize::Calibrator::Auto) continue;
        EXPECT_EQ(built->sqnrByCalibrator.size(), 5U);
        for (const auto& [id, sqnr] : built->sqnrByCalibrator)
            EXPECT_LE(sqnr, built->sqnrByCalibrator.at(built->calibrator)) << id;
    }
}

TEST_F(Int8Test, RandomChainsPassTheCheckerAndStayNearFp32) {
    EXPECT_TRUE(rc::check([this] {
        const int channels = *rc::gen::inRange(1, 4) * 4;
        const bool clip = *rc::gen::arbitrary<bool>();
        onnx::ModelProto model = smallNet(channels);
        if (clip) {
            addFloats(model, "zero", {}, {0});
            addFloats(model, "six", {}, {6});
            for (onnx::NodeProto& node : *model.mutable_graph()->mutable_node()) {
                if (node.output(0) != "r1") continue;
                node.set_op_type("Clip");
                node.add_input("zero");
                node.add_input("six");
            }
        }
        const auto built = build(model, {3, 8, 8});
        RC_ASSERT(built.has_value());
        RC_ASSERT(built->executed->floatConv == 0);
        RC_ASSERT(built->sqnrByCalibrator.at("minmax") > 20);
        RC_ASSERT(model::check(*model::load(built->file)).has_value());
    }));
}

TEST_F(Int8Test, ATensorThatIsAlsoAnOutputKeepsItsName) {
    onnx::ModelProto model = smallNet(8);
    addOutput(model, "r2", {-1, 8, 8, 8});
    const auto built = build(model, {3, 8, 8});
    ASSERT_TRUE(built) << built.error().message.code;
    EXPECT_GT(built->sqnrByCalibrator.at("minmax"), 20);
    EXPECT_EQ(model::load(built->file)->graph().output(1).name(), "r2");
}

TEST_F(Int8Test, NothingToQuantizeIsAClearError) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {-1, 4});
    addOutput(model, "y", {-1, 4});
    addNode(model, "Relu", {"x"}, {"y"});
    const auto built = build(model, {4});
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().message.code, "quantize.nothing_to_quantize");
    EXPECT_FALSE(fs::exists(folder / "net_int8.onnx"));
}

TEST_F(Int8Test, AnEmptyCalibrationSetIsAClearError) {
    const auto built = quantize::buildInt8(contextFor(smallNet(8)), {}, randomSource({3, 8, 8}, 0), {}, {});
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().message.code, "quantize.calibration_empty");
}

TEST_F(Int8Test, NanWeightsAreNamed) {
    onnx::ModelProto model = smallNet(8);
    for (onnx::TensorProto& tensor : *model.mutable_graph()->mutable_initializer()) {
        if (tensor.name() != "w1") continue;
        std::vector<float> values(8 * 27, std::numeric_limits<float>::quiet_NaN());
        tensor.set_raw_data(std::string(reinterpret_cast<const char*>(values.data()), values.size() * 4));
    }
    const auto built = build(model, {3, 8, 8});
    ASSERT_FALSE(built);
    EXPECT_EQ(built.error().message.code, "quantize.calibration_non_finite");
}

TEST_F(Int8Test, StoppingIsCancelledAndLeavesNoFile) {
    std::stop_source source;
    source.request_stop();
    const auto built =
        quantize::buildInt8(contextFor(smallNet(8)), {}, randomSource({3, 8, 8}, 32), {}, source.get_token());
    ASSERT_FALSE(built);
    EXPECT_TRUE(base::isCancelled(built.error()));
    EXPECT_FALSE(fs::exists(folder / "net_int8.onnx"));
}

TEST_F(Int8Test, AQuantizedModelIsNotQuantizedAgain) {
    const fs::path qat = tests::samples() / "glyphs/mobilenetv2-qat.onnx";
    const auto built = quantize::buildInt8({qat, folder, "cpu", 1}, {}, randomSource({3, 64, 64}, 8), {}, {});
    ASSERT_TRUE(built) << built.error().message.code;
    EXPECT_EQ(built->warnings.at(0).code, "quantize.qat_reencoded");
    EXPECT_EQ(built->calibrationSamples, 0);
}

TEST_F(Int8Test, AllConvolutionsOfTheSampleRunInInt8) {
    const fs::path sample = tests::samples() / "glyphs/mobilenetv2.onnx";
    quantize::Int8Options options;
    options.checkSpeed = false;  // on a busy machine a layer may time slower than it is
    const auto built =
        quantize::buildInt8({sample, folder, "cpu", 1}, options, randomSource({3, 64, 64}, 16), {}, {});
    ASSERT_TRUE(built) << built.error().message.code;
    EXPECT_EQ(built->executed->int8Conv, 52);
    EXPECT_EQ(built->executed->floatConv, 0);
    EXPECT_EQ(built->executed->int8MatMul, 1);
    EXPECT_LE(static_cast<double>(built->fileBytes), 0.36 * static_cast<double>(fs::file_size(sample)));
}

}  // namespace
