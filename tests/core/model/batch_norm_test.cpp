// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "core/model/graph.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "tests/core/support/run_model.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

int normsIn(const onnx::ModelProto& proto) {
    int count = 0;
    for (const auto& node : proto.graph().node()) count += node.op_type() == "BatchNormalization" ? 1 : 0;
    return count;
}

void addNorm(onnx::ModelProto& proto, const std::string& from, const std::string& to, std::int64_t channels,
             unsigned seed) {
    const auto n = static_cast<std::size_t>(channels);
    addFloats(proto, to + ".gamma", {channels}, randomFloats(n, seed, 0.5F, 2));
    addFloats(proto, to + ".beta", {channels}, randomFloats(n, seed + 1));
    addFloats(proto, to + ".mean", {channels}, randomFloats(n, seed + 2));
    addFloats(proto, to + ".var", {channels}, randomFloats(n, seed + 3, 0.1F, 3));
    auto& norm = addNode(proto, "BatchNormalization",
                         {from, to + ".gamma", to + ".beta", to + ".mean", to + ".var"}, {to});
    setFloat(norm, "epsilon", 1e-3F);
}

/// Prepares a copy: the same number of norms must vanish, and the outputs must stay the same.
void expectFolded(const onnx::ModelProto& original, int folded) {
    ASSERT_TRUE(model::check(original));
    onnx::ModelProto prepared = original;
    const auto facts = model::prepare(prepared, 13);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->batchNormsFolded, folded);
    EXPECT_EQ(normsIn(prepared), normsIn(original) - folded);
    EXPECT_TRUE(model::check(prepared));
    const auto before = outputsOf(original, 2, 5, runtime::OptimizationLevel::None);
    const auto after = outputsOf(prepared, 2, 5, runtime::OptimizationLevel::None);
    EXPECT_LT(largestRelativeError(before, after), 2e-6);
}

struct ConvCase {
    std::string op;
    std::int64_t in, out, group;
    bool bias;
};

onnx::ModelProto convModel(const ConvCase& c) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, c.in, 8, 8});
    const bool transposed = c.op == "ConvTranspose";
    const Dims dims = transposed ? Dims{c.in, c.out / c.group, 3, 3} : Dims{c.out, c.in / c.group, 3, 3};
    addFloats(proto, "w", dims, randomFloats(static_cast<std::size_t>(dims[0] * dims[1] * 9), 11));
    Names inputs = {"x", "w"};
    if (c.bias) {
        addFloats(proto, "b", {c.out}, randomFloats(static_cast<std::size_t>(c.out), 12));
        inputs.push_back("b");
    }
    auto& conv = addNode(proto, c.op, inputs, {"h"});
    setInt(conv, "group", c.group);
    addNorm(proto, "h", "y", c.out, 20);
    const std::int64_t edge = transposed ? 10 : 6;
    addOutput(proto, "y", {-1, c.out, edge, edge});
    return proto;
}

class FoldsConvs : public testing::TestWithParam<ConvCase> {};

TEST_P(FoldsConvs, WithoutChangingTheOutput) {
    expectFolded(convModel(GetParam()), 1);
}

INSTANTIATE_TEST_SUITE_P(Shapes, FoldsConvs,
                         testing::Values(ConvCase{"Conv", 3, 5, 1, true}, ConvCase{"Conv", 3, 5, 1, false},
                                         ConvCase{"Conv", 6, 4, 2, true}, ConvCase{"Conv", 6, 6, 6, false},
                                         ConvCase{"ConvTranspose", 3, 5, 1, true},
                                         ConvCase{"ConvTranspose", 3, 5, 1, false},
                                         ConvCase{"ConvTranspose", 6, 4, 2, true},
                                         ConvCase{"ConvTranspose", 6, 6, 3, false}));

onnx::ModelProto gemmModel(bool transposed, const Dims& biasDims) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 4});
    addFloats(proto, "w", transposed ? Dims{5, 4} : Dims{4, 5}, randomFloats(20, 1));
    Names inputs = {"x", "w"};
    if (!biasDims.empty()) {
        addFloats(proto, "b", biasDims, randomFloats(static_cast<std::size_t>(biasDims.back()), 2));
        inputs.push_back("b");
    }
    auto& gemm = addNode(proto, "Gemm", inputs, {"h"});
    setInt(gemm, "transB", transposed ? 1 : 0);
    setFloat(gemm, "alpha", 0.5F);
    setFloat(gemm, "beta", 3.0F);
    addNorm(proto, "h", "y", 5, 30);
    addOutput(proto, "y", {-1, 5});
    return proto;
}

TEST(FoldsGemm, WithEveryKindOfBias) {
    for (const bool transposed : {false, true})
        for (const Dims& bias : {Dims{}, Dims{5}, Dims{1, 5}, Dims{1}})
            expectFolded(gemmModel(transposed, bias), 1);
}

TEST(Folding, TwoNormsInARow) {
    onnx::ModelProto proto = convModel({"Conv", 3, 5, 1, false});
    addNorm(proto, "y", "z", 5, 40);
    proto.mutable_graph()->mutable_output(0)->set_name("z");
    expectFolded(proto, 2);
}

TEST(Folding, ASharedWeightIsCopied) {
    onnx::ModelProto proto = convModel({"Conv", 3, 5, 1, true});
    addNode(proto, "Conv", {"x", "w", "b"}, {"plain"});
    addOutput(proto, "plain", {-1, 5, 6, 6});
    expectFolded(proto, 1);
}

TEST(Folding, LeavesWhatIsReadElsewhere) {
    onnx::ModelProto output = convModel({"Conv", 3, 5, 1, true});
    addOutput(output, "h", {-1, 5, 6, 6});
    expectFolded(output, 0);

    onnx::ModelProto reader = convModel({"Conv", 3, 5, 1, true});
    addNode(reader, "Relu", {"h"}, {"r"});
    addOutput(reader, "r", {-1, 5, 6, 6});
    expectFolded(reader, 0);

    onnx::ModelProto captured = convModel({"Conv", 3, 5, 1, true});
    addInput(captured, "flag", {}, onnx::TensorProto::BOOL);
    auto& branch = addNode(captured, "If", {"flag"}, {"z"});
    for (const std::string name : {"then_branch", "else_branch"}) {
        auto& body = addBody(branch, name);
        addNode(body, name == "then_branch" ? "Abs" : "Neg", {"h"}, {name + "_out"});
        setShape(*body.add_output(), name + "_out", {-1, 5, 6, 6});
    }
    addOutput(captured, "z", {-1, 5, 6, 6});
    expectFolded(captured, 0);
}

TEST(Folding, LeavesTrainingModeAndComputedStatistics) {
    onnx::ModelProto computed = convModel({"Conv", 3, 5, 1, true});
    addInput(computed, "mean_input", {5});
    auto& norm = *computed.mutable_graph()->mutable_node(1);
    norm.set_input(3, "mean_input");
    expectFolded(computed, 0);
}

TEST(Folding, SkeletonSampleKeepsItsOutput) {
    const auto proto = model::load(tests::samples().string() + "/skeletons/stgcn.onnx");
    ASSERT_TRUE(proto);
    onnx::ModelProto prepared = *proto;
    const auto facts = model::prepare(prepared, 13);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->constantsLifted, 44);
    EXPECT_LT(largestRelativeError(outputsOf(*proto), outputsOf(prepared)), 1e-5);
}

}  // namespace
