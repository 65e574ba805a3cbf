// SPDX-License-Identifier: GPL-3.0-or-later
// Each rule with a file that breaks it and nothing else.
#include "core/quantize/int8/tensorrt_check.h"

#include <gtest/gtest.h>

#include "core/base/words.h"
#include "core/model/graph.h"
#include "tests/core/support/onnx_builder.h"

using namespace pwb;
using namespace pwb::tests;
using onnx::TensorProto;

namespace {

std::string addQdqPair(onnx::ModelProto& model, const std::string& tensor, const std::string& name,
                       float scale = 0.02F, int type = TensorProto::INT8, int zero = 0) {
    addFloats(model, name + "_scale", {}, {scale});
    *model.mutable_graph()->add_initializer() =
        tensorOf<std::uint8_t>(name + "_zp", {}, {static_cast<std::uint8_t>(zero)}, type);
    addNode(model, "QuantizeLinear", {tensor, name + "_scale", name + "_zp"}, {name + "_q"});
    addNode(model, "DequantizeLinear", {name + "_q", name + "_scale", name + "_zp"}, {name + "_dq"});
    return name + "_dq";
}

std::string addQdqWeight(onnx::ModelProto& model, const std::string& name, const Dims& dims, int axis) {
    const std::int64_t channels = dims[static_cast<std::size_t>(axis)];
    std::size_t count = 1;
    for (const auto dim : dims) count *= static_cast<std::size_t>(dim);
    *model.mutable_graph()->add_initializer() =
        tensorOf(name, dims, std::vector<std::int8_t>(count, 3), TensorProto::INT8);
    addFloats(model, name + "_scale", {channels},
              std::vector<float>(static_cast<std::size_t>(channels), 0.01F));
    *model.mutable_graph()->add_initializer() =
        tensorOf(name + "_zp", {channels}, std::vector<std::int8_t>(static_cast<std::size_t>(channels), 0),
                 TensorProto::INT8);
    setInt(addNode(model, "DequantizeLinear", {name, name + "_scale", name + "_zp"}, {name + "_dq"}), "axis",
           axis);
    return name + "_dq";
}

struct TensorRtCheck : testing::Test {
    onnx::ModelProto model = emptyModel(17);

    void SetUp() override {
        addInput(model, "image", {-1, 4, 8, 8});
        addOutput(model, "out", {-1, 4, 8, 8});
    }

    /// conv with signed symmetric codes on its inputs and a float bias; gives its output.
    std::string conv(const std::string& input, const std::string& name) {
        addFloats(model, name + "_b", {4}, {0, 0, 0, 0});
        addNode(model, "Conv", {input, addQdqWeight(model, name + "_w", {4, 4, 1, 1}, 0), name + "_b"},
                {name});
        return name;
    }
    void end(const std::string& tensor) { addNode(model, "Relu", {tensor}, {"out"}); }

