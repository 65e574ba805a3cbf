// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/prepare.h"

#include <gtest/gtest.h>

#include <set>

#include "core/model/graph.h"
#include "core/model/io.h"
#include "tests/core/support/run_model.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

std::multiset<std::string> operators(const onnx::ModelProto& proto) {
    std::multiset<std::string> types;
    for (const auto& node : proto.graph().node()) types.insert(node.op_type());
    return types;
}

TEST(Prepare, SamplesComputeTheSameAsBefore) {
    for (const std::string name :
         {"glyphs/mobilenetv2.onnx", "glyphs/mobilenetv2-qat.onnx", "pitch/detector.onnx"}) {
        const auto proto = model::load(tests::samples().string() + "/" + name);
        ASSERT_TRUE(proto);
        onnx::ModelProto prepared = *proto;
        const auto facts = model::prepare(prepared, 13);
        ASSERT_TRUE(facts) << name;
        EXPECT_FALSE(operators(prepared).contains("Constant")) << name;
        EXPECT_TRUE(model::check(prepared)) << name;
        EXPECT_LT(largestRelativeError(outputsOf(*proto), outputsOf(prepared)), 1e-5) << name;
    }
}

TEST(Prepare, RemovesIdentitiesAndDropoutButKeepsOutputNames) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 4});
    addNode(proto, "Identity", {"x"}, {"copy"});
    addNode(proto, "Relu", {"copy"}, {"relu"});
    addNode(proto, "Dropout", {"relu"}, {"dropped"});
    addNode(proto, "Exp", {"dropped"}, {"exp"});
    addNode(proto, "Identity", {"exp"}, {"y"});  // gives its name to Exp's output
    addNode(proto, "Neg", {"exp"}, {"z"});
    addNode(proto, "Identity", {"x"}, {"passed"});  // input to output: must stay
    for (const std::string name : {"y", "z", "passed"}) addOutput(proto, name, {-1, 4});
    const auto before = outputsOf(proto);
    const auto facts = model::prepare(proto, 13);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->identitiesRemoved, 3);
    EXPECT_EQ(operators(proto), (std::multiset<std::string>{"Relu", "Exp", "Neg", "Identity"}));
    EXPECT_TRUE(model::check(proto));
    EXPECT_EQ(outputsOf(proto), before);
}

TEST(Prepare, KeepsADropoutWhoseMaskIsUsed) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 4});
    addNode(proto, "Dropout", {"x"}, {"y", "mask"});
    addOutput(proto, "y", {-1, 4});
    addOutput(proto, "mask", {-1, 4}, onnx::TensorProto::BOOL);
    ASSERT_TRUE(model::prepare(proto, 13));
    EXPECT_EQ(operators(proto), (std::multiset<std::string>{"Dropout"}));
}

TEST(Prepare, LiftsConstantsOfEveryForm) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 2});
    auto& tensor = *addNode(proto, "Constant", {}, {"c1"}).add_attribute();
    tensor.set_name("value");
    tensor.set_type(onnx::AttributeProto::TENSOR);
    *tensor.mutable_t() = tensorOf<float>("", {2}, {1, 2}, onnx::TensorProto::FLOAT);
    setFloat(addNode(proto, "Constant", {}, {"c2"}), "value_float", 3);
    setInts(addNode(proto, "Constant", {}, {"c3"}), "value_ints", {-1, 2});
    addNode(proto, "Add", {"x", "c1"}, {"a"});
    addNode(proto, "Mul", {"a", "c2"}, {"b"});
    addNode(proto, "Reshape", {"b", "c3"}, {"y"});
    addOutput(proto, "y", {-1, 2});
    const auto before = outputsOf(proto);
    const auto facts = model::prepare(proto, 13);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->constantsLifted, 3);
    EXPECT_EQ(proto.graph().initializer_size(), 3);
    EXPECT_EQ(outputsOf(proto), before);
}

TEST(Prepare, DropsDefaultInputsDeadNodesAndGivesNames) {
    onnx::ModelProto proto = emptyModel(12, 3);
    addInput(proto, "x", {-1, 2});
    addInput(proto, "w", {2});
    addFloats(proto, "w", {2}, {1, 2});
    addNode(proto, "Exp", {"x"}, {"dead"});
    addNode(proto, "Add", {"x", "w"}, {"h"}).clear_name();
    addNode(proto, "Relu", {"h"}, {"y"}).clear_name();
    addOutput(proto, "y", {-1, 2});
    const auto facts = model::prepare(proto, 12);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->deadNodesRemoved, 1);
    EXPECT_EQ(proto.graph().input_size(), 1);
    EXPECT_GE(proto.ir_version(), 4);
    std::set<std::string> names;
    for (const auto& node : proto.graph().node())
        EXPECT_TRUE(!node.name().empty() && names.insert(node.name()).second);
}

TEST(Prepare, RaisesAnOldOperatorSet) {
    onnx::ModelProto proto = emptyModel(9, 4);
    addInput(proto, "x", {-1, 6});
    auto& clip = addNode(proto, "Clip", {"x"}, {"c"});  // bounds were attributes before 11
    setFloat(clip, "min", -0.5F);
    setFloat(clip, "max", 0.5F);
    auto& sum = addNode(proto, "ReduceSum", {"c"}, {"y"});  // axes were an attribute before 13
    setInts(sum, "axes", {1});
    addOutput(proto, "y", {-1, 1});
    const auto before = outputsOf(proto);
    ASSERT_TRUE(model::prepare(proto, 13));
    EXPECT_EQ(model::defaultOpset(proto), 13);
    EXPECT_EQ(proto.graph().node(0).input_size(), 3);
    EXPECT_TRUE(model::check(proto));
    EXPECT_EQ(outputsOf(proto), before);
}

TEST(Prepare, LeavesTheOperatorSetWhereItCannotBeRaised) {
    onnx::ModelProto proto = emptyModel(9, 4);
    addInput(proto, "x", {-1, 6});
    addNode(proto, "Gelu", {"x"}, {"y"}).set_domain("com.microsoft");
    auto& domain = *proto.add_opset_import();
    domain.set_domain("com.microsoft");
    domain.set_version(1);
    addOutput(proto, "y", {-1, 6});
    ASSERT_TRUE(model::prepare(proto, 13));
    EXPECT_EQ(model::defaultOpset(proto), 9);
    EXPECT_EQ(proto.graph().node(0).op_type(), "Gelu");
}

TEST(Prepare, TellsACycle) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 6});
    addNode(proto, "Add", {"x", "b"}, {"a"});
    addNode(proto, "Relu", {"a"}, {"b"});
    addOutput(proto, "b", {-1, 6});
    EXPECT_EQ(model::prepare(proto, 13).error().message.code, "model.cycle");
}

TEST(InferShapes, FillsInWhatTheFileLacks) {
    auto proto = model::load(tests::samples().string() + "/glyphs/mobilenetv2.onnx");
    ASSERT_TRUE(proto);
    ASSERT_TRUE(model::prepare(*proto, 13));
    EXPECT_EQ(proto->graph().value_info_size(), 0);
    model::inferShapes(*proto);
    EXPECT_EQ(proto->graph().value_info_size(), proto->graph().node_size() - 1);
    for (const auto& value : proto->graph().value_info())
        EXPECT_EQ(value.type().tensor_type().elem_type(), onnx::TensorProto::FLOAT) << value.name();
}

}  // namespace
