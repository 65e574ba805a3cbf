// SPDX-License-Identifier: GPL-3.0-or-later
// What is taken for the box arithmetic of a detector, by families of heads, and that nothing of a classifier
// is.
#include "core/quantize/int8/box_decode.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/graph/value_tensors.h"
#include "core/quantize/int8/int8_lowering.h"
#include "core/quantize/int8/int8_plan.h"
#include "tests/core/support/random_graph.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

quantize::BoxDecode decodeOf(onnx::ModelProto model) {
    EXPECT_TRUE(model::prepare(model, 13));
    return quantize::findBoxDecode(model::GraphView(model));
}

std::set<std::string> sorted(const std::vector<std::string>& names) {
    return {names.begin(), names.end()};
}

/// image → stem → two convolutions "boxes" [B, 4·bins, 8, 8] and "classes" [B, 3, 8, 8]
onnx::ModelProto withHeads(std::int64_t bins) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {1, 3, 8, 8});
    addFloats(model, "w0", {6, 3, 1, 1}, randomFloats(18, 1));
    addFloats(model, "w1", {4 * bins, 6, 1, 1}, randomFloats(static_cast<std::size_t>(24 * bins), 2));
    addFloats(model, "w2", {3, 6, 1, 1}, randomFloats(18, 3));
    addNode(model, "Conv", {"image", "w0"}, {"stem"});
    addNode(model, "Relu", {"stem"}, {"features"});
    addNode(model, "Conv", {"features", "w1"}, {"boxes"});
    addNode(model, "Conv", {"features", "w2"}, {"classes"});
    return model;
}

/// As YOLOv8 and YOLO11 export: bins of distances → expected distance → corners → centres and sizes.
onnx::ModelProto anchorFree() {
    onnx::ModelProto model = withHeads(16);
    addOutput(model, "output0", {1, 7, 64});
    addInts(model, "as_bins", {4}, {1, 4, 16, 64});
    addInts(model, "as_sides", {3}, {1, 4, 64});
    addInts(model, "as_scores", {3}, {1, 3, 64});
    addInts(model, "halves", {2}, {2, 2});
    std::vector<float> numbers(16);
    for (std::size_t i = 0; i < 16; ++i) numbers[i] = static_cast<float>(i);
    addFloats(model, "numbers", {1, 16, 1, 1}, numbers);
    addFloats(model, "grid", {1, 2, 64}, randomFloats(128, 4, 0, 8));
    addFloats(model, "two", {}, {2});
    addFloats(model, "strides", {1, 64}, std::vector<float>(64, 8));
    addNode(model, "Reshape", {"boxes", "as_bins"}, {"bins"});
    setInts(addNode(model, "Transpose", {"bins"}, {"turned"}), "perm", {0, 2, 1, 3});
    setInt(addNode(model, "Softmax", {"turned"}, {"shares"}), "axis", 1);
    addNode(model, "Conv", {"shares", "numbers"}, {"expected"});
    addNode(model, "Reshape", {"expected", "as_sides"}, {"sides"});
    setInt(addNode(model, "Split", {"sides", "halves"}, {"before", "behind"}), "axis", 1);
    addNode(model, "Sub", {"grid", "before"}, {"first"});
    addNode(model, "Add", {"grid", "behind"}, {"second"});
    addNode(model, "Add", {"first", "second"}, {"sum"});
    addNode(model, "Div", {"sum", "two"}, {"centres"});
    addNode(model, "Sub", {"second", "first"}, {"sizes"});
    setInt(addNode(model, "Concat", {"centres", "sizes"}, {"cells"}), "axis", 1);
    addNode(model, "Mul", {"cells", "strides"}, {"pixels"});
    addNode(model, "Reshape", {"classes", "as_scores"}, {"flat"});
    addNode(model, "Sigmoid", {"flat"}, {"scores"});
    setInt(addNode(model, "Concat", {"pixels", "scores"}, {"output0"}), "axis", 1);
    return model;
}