    /// The codes of what is found, each told in both languages.
    std::vector<std::string> found() {
        std::vector<std::string> codes;
        for (const base::Message& message : quantize::checkTensorRt(model)) {
            codes.push_back(message.code);
            EXPECT_NE(base::Words::of("en").text(message), base::Words::of("zh_CN").text(message));
            EXPECT_EQ(base::Words::of("en").text(message).find('{'), std::string::npos);
        }
        return codes;
    }
    using Codes = std::vector<std::string>;
};

TEST_F(TensorRtCheck, AnObedientFilePasses) {
    const std::string first = conv(addQdqPair(model, "image", "in"), "c1");
    addNode(model, "Relu", {first}, {"r1"});
    const std::string second = conv(addQdqPair(model, "r1", "mid"), "c2");
    addNode(model, "Add", {second, addQdqPair(model, "r1", "skip")}, {"sum"});
    addNode(model, "MaxPool", {addQdqPair(model, "sum", "pooled")}, {"pool"});
    setInts(*model.mutable_graph()->mutable_node(model.graph().node_size() - 1), "kernel_shape", {1, 1});
    end("pool");
    EXPECT_EQ(found(), Codes{});
}

TEST_F(TensorRtCheck, ZeroPointsAreZero) {
    end(conv(addQdqPair(model, "image", "in", 0.02F, TensorProto::INT8, 5), "c1"));
    EXPECT_EQ(found(), (Codes{"quantize.trt_zero_point", "quantize.trt_zero_point"}))
        << "both nodes of the pair";
}

TEST_F(TensorRtCheck, CodesAreSigned) {
    end(conv(addQdqPair(model, "image", "in", 0.02F, TensorProto::UINT8), "c1"));
    EXPECT_EQ(found(), (Codes{"quantize.trt_unsigned", "quantize.trt_unsigned"}));
}

TEST_F(TensorRtCheck, ScalesAreConstant) {
    addInput(model, "scale", {});
    *model.mutable_graph()->add_initializer() = tensorOf<std::int8_t>("zp", {}, {0}, TensorProto::INT8);
    addNode(model, "QuantizeLinear", {"image", "scale", "zp"}, {"q"});
    addNode(model, "DequantizeLinear", {"q", "scale", "zp"}, {"dq"});
    end(conv("dq", "c1"));
    EXPECT_EQ(found(), (Codes{"quantize.trt_parameters", "quantize.trt_parameters"}));
}

TEST_F(TensorRtCheck, BiasesAreFloat) {
    *model.mutable_graph()->add_initializer() =
        tensorOf<std::int32_t>("b", {4}, {1, 2, 3, 4}, TensorProto::INT32);
    addFloats(model, "b_scale", {}, {0.01F});
    addNode(model, "DequantizeLinear", {"b", "b_scale"}, {"b_dq"});
    addNode(model, "Conv",
            {addQdqPair(model, "image", "in"), addQdqWeight(model, "w", {4, 4, 1, 1}, 0), "b_dq"}, {"c1"});
    end("c1");
    EXPECT_EQ(found(), Codes{"quantize.trt_bias"});
}

TEST_F(TensorRtCheck, OutputsAreNotQuantized) {
    const std::string first = conv(addQdqPair(model, "image", "in"), "c1");
    addNode(model, "Relu", {addQdqPair(model, first, "after")}, {"out"});
    EXPECT_EQ(found(), Codes{"quantize.trt_output"}) << "between a convolution and its Relu";
}

TEST_F(TensorRtCheck, TheGraphsOutputIsNotQuantized) {
    const std::string first = conv(addQdqPair(model, "image", "in"), "c1");
    addQdqPair(model, first, "last");
    auto& pair = *model.mutable_graph()->mutable_node(model.graph().node_size() - 1);
    pair.set_output(0, "out");
    EXPECT_EQ(found(), Codes{"quantize.trt_output"});
}

TEST_F(TensorRtCheck, AMovedOutputIsAnOutput) {
    const std::string first = conv(addQdqPair(model, "image", "in"), "c1");
    setInts(addNode(model, "Transpose", {addQdqPair(model, first, "last")}, {"moved"}), "perm", {0, 2, 3, 1});
    addNode(model, "Relu", {"moved"}, {"out"});
    EXPECT_EQ(found(), Codes{"quantize.trt_output"});
}

TEST_F(TensorRtCheck, SoftmaxSeesFloats) {
    const std::string first = conv(addQdqPair(model, "image", "in"), "c1");
    addNode(model, "Softmax", {addQdqPair(model, first, "probabilities")}, {"out"});
    EXPECT_EQ(found(), Codes{"quantize.trt_float_only"});
}

TEST_F(TensorRtCheck, ALayerNormalizationInPartsSeesFloats) {
    const std::string first = conv(addQdqPair(model, "image", "in"), "c1");
    setInts(addNode(model, "ReduceMean", {addQdqPair(model, first, "normed")}, {"out"}), "axes", {1});
    EXPECT_EQ(found(), Codes{"quantize.trt_float_only"});
}

TEST_F(TensorRtCheck, WeightsHaveTheirScalesAlongOutputChannels) {
    addNode(model, "Conv", {addQdqPair(model, "image", "in"), addQdqWeight(model, "w", {4, 4, 1, 1}, 1)},
            {"c1"});
    end("c1");
    EXPECT_EQ(found(), Codes{"quantize.trt_axis"});
}

TEST_F(TensorRtCheck, ConvTransposeHasThemAlongTheSecondAxis) {
    addNode(model, "ConvTranspose",
            {addQdqPair(model, "image", "in"), addQdqWeight(model, "w", {4, 4, 1, 1}, 1)}, {"c1"});
    end("c1");
    EXPECT_EQ(found(), Codes{});
}

TEST_F(TensorRtCheck, ConcatInputsShareTheirScale) {
    addNode(model, "Relu", {"image"}, {"other"});
    setInt(
        addNode(model, "Concat",
                {addQdqPair(model, "image", "a", 0.02F), addQdqPair(model, "other", "b", 0.03F)}, {"joined"}),
        "axis", 1);
    end("joined");
    EXPECT_EQ(found(), Codes{"quantize.trt_concat"});
}

TEST_F(TensorRtCheck, OnlyTheSkipBranchOfAResidualIsQuantized) {
    const std::string first = conv(addQdqPair(model, "image", "in"), "c1");
    addNode(model, "Add", {addQdqPair(model, first, "main"), addQdqPair(model, "image", "skip")}, {"sum"});
    end("sum");
    EXPECT_EQ(found(), Codes{"quantize.trt_residual"});
}

TEST_F(TensorRtCheck, TheFailureNamesFileAndTensor) {
    end(conv(addQdqPair(model, "image", "in", 0.02F, TensorProto::INT8, 5), "c1"));
    const auto obeys = quantize::obeysTensorRt(model, "net_int8-tensorrt.onnx");
    ASSERT_FALSE(obeys);
    EXPECT_EQ(obeys.error().file, "net_int8-tensorrt.onnx");
    EXPECT_NE(base::Words::of("en").text(obeys.error()).find("image"), std::string::npos);
}

}  // namespace
