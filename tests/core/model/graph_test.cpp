// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/graph.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "tests/core/support/onnx_builder.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

bool isSorted(const onnx::GraphProto& graph) {
    std::set<std::string> made, all;
    for (const auto& node : graph.node()) all.insert(node.output().begin(), node.output().end());
    for (const auto& node : graph.node()) {
        for (const auto& input : node.input())
            if (all.contains(input) && !made.contains(input)) return false;
        made.insert(node.output().begin(), node.output().end());
    }
    return true;
}

/// x → a → (If that reads a and b in its body) → y, b made from x.
onnx::ModelProto modelWithBody() {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {2});
    addInput(proto, "flag", {}, onnx::TensorProto::BOOL);
    addNode(proto, "Relu", {"x"}, {"a"});
    addNode(proto, "Neg", {"x"}, {"b"});
    auto& branch = addNode(proto, "If", {"flag"}, {"y"});
    auto& then = addBody(branch, "then_branch");
    addNode(then, "Add", {"a", "b"}, {"inner"});
    setShape(*then.add_output(), "inner", {2});
    auto& otherwise = addBody(branch, "else_branch");
    addNode(otherwise, "Abs", {"b"}, {"inner2"});
    setShape(*otherwise.add_output(), "inner2", {2});
    addOutput(proto, "y", {2});
    return proto;
}

TEST(GraphView, KnowsWhoMakesAndReads) {
    onnx::ModelProto proto = modelWithBody();
    addFloats(proto, "w", {2}, {1, 2});
    addNode(proto, "Mul", {"w", "w"}, {"square"});
    const model::GraphView view(proto);
    EXPECT_EQ(view.opset(), 17);
    EXPECT_EQ(view.producer("a")->op_type(), "Relu");
    EXPECT_EQ(view.producer("x"), nullptr);
    EXPECT_EQ(view.consumers("x").size(), 2U);
    EXPECT_EQ(view.consumers("w").size(), 2U);
    EXPECT_TRUE(view.consumers("y").empty());
    EXPECT_TRUE(view.isCaptured("a"));
    EXPECT_TRUE(view.isCaptured("b"));
    EXPECT_FALSE(view.isCaptured("inner"));
    EXPECT_FALSE(view.isCaptured("x"));
    EXPECT_TRUE(view.isGraphInput("x"));
    EXPECT_TRUE(view.isGraphOutput("y"));
    EXPECT_EQ(view.initializer("w")->dims(0), 2);
    EXPECT_EQ(view.initializer("a"), nullptr);
}

TEST(SortTopologically, PutsARandomGraphInOrderAndKeepsASortedOne) {
    EXPECT_TRUE(rc::check([] {
        const int count = *rc::gen::inRange(1, 30);
        onnx::GraphProto graph;
        for (int i = 0; i < count; ++i) {
            Names inputs = {"x"};
            for (int source = 0; source < i; ++source)
                if (*rc::gen::inRange(0, 3) == 0) inputs.push_back("t" + std::to_string(source));
            addNode(graph, "Sum", inputs, {"t" + std::to_string(i)});
        }
        onnx::GraphProto sorted = graph;
        RC_ASSERT(model::sortTopologically(sorted).has_value());
        RC_ASSERT(sorted.SerializeAsString() == graph.SerializeAsString());

        for (int i = count - 1; i > 0; --i)
            graph.mutable_node()->SwapElements(i, *rc::gen::inRange(0, i + 1));
        std::multiset<std::string> before, after;
        for (const auto& node : graph.node()) before.insert(node.SerializeAsString());
        RC_ASSERT(model::sortTopologically(graph).has_value());
        for (const auto& node : graph.node()) after.insert(node.SerializeAsString());
        RC_ASSERT(isSorted(graph));
        RC_ASSERT(before == after);
    }));
}

TEST(SortTopologically, CountsWhatABodyReads) {
    onnx::ModelProto proto = modelWithBody();
    proto.mutable_graph()->mutable_node()->SwapElements(0, 2);
    ASSERT_TRUE(model::sortTopologically(*proto.mutable_graph()));
    EXPECT_EQ(proto.graph().node(2).op_type(), "If");
}