/// As YOLOv5 and YOLOv7 export: all of a cell in one convolution.
onnx::ModelProto anchorBased() {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {1, 3, 8, 8});
    addOutput(model, "output0", {1, 64, 7});
    addFloats(model, "w0", {7, 3, 1, 1}, randomFloats(21, 1));
    addFloats(model, "b0", {7}, randomFloats(7, 2));
    addInts(model, "rows", {3}, {1, 7, 64});
    addInts(model, "parts", {3}, {2, 2, 3});
    addFloats(model, "two", {}, {2});
    addFloats(model, "grid", {1, 64, 2}, randomFloats(128, 3, 0, 8));
    addFloats(model, "anchors", {1, 64, 2}, randomFloats(128, 4, 4, 60));
    addFloats(model, "stride", {}, {8});
    addNode(model, "Conv", {"image", "w0", "b0"}, {"head"});
    addNode(model, "Reshape", {"head", "rows"}, {"cells"});
    setInts(addNode(model, "Transpose", {"cells"}, {"turned"}), "perm", {0, 2, 1});
    addNode(model, "Sigmoid", {"turned"}, {"y"});
    setInt(addNode(model, "Split", {"y", "parts"}, {"xy", "wh", "rest"}), "axis", 2);
    addNode(model, "Mul", {"xy", "two"}, {"xy2"});
    addNode(model, "Add", {"xy2", "grid"}, {"placed"});
    addNode(model, "Mul", {"placed", "stride"}, {"centres"});
    addNode(model, "Mul", {"wh", "two"}, {"wh2"});
    addNode(model, "Pow", {"wh2", "two"}, {"squares"});
    addNode(model, "Mul", {"squares", "anchors"}, {"sizes"});
    setInt(addNode(model, "Concat", {"centres", "sizes", "rest"}, {"output0"}), "axis", 2);
    return model;
}

/// As SSD: offsets to prior boxes, scores beside them.
onnx::ModelProto withPriors() {
    onnx::ModelProto model = withHeads(1);
    addOutput(model, "output_boxes", {1, 64, 4});
    addOutput(model, "output_scores", {1, 64, 3});
    addInts(model, "rows", {3}, {1, 64, 4});
    addInts(model, "class_rows", {3}, {1, 64, 3});
    addInts(model, "halves", {2}, {2, 2});
    addFloats(model, "variance", {}, {0.1F});
    addFloats(model, "prior_sizes", {1, 64, 2}, randomFloats(128, 4, 0.1F, 0.5F));
    addFloats(model, "prior_centres", {1, 64, 2}, randomFloats(128, 5, 0, 1));
    addNode(model, "Reshape", {"boxes", "rows"}, {"offsets"});
    setInt(addNode(model, "Split", {"offsets", "halves"}, {"move", "grow"}), "axis", 2);
    addNode(model, "Mul", {"move", "variance"}, {"moved"});
    addNode(model, "Mul", {"moved", "prior_sizes"}, {"scaled"});
    addNode(model, "Add", {"scaled", "prior_centres"}, {"centres"});
    addNode(model, "Exp", {"grow"}, {"grown"});
    addNode(model, "Mul", {"grown", "prior_sizes"}, {"sizes"});
    setInt(addNode(model, "Concat", {"centres", "sizes"}, {"output_boxes"}), "axis", 2);
    addNode(model, "Reshape", {"classes", "class_rows"}, {"logits"});
    setInt(addNode(model, "Softmax", {"logits"}, {"output_scores"}), "axis", 2);
    return model;
}

