// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/prepare/constant_folding.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/model/graph.h"
#include "core/model/io.h"
#include "tests/core/support/run_model.h"

using namespace pwb;
using namespace pwb::tests;
using namespace pwb::quantize;
using onnx::TensorProto;
using testing::ElementsAre;

namespace {

std::vector<std::string> operatorsOf(const onnx::ModelProto& proto) {
    std::vector<std::string> operators;
    for (const auto& node : proto.graph().node()) operators.push_back(node.op_type());
    return operators;
}

const TensorProto* initializer(const onnx::ModelProto& proto, const std::string& name) {
    for (const auto& tensor : proto.graph().initializer())
        if (tensor.name() == name) return &tensor;
    return nullptr;
}

void expectSameOutputs(const onnx::ModelProto& a, const onnx::ModelProto& b) {
    EXPECT_EQ(outputsOf(a, 2, 1, runtime::OptimizationLevel::None),
              outputsOf(b, 2, 1, runtime::OptimizationLevel::None));
}

/// x · DQ(Q(w, s), s), where s = max|w| over all but the first axis / 127, at least 1e-8, is computed.
onnx::ModelProto computedWeightScale() {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 6, 4, 4});
    addFloats(proto, "w", {4, 6, 1, 1}, randomFloats(24, 3));
    addFloats(proto, "levels", {}, {127});
    addFloats(proto, "least", {}, {1e-8F});
    addInts(proto, "flat", {1}, {-1});
    addNode(proto, "Abs", {"w"}, {"size"});
    setInts(addNode(proto, "ReduceMax", {"size"}, {"largest"}), "axes", {1, 2, 3});
    addNode(proto, "Div", {"largest", "levels"}, {"raw"});
    addNode(proto, "Clip", {"raw", "least"}, {"bounded"});
    setInt(addNode(proto, "Cast", {"bounded"}, {"cast"}), "to", TensorProto::FLOAT);
    addNode(proto, "Reshape", {"cast", "flat"}, {"scale"});
    addNode(proto, "Shape", {"scale"}, {"channels"});
    auto& zeros = addNode(proto, "ConstantOfShape", {"channels"}, {"zero"});
    auto& value = *zeros.add_attribute();
    value.set_name("value");
    value.set_type(onnx::AttributeProto::TENSOR);
    *value.mutable_t() = tensorOf<std::int8_t>("", {1}, {0}, TensorProto::INT8);
    setInt(addNode(proto, "QuantizeLinear", {"w", "scale", "zero"}, {"wq"}), "axis", 0);
    setInt(addNode(proto, "DequantizeLinear", {"wq", "scale", "zero"}, {"wd"}), "axis", 0);
    addNode(proto, "Conv", {"x", "wd"}, {"y"});
    addOutput(proto, "y", {-1, 4, 4, 4});
    return proto;
}

TEST(ConstantFolding, WeightScalesBecomeInitializersAndThePairStays) {
    const onnx::ModelProto original = computedWeightScale();
    onnx::ModelProto proto = original;
    EXPECT_EQ(foldConstants(proto), 8);
    EXPECT_THAT(operatorsOf(proto), ElementsAre("QuantizeLinear", "DequantizeLinear", "Conv"));
    ASSERT_TRUE(initializer(proto, "scale"));
    std::vector<float> expected(4, 0);
    const auto weights = randomFloats(24, 3);
    for (std::size_t i = 0; i < weights.size(); ++i)
        expected[i / 6] = std::max(expected[i / 6], std::abs(weights[i]));
    for (float& scale : expected) scale /= 127;
    EXPECT_EQ(model::floatValues(*initializer(proto, "scale")), expected);
    EXPECT_THAT(initializer(proto, "scale")->dims(), ElementsAre(4));
    EXPECT_EQ(initializer(proto, "zero")->data_type(), TensorProto::INT8);
    EXPECT_FALSE(initializer(proto, "levels"));
    EXPECT_TRUE(model::check(proto));
    expectSameOutputs(original, proto);
    EXPECT_EQ(foldConstants(proto), 0);
}

TEST(ConstantFolding, EveryKindOfConstantArithmetic) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 4});
    addFloats(proto, "a", {2, 2}, {1, 4, 9, 16});
    addFloats(proto, "b", {2, 2}, {2, 2, 2, 2});
    addInts(proto, "one", {1}, {1});
    addInts(proto, "zero", {1}, {0});
    addNode(proto, "Sqrt", {"a"}, {"roots"});
    addNode(proto, "Mul", {"roots", "b"}, {"doubled"});
    addNode(proto, "Sub", {"doubled", "b"}, {"less"});
    setInts(addNode(proto, "Transpose", {"less"}, {"turned"}), "perm", {1, 0});
    addNode(proto, "Identity", {"turned"}, {"same"});
    addNode(proto, "Unsqueeze", {"same", "zero"}, {"stacked"});
    setInt(addNode(proto, "Concat", {"stacked", "stacked"}, {"joined"}), "axis", 0);
    addNode(proto, "Slice", {"joined", "zero", "one", "zero"}, {"first"});
    addNode(proto, "Gather", {"first", "zero"}, {"taken"});
    addInts(proto, "flat", {1}, {4});
    addNode(proto, "Reshape", {"taken", "flat"}, {"offset"});
    addNode(proto, "Add", {"x", "offset"}, {"y"});
    addOutput(proto, "y", {-1, 4});
    const onnx::ModelProto original = proto;
    EXPECT_EQ(foldConstants(proto), 10);
    EXPECT_THAT(operatorsOf(proto), ElementsAre("Add"));
    EXPECT_EQ(model::floatValues(*initializer(proto, "offset")), (std::vector<float>{0, 4, 2, 6}));
    expectSameOutputs(original, proto);
}