TEST(SortTopologically, RefusesACycle) {
    onnx::GraphProto graph;
    addNode(graph, "Relu", {"b"}, {"a"});
    addNode(graph, "Relu", {"a"}, {"b"});
    const auto status = model::sortTopologically(graph);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().message.code, "model.cycle");
    EXPECT_EQ(graph.node_size(), 2);
}

TEST(RemoveDead, TakesAwayOnlyWhatNothingReads) {
    onnx::ModelProto proto = modelWithBody();
    addNode(proto, "Exp", {"x"}, {"dead1"});
    addNode(proto, "Mul", {"dead1", "unused"}, {"dead2"});
    addFloats(proto, "unused", {2}, {1, 2});
    EXPECT_EQ(model::removeDead(proto), 3);
    EXPECT_EQ(proto.graph().node_size(), 3);  // a and b are read by the body alone
    EXPECT_EQ(proto.graph().initializer_size(), 0);
    EXPECT_EQ(proto.graph().input_size(), 2);
    EXPECT_EQ(model::removeDead(proto), 0);
}

TEST(NameSource, NeverGivesANameThatExists) {
    EXPECT_TRUE(rc::check([](const std::vector<std::string>& wishes) {
        const onnx::ModelProto proto = modelWithBody();
        std::set<std::string> taken = {"x",     "flag",   "a",         "b",    "y",
                                       "inner", "inner2", "inner_Add", "y_If", ""};
        model::NameSource names(proto);
        for (const auto& wish : wishes) RC_ASSERT(taken.insert(names.unique(wish)).second);
        for (const std::string wish : {"x", "inner", "inner_Add", "y_If", ""})
            RC_ASSERT(taken.insert(names.unique(wish)).second);
    }));
    EXPECT_EQ(model::NameSource(modelWithBody()).unique("free"), "free");
}

TEST(Attributes, AreReadAndReplaced) {
    onnx::GraphProto graph;
    auto& node = addNode(graph, "Conv", {"x", "w"}, {"y"});
    setInts(node, "pads", {1, 2, 3, 4});
    setFloat(node, "alpha", 0.5F);
    setInt(node, "group", 3);
    EXPECT_EQ(model::attributeInts(node, "pads"), (Dims{1, 2, 3, 4}));
    EXPECT_EQ(model::attributeFloat(node, "alpha", 1.0F), 0.5F);
    EXPECT_EQ(model::attributeInt(node, "group", 1), 3);
    EXPECT_EQ(model::attributeInt(node, "missing", 7), 7);
    model::setAttribute(node, "group", 5);
    model::setAttribute(node, "axis", -1);
    EXPECT_EQ(model::attributeInt(node, "group", 1), 5);
    EXPECT_EQ(model::attributeInt(node, "axis", 0), -1);
    EXPECT_EQ(node.attribute_size(), 4);
}

TEST(Tensors, TypedAndRawDataGiveTheSameValues) {
    onnx::TensorProto typed;
    typed.set_data_type(onnx::TensorProto::FLOAT);
    typed.add_dims(2);
    typed.add_float_data(1.5F);
    typed.add_float_data(-2);
    EXPECT_EQ(model::floatValues(typed), (std::vector<float>{1.5F, -2}));
    EXPECT_EQ(model::floatValues(model::makeFloatTensor("w", {2}, {1.5F, -2})), model::floatValues(typed));

    onnx::TensorProto half;
    half.set_data_type(onnx::TensorProto::FLOAT16);
    for (const int bits : {0x3C00, 0xC000, 0x0001, 0x7BFF}) half.add_int32_data(bits);
    EXPECT_EQ(model::floatValues(half), (std::vector<float>{1, -2, 0x1p-24F, 65504}));

    EXPECT_EQ(model::intValues(model::makeInt64Tensor("i", {3}, {1, -2, 1LL << 40})),
              (Dims{1, -2, 1LL << 40}));
    const onnx::TensorProto bytes = model::makeRawTensor("b", onnx::TensorProto::INT8, {2}, "\xFF\x02");
    EXPECT_EQ(model::intValues(bytes), (Dims{-1, 2}));
    onnx::TensorProto small;
    small.set_data_type(onnx::TensorProto::INT8);
    small.add_int32_data(-5);
    EXPECT_EQ(model::intValues(small), Dims{-5});
}

}  // namespace