TEST(BoxDecode, AnAnchorFreeHeadEndsWithItsLastConvolutions) {
    const auto found = decodeOf(anchorFree());
    EXPECT_EQ(sorted(found.heads), (std::set<std::string>{"boxes_Conv", "classes_Conv"}));
    const auto arithmetic = sorted(found.arithmetic);
    EXPECT_TRUE(arithmetic.contains("expected_Conv")) << "fixed weights, not learned ones";
    for (const char* node : {"sum_Add", "second_Add", "cells_Concat", "pixels_Mul", "scores_Sigmoid",
                             "output0_Concat", "centres_Div"})
        EXPECT_TRUE(arithmetic.contains(node)) << node;
    EXPECT_FALSE(arithmetic.contains("flat_Reshape")) << "it changes nothing";
    EXPECT_TRUE(sorted(found.nodes).contains("shares_Softmax"));
    EXPECT_FALSE(sorted(found.nodes).contains("features_Relu"));
}

TEST(BoxDecode, TheExpectationOfAHeadIsNotQuantised) {
    onnx::ModelProto model = anchorFree();
    ASSERT_TRUE(model::prepare(model, 13));
    model::GraphView view(model);
    const auto found = quantize::findBoxDecode(view);
    for (const auto scheme : {quantize::Int8Scheme::Cpu, quantize::Int8Scheme::OpenVino}) {
        EXPECT_TRUE(quantize::planInt8(view, {scheme}).nodes.contains("expected"))
            << "else this tests nothing";
        const auto plan = quantize::planInt8(view, {scheme, {found.nodes.begin(), found.nodes.end()}});
        EXPECT_FALSE(plan.nodes.contains("expected"));
        EXPECT_TRUE(plan.nodes.contains("boxes"));
        EXPECT_TRUE(plan.nodes.contains("stem"));
    }
}

TEST(BoxDecode, AnAnchorBasedHeadIsOneConvolution) {
    const auto found = decodeOf(anchorBased());
    EXPECT_EQ(found.heads, (std::vector<std::string>{"head_Conv"}));
    EXPECT_TRUE(sorted(found.nodes).contains("squares_Pow"));
    EXPECT_TRUE(sorted(found.arithmetic).contains("placed_Add"));
}

TEST(BoxDecode, PriorBoxesAreFoundWithTwoOutputs) {
    const auto found = decodeOf(withPriors());
    EXPECT_EQ(sorted(found.heads), (std::set<std::string>{"boxes_Conv", "classes_Conv"}));
    EXPECT_TRUE(sorted(found.nodes).contains("grown_Exp"));
}

TEST(BoxDecode, AHeadOfTransformersHasNoArithmeticToSpareAndNoneIsFound) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "queries", {1, 10, 8});
    addOutput(model, "pred_boxes", {1, 10, 4});
    addOutput(model, "logits", {1, 10, 3});
    addFloats(model, "w1", {8, 4}, randomFloats(32, 1));
    addFloats(model, "b1", {4}, randomFloats(4, 2));
    addFloats(model, "w2", {8, 3}, randomFloats(24, 3));
    addNode(model, "MatMul", {"queries", "w1"}, {"product"});
    addNode(model, "Add", {"product", "b1"}, {"biased"});
    addNode(model, "Sigmoid", {"biased"}, {"pred_boxes"});
    addNode(model, "MatMul", {"queries", "w2"}, {"logits"});
    EXPECT_TRUE(decodeOf(model).empty());
}

TEST(BoxDecode, TheSampleDetectorEndsInItsSixHeads) {
    auto model = model::load(tests::samples() / "pitch" / "detector.onnx");
    ASSERT_TRUE(model);
    const auto found = decodeOf(*model);
    EXPECT_EQ(sorted(found.heads),
              (std::set<std::string>{"/box.0/box.0.2/Conv", "/box.1/box.1.2/Conv", "/box.2/box.2.2/Conv",
                                     "/cls.0/cls.0.2/Conv", "/cls.1/cls.1.2/Conv", "/cls.2/cls.2.2/Conv"}));
    EXPECT_TRUE(sorted(found.arithmetic).contains("/Concat_10"));
}