TEST(ConstantFolding, WhatTheRuntimeCannotComputeCostsOnlyItself) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 3});
    addFloats(proto, "a", {3}, {1, 2, 3});
    addFloats(proto, "b", {2}, {1, 2});
    addNode(proto, "Neg", {"a"}, {"minus"});
    addNode(proto, "Add", {"a", "b"}, {"impossible"});  // 3 and 2 elements
    addNode(proto, "Abs", {"b"}, {"size"});
    addNode(proto, "Mul", {"x", "minus"}, {"y"});
    addNode(proto, "Mul", {"x", "impossible"}, {"z"});
    addNode(proto, "Tile", {"x", "size"}, {"t"});
    addOutput(proto, "y", {-1, 3});
    addOutput(proto, "z", {-1, 3});
    addOutput(proto, "t", {-1, 3});
    EXPECT_EQ(foldConstants(proto), 2);
    EXPECT_THAT(operatorsOf(proto), ElementsAre("Add", "Mul", "Mul", "Tile"));
    EXPECT_EQ(model::floatValues(*initializer(proto, "minus")), (std::vector<float>{-1, -2, -3}));
    EXPECT_TRUE(initializer(proto, "size"));
    EXPECT_TRUE(initializer(proto, "a"));
}

TEST(ConstantFolding, BlowUpsStayAsTheyAreButNotWhatLeadsToThem) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 1});
    addInts(proto, "side", {1}, {150});
    addNode(proto, "Add", {"side", "side"}, {"width"});
    setInt(addNode(proto, "Concat", {"width", "width"}, {"shape"}), "axis", 0);
    addNode(proto, "ConstantOfShape", {"shape"}, {"mask"});  // 300 · 300 floats
    addNode(proto, "Neg", {"mask"}, {"negative"});
    addNode(proto, "Add", {"x", "negative"}, {"y"});
    addOutput(proto, "y", {300, 300});
    const onnx::ModelProto original = proto;
    EXPECT_EQ(foldConstants(proto), 2);
    EXPECT_THAT(operatorsOf(proto), ElementsAre("ConstantOfShape", "Neg", "Add"));
    EXPECT_EQ(model::intValues(*initializer(proto, "shape")), (std::vector<std::int64_t>{300, 300}));
    EXPECT_EQ(outputsOf(original, 300), outputsOf(proto, 300));
}

TEST(ConstantFolding, RandomOutputsBodiesAndDefaultsOfInputsStay) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {2});
    addInput(proto, "given", {2});
    addFloats(proto, "given", {2}, {1, 2});  // may be fed
    addFloats(proto, "a", {2}, {1, 2});
    addNode(proto, "Abs", {"given"}, {"size"});
    addNode(proto, "RandomNormalLike", {"a"}, {"noise"});
    addNode(proto, "Exp", {"a"}, {"e"});      // an output
    addNode(proto, "Neg", {"a"}, {"minus"});  // read in a body only
    *proto.mutable_graph()->add_initializer() = tensorOf<std::uint8_t>("flag", {}, {1}, TensorProto::BOOL);
    auto& branch = addNode(proto, "If", {"flag"}, {"b"});
    for (const std::string name : {"then_branch", "else_branch"}) {
        auto& body = addBody(branch, name);
        addNode(body, "Abs", {"minus"}, {name + "_out"});
        setShape(*body.add_output(), name + "_out", {2});
    }
    addNode(proto, "Sum", {"x", "size", "noise", "b"}, {"y"});
    addOutput(proto, "y", {2});
    addOutput(proto, "e", {2});
    EXPECT_EQ(foldConstants(proto), 1);
    EXPECT_THAT(operatorsOf(proto), ElementsAre("Abs", "RandomNormalLike", "Exp", "If", "Sum"));
    EXPECT_TRUE(initializer(proto, "minus"));
    EXPECT_TRUE(runtime::Session::create(std::string_view(proto.SerializeAsString()), {}));
}

TEST(ConstantFolding, ANodeGoesWithAllItsOutputsOrStaysWithAll) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 2});
    addFloats(proto, "a", {4}, {1, 2, 3, 4});
    addInts(proto, "parts", {2}, {2, 2});
    setInt(addNode(proto, "Split", {"a", "parts"}, {"left", "right"}), "axis", 0);
    addNode(proto, "Add", {"x", "left"}, {"s"});
    addNode(proto, "Mul", {"s", "right"}, {"y"});
    addOutput(proto, "y", {-1, 2});
    onnx::ModelProto given = proto;
    addOutput(given, "right", {2});
    const onnx::ModelProto original = proto;
    EXPECT_EQ(foldConstants(proto), 1);
    EXPECT_EQ(model::floatValues(*initializer(proto, "right")), (std::vector<float>{3, 4}));
    expectSameOutputs(original, proto);
    EXPECT_EQ(foldConstants(given), 0);
    EXPECT_TRUE(model::check(given));
}

TEST(ConstantFolding, StoppedItChangesNothing) {
    onnx::ModelProto proto = computedWeightScale();
    const std::string before = proto.SerializeAsString();
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(foldConstants(proto, stop.get_token()), 0);
    EXPECT_EQ(proto.SerializeAsString(), before);
}

}  // namespace
