// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/prepare/widen.h"

#include <gtest/gtest.h>

#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/model/walk.h"
#include "core/quantize/fp16/fp16.h"
#include "tests/core/support/run_model.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;
using namespace pwb::quantize;
using onnx::TensorProto;

namespace {

int narrowTensors(const onnx::ModelProto& proto) {
    int count = 0;
    model::forEachTensor(proto, [&](const TensorProto& tensor) {
        count += tensor.data_type() == TensorProto::FLOAT16 || tensor.data_type() == TensorProto::BFLOAT16;
    });
    return count;
}

TEST(Widen, TakesFp16OutOfAWholeNetworkAndKeepsItsWeights) {
    auto proto = model::load(tests::samples().string() + "/glyphs/mobilenetv2.onnx");
    ASSERT_TRUE(proto);
    ASSERT_TRUE(model::prepare(*proto, 7));
    onnx::ModelProto half = *proto;
    ASSERT_TRUE(convertToFp16(half));
    onnx::ModelProto wide = half;
    ASSERT_TRUE(widenToFp32(wide));
    EXPECT_EQ(narrowTensors(wide), 0);
    EXPECT_TRUE(model::check(wide));
    // The Casts of the conversion are gone after the preparation, and the runtime computes the same.
    ASSERT_TRUE(model::prepare(wide, 7));
    for (const auto& node : wide.graph().node()) EXPECT_NE(node.op_type(), "Cast");
    EXPECT_LT(largestRelativeError(outputsOf(half), outputsOf(wide)), 1e-4);
    EXPECT_FALSE(widenToFp32(wide));
}

TEST(Widen, AttributesBodiesInputsAndBrainFloats) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {2}, TensorProto::FLOAT16);
    addInput(proto, "flag", {}, TensorProto::BOOL);
    const std::vector<std::uint16_t> ones = {0x3F80, 0x4000};  // BF16 1 and 2
    *proto.mutable_graph()->add_initializer() = tensorOf("w", {2}, ones, TensorProto::BFLOAT16);
    setInt(addNode(proto, "Cast", {"w"}, {"v"}), "to", TensorProto::FLOAT16);
    auto& branch = addNode(proto, "If", {"flag"}, {"b"});
    for (const std::string name : {"then_branch", "else_branch"}) {
        auto& body = addBody(branch, name);
        const std::vector<std::uint16_t> half = {0x3800};  // FP16 0.5
        *body.add_initializer() = tensorOf(name + "_c", {1}, half, TensorProto::FLOAT16);
        addNode(body, "Mul", {"x", name + "_c"}, {name + "_out"});
        setShape(*body.add_output(), name + "_out", {2}, TensorProto::FLOAT16);
    }
    addNode(proto, "Add", {"b", "v"}, {"y"});
    addOutput(proto, "y", {2}, TensorProto::FLOAT16);
    ASSERT_TRUE(widenToFp32(proto));
    EXPECT_EQ(narrowTensors(proto), 0);
    EXPECT_TRUE(model::check(proto));
    EXPECT_EQ(proto.graph().input(0).type().tensor_type().elem_type(), TensorProto::FLOAT);
    EXPECT_EQ(proto.graph().node(0).op_type(), "Identity");
    const auto outputs = outputsOf(proto, 2, 1);
    const auto x = randomFloats(2, 1, -2, 2);
    EXPECT_FLOAT_EQ(outputs.at(0)[0], x[0] * 0.5F + 1);
    EXPECT_FLOAT_EQ(outputs.at(0)[1], x[1] * 0.5F + 2);
}

}  // namespace