TEST(BoxDecode, AClassifierWithShapeArithmeticAndABiasOfItsOwnHasNone) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {-1, 3, 8, 8});
    addOutput(model, "probabilities", {-1, 5});
    addFloats(model, "w", {3, 5}, randomFloats(15, 1));
    addFloats(model, "b", {5}, randomFloats(5, 2));
    addFloats(model, "temperature", {}, {1.5F});
    addInts(model, "zero", {1}, {0});
    addInts(model, "one", {1}, {1});
    addInts(model, "classes", {1}, {5});
    addNode(model, "GlobalAveragePool", {"image"}, {"pooled"});
    addNode(model, "Flatten", {"pooled"}, {"flat"});
    addNode(model, "MatMul", {"flat", "w"}, {"product"});
    addNode(model, "Add", {"product", "b"}, {"biased"});
    addNode(model, "Div", {"biased", "temperature"}, {"cool"});
    addNode(model, "Shape", {"product"}, {"shape"});
    addNode(model, "Slice", {"shape", "zero", "one"}, {"batch"});
    setInt(addNode(model, "Concat", {"batch", "classes"}, {"rows"}), "axis", 0);
    addNode(model, "Reshape", {"cool", "rows"}, {"logits"});
    addNode(model, "Softmax", {"logits"}, {"probabilities"});
    EXPECT_TRUE(decodeOf(model).empty());
}

TEST(BoxDecode, NoneInTheSampleClassifiers) {
    for (const char* name : {"glyphs/mobilenetv2.onnx", "skeletons/stgcn.onnx"}) {
        auto model = model::load(tests::samples() / name);
        ASSERT_TRUE(model);
        EXPECT_TRUE(decodeOf(*model).empty()) << name;
    }
}

TEST(BoxDecode, NoneInRandomClassifiers) {
    EXPECT_TRUE(rc::check([] {
        onnx::ModelProto model = RandomGraph(*rc::gen::arbitrary<std::vector<std::uint32_t>>()).model();
        RC_ASSERT(model::prepare(model, 13).has_value());
        (void)quantize::lowerForInt8(model);
        RC_ASSERT(quantize::findBoxDecode(model::GraphView(model)).empty());
    }));
}

TEST(PlainPlan, EverythingThatHasAnIntegerFormIsInIt) {
    onnx::ModelProto model = anchorBased();
    ASSERT_TRUE(model::prepare(model, 13));
    const auto values = quantize::valueTensors(model);
    model::GraphView view(model);
    const auto plain = quantize::planInt8(view, {quantize::Int8Scheme::Cpu, {}, &values});
    for (const char* made : {"head", "y", "placed", "sizes", "output0"})
        EXPECT_TRUE(plain.nodes.contains(made));
    EXPECT_FALSE(plain.nodes.contains("squares")) << "Pow has none";
    const auto whole = quantize::planInt8(view);
    EXPECT_TRUE(whole.nodes.contains("head"));
    EXPECT_FALSE(whole.nodes.contains("output0")) << "nobody reads its codes";
}

TEST(PlainPlan, ShapesAreNoValues) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "image", {-1, 3, 8, 8});
    addOutput(model, "wide", {-1, 3, 16, 16});
    addFloats(model, "factor", {4}, {1, 1, 2, 2});
    addNode(model, "Shape", {"image"}, {"shape"});
    setInt(addNode(model, "Cast", {"shape"}, {"real"}), "to", onnx::TensorProto::FLOAT);
    addNode(model, "Mul", {"real", "factor"}, {"larger"});
    setInt(addNode(model, "Cast", {"larger"}, {"sizes"}), "to", onnx::TensorProto::INT64);
    addNode(model, "Resize", {"image", "", "", "sizes"}, {"wide"});
    const auto values = quantize::valueTensors(model);
    EXPECT_TRUE(values.contains("image"));
    EXPECT_TRUE(values.contains("wide"));
    EXPECT_FALSE(values.contains("real"));
    EXPECT_FALSE(values.contains("larger"));
    EXPECT_EQ(quantize::shapeTensors(model::GraphView(model)),
              (std::unordered_set<std::string>{"shape", "real", "larger", "sizes"}));
}

}  // namespace
