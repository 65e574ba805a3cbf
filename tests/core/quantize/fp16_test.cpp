// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/fp16/fp16.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/model/graph.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/graph/fp16_types.h"
#include "tests/core/support/run_model.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::tests;
using namespace pwb::quantize;
using onnx::TensorProto;

namespace {

const std::string kSamples = tests::samples();

onnx::ModelProto preparedSample(const std::string& name) {
    auto proto = model::load(kSamples + "/" + name);
    EXPECT_TRUE(proto);
    EXPECT_TRUE(model::prepare(*proto, 7));
    return *proto;
}

std::map<std::string, int> countOperators(const onnx::ModelProto& proto) {
    std::map<std::string, int> counts;
    for (const auto& node : proto.graph().node()) ++counts[node.op_type()];
    return counts;
}

int elementType(const onnx::ModelProto& proto, const std::string& initializer) {
    for (const auto& tensor : proto.graph().initializer())
        if (tensor.name() == initializer) return tensor.data_type();
    return -1;
}

std::string whyKept(const Fp16Facts& facts, const std::string& op) {
    for (const auto& kept : facts.kept)
        if (kept.op == op) return kept.why;
    return "";
}

/// x → MatMul(w) → Relu → y
onnx::ModelProto smallModel(const std::vector<float>& weights) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 2});
    addFloats(proto, "w", {2, 3}, weights);
    addNode(proto, "MatMul", {"x", "w"}, {"h"});
    addNode(proto, "Relu", {"h"}, {"y"});
    addOutput(proto, "y", {-1, 3});
    return proto;
}

class Fp16Samples : public testing::TestWithParam<std::string> {};

TEST_P(Fp16Samples, ConvertedModelIsValidRunsAndStaysClose) {
    const onnx::ModelProto prepared = preparedSample(GetParam());
    onnx::ModelProto half = prepared;
    const auto facts = convertToFp16(half);
    ASSERT_TRUE(facts);
    EXPECT_TRUE(model::check(half));
    EXPECT_EQ(facts->total.overflowed, 0);
    EXPECT_LT(half.ByteSizeLong(), prepared.ByteSizeLong() * 6 / 10);
    EXPECT_EQ(half.graph().input(0).SerializeAsString(), prepared.graph().input(0).SerializeAsString());
    EXPECT_EQ(half.graph().output(0).SerializeAsString(), prepared.graph().output(0).SerializeAsString());
    const double error = largestRelativeError(outputsOf(prepared), outputsOf(half));
    EXPECT_GT(error, 0);
    EXPECT_LT(error, 0.02);
}

TEST_P(Fp16Samples, EmulationRoundsEveryActivation) {
    const onnx::ModelProto prepared = preparedSample(GetParam());
    Fp16Facts facts;
    const auto emulation = emulateFp16(prepared, &facts);
    ASSERT_TRUE(emulation);
    onnx::ModelProto parsed;
    ASSERT_TRUE(parsed.ParseFromString(*emulation));
    EXPECT_TRUE(model::check(parsed));

    onnx::ModelProto half = prepared;
    ASSERT_TRUE(convertToFp16(half));
    const auto exact = outputsOf(prepared), weightsOnly = outputsOf(half), emulated = outputsOf(*emulation);
    const double error = largestRelativeError(exact, emulated);
    EXPECT_GT(error, 0);
    EXPECT_LT(error, 0.05);
    // On a CPU the FP16 file computes in FP32 with rounded weights: the casts of the emulation must have
    // survived the runtime's optimiser, so that it differs from that too.
    EXPECT_GT(largestRelativeError(weightsOnly, emulated), 1e-4);
    for (const auto& output : emulated)
        for (const float value : output) EXPECT_EQ(value, base::halfToFloat(base::floatToHalf(value)));
    // With the optimiser off the casts are there as written; the optimiser may only reorder sums.
    EXPECT_LT(largestRelativeError(outputsOf(*emulation, 2, 1, runtime::OptimizationLevel::None), emulated),
              0.02);
}

INSTANTIATE_TEST_SUITE_P(All, Fp16Samples,
                         testing::Values("glyphs/mobilenetv2.onnx", "pitch/detector.onnx",
                                         "skeletons/stgcn.onnx"),
                         [](const auto& sample) {
                             std::string name = sample.param;
                             std::replace_if(
                                 name.begin(), name.end(), [](char c) { return !std::isalnum(c); }, '_');
                             return name;
                         });

TEST(Fp16, WeightsAreRoundedAndIoKept) {
    onnx::ModelProto proto = smallModel({1.0F / 3, 1e6F, -1e-9F, 1e-6F, 2, 3});
    const auto facts = convertToFp16(proto);
    ASSERT_TRUE(facts);
    EXPECT_EQ(elementType(proto, "w"), TensorProto::FLOAT16);
    EXPECT_EQ(model::floatValues(proto.graph().initializer(0)),
              (std::vector<float>{base::halfToFloat(base::floatToHalf(1.0F / 3)), 65504, 0,
                                  base::halfToFloat(base::floatToHalf(1e-6F)), 2, 3}));
    EXPECT_EQ(facts->total, (base::HalfCounts{6, 1, 1, 1}));
    ASSERT_EQ(facts->losses.size(), 1U);
    EXPECT_EQ(facts->losses[0].tensor, "w");
    EXPECT_EQ(facts->converted, 2);
    EXPECT_EQ(facts->casts, 2);
    EXPECT_EQ(proto.graph().node(0).op_type(), "Cast");
    EXPECT_EQ(proto.graph().node(3).op_type(), "Cast");
    EXPECT_EQ(proto.graph().node(3).output(0), "y");
    EXPECT_TRUE(model::check(proto));
}

TEST(Fp16, HalfInputsAndOutputsOnRequest) {
    onnx::ModelProto proto = smallModel(randomFloats(6, 1));
    Fp16Options options;
    options.keepIo = false;
    ASSERT_TRUE(convertToFp16(proto, options));
    EXPECT_EQ(countOperators(proto), (std::map<std::string, int>{{"MatMul", 1}, {"Relu", 1}}));
    EXPECT_EQ(proto.graph().input(0).type().tensor_type().elem_type(), TensorProto::FLOAT16);
    EXPECT_EQ(proto.graph().output(0).type().tensor_type().elem_type(), TensorProto::FLOAT16);
    EXPECT_TRUE(model::check(proto));
    EXPECT_TRUE(runtime::Session::create(std::string_view(proto.SerializeAsString()), {}));
}

TEST(Fp16, BlockedAndForeignOperatorsStayFp32WithOneCastPerTensor) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {-1, 4});
    addFloats(proto, "both", {4}, randomFloats(4, 1));
    addNode(proto, "Exp", {"x"}, {"e"});
    addNode(proto, "Add", {"e", "both"}, {"a"});
    addNode(proto, "Max", {"a", "both"}, {"m"});  // blocked; reads the same constant in FP32
    addNode(proto, "Gelu", {"a"}, {"g"}).set_domain("com.microsoft");
    addNode(proto, "Mul", {"m", "g"}, {"p"});
    addNode(proto, "Sub", {"p", "m"}, {"y"});  // m is cast to FP16 once
    addOutput(proto, "y", {-1, 4});
    auto& domain = *proto.add_opset_import();
    domain.set_domain("com.microsoft");
    domain.set_version(1);
    const onnx::ModelProto original = proto;
    const auto facts = convertToFp16(proto);
    ASSERT_TRUE(facts);
    EXPECT_EQ(whyKept(*facts, "Max"), "quantize.fp16_kept_blocked");
    EXPECT_EQ(whyKept(*facts, "Gelu"), "quantize.fp16_kept_domain");
    EXPECT_EQ(facts->casts, 5);  // x, m, g to FP16; a to FP32 (both readers share it); y
    EXPECT_EQ(elementType(proto, "both"), TensorProto::FLOAT);
    EXPECT_EQ(elementType(proto, "both_fp16"), TensorProto::FLOAT16);
    EXPECT_LT(largestRelativeError(outputsOf(original), outputsOf(proto)), 5e-3);
}

TEST(Fp16, ResizeKeepsItsScales) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {1, 2, 4, 4});
    addFloats(proto, "scales", {4}, {1, 1, 2, 2});
    addFloats(proto, "roi", {8}, {0, 0, 0, 0, 1, 1, 1, 1});
    addNode(proto, "Neg", {"x"}, {"n"});
    setString(addNode(proto, "Resize", {"n", "roi", "scales"}, {"y"}), "mode", "linear");
    addOutput(proto, "y", {1, 2, 8, 8});
    const onnx::ModelProto original = proto;
    ASSERT_TRUE(convertToFp16(proto));
    EXPECT_EQ(elementType(proto, "scales"), TensorProto::FLOAT);
    EXPECT_EQ(elementType(proto, "roi"), TensorProto::FLOAT);
    EXPECT_EQ(countOperators(proto)["Cast"], 2);
    EXPECT_TRUE(model::check(proto));
    EXPECT_LT(largestRelativeError(outputsOf(original), outputsOf(proto)), 2e-3);
}

TEST(Fp16, BodiesStayFp32AndReadCastTensors) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {2, 2});
    addFloats(proto, "w", {2, 2}, randomFloats(4, 1));
    addNode(proto, "MatMul", {"x", "w"}, {"h"});
    addNode(proto, "ReduceMax", {"h"}, {"largest"});
    addFloats(proto, "zero", {}, {0});
    addNode(proto, "Greater", {"largest", "zero"}, {"positive"});
    auto& branch = addNode(proto, "If", {"positive"}, {"b"});
    for (const std::string name : {"then_branch", "else_branch"}) {
        auto& body = addBody(branch, name);
        addNode(body, name == "then_branch" ? "MatMul" : "Sub", {"h", "w"}, {name + "_out"});
        setShape(*body.add_output(), name + "_out", {2, 2});
    }
    addNode(proto, "Add", {"b", "h"}, {"y"});
    addOutput(proto, "y", {2, 2});
    // "largest" has its dimensions reduced to 1×1; an If wants a scalar condition, which 1×1 may be.
    const onnx::ModelProto original = proto;
    const auto facts = convertToFp16(proto);
    ASSERT_TRUE(facts);
    EXPECT_EQ(whyKept(*facts, "If"), "quantize.fp16_kept_body");
    EXPECT_EQ(elementType(proto, "w"), TensorProto::FLOAT);
    EXPECT_EQ(elementType(proto, "w_fp16"), TensorProto::FLOAT16);
    const model::GraphView view(proto);
    ASSERT_TRUE(view.isCaptured("h"));
    EXPECT_EQ(view.producer("h")->op_type(), "Cast");
    EXPECT_TRUE(model::check(proto));
    EXPECT_LT(largestRelativeError(outputsOf(original, 1), outputsOf(proto, 1)), 5e-3);
}

TEST(Fp16, BodiesWithoutDeclaredTypesAreUnderstood) {
    onnx::ModelProto proto = emptyModel(20, 9);
    addInput(proto, "x", {2, 2});
    addInput(proto, "flag", {}, TensorProto::BOOL);
    auto& branch = addNode(proto, "If", {"flag"}, {"b"});
    for (const std::string name : {"then_branch", "else_branch"}) {
        auto& body = addBody(branch, name);
        addNode(body, name == "then_branch" ? "Abs" : "Neg", {"x"}, {name + "_out"});
        body.add_output()->set_name(name + "_out");
    }
    addNode(proto, "Exp", {"x"}, {"e"});
    addNode(proto, "Add", {"b", "e"}, {"y"});
    addOutput(proto, "y", {2, 2});
    const onnx::ModelProto original = proto;
    ASSERT_TRUE(convertToFp16(proto));
    EXPECT_EQ(tensorTypes(original).at("b"), TensorProto::FLOAT);
    EXPECT_LT(largestRelativeError(outputsOf(original), outputsOf(proto)), 5e-3);
}

TEST(Fp16, ScatteringWithAReductionStaysFp32) {
    onnx::ModelProto proto = emptyModel(18);
    addInput(proto, "x", {4});
    addInts(proto, "where", {3, 1}, {1, 1, 2});
    addFloats(proto, "what", {3}, {1, 2, 3});
    addNode(proto, "Neg", {"x"}, {"n"});
    setString(addNode(proto, "ScatterND", {"n", "where", "what"}, {"y"}), "reduction", "add");
    addOutput(proto, "y", {4});
    const auto facts = convertToFp16(proto);
    ASSERT_TRUE(facts);
    EXPECT_EQ(whyKept(*facts, "ScatterND"), "quantize.fp16_kept_blocked");
    EXPECT_EQ(outputsOf(proto).size(), 1U);
}

TEST(Fp16, TypeAttributesFollow) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "ids", {-1, 3}, TensorProto::INT64);
    addInput(proto, "x", {-1, 3});
    setInt(addNode(proto, "Cast", {"ids"}, {"c"}), "to", TensorProto::FLOAT);
    addNode(proto, "Shape", {"x"}, {"s"});
    auto& fill = addNode(proto, "ConstantOfShape", {"s"}, {"ones"});
    auto& value = *fill.add_attribute();
    value.set_name("value");
    value.set_type(onnx::AttributeProto::TENSOR);
    *value.mutable_t() = tensorOf<float>("", {1}, {1}, TensorProto::FLOAT);
    addNode(proto, "Add", {"c", "x"}, {"a"});
    addNode(proto, "Sub", {"a", "ones"}, {"b"});
    setInt(addNode(proto, "ArgMax", {"b"}, {"best"}), "axis", 1);
    addNode(proto, "Exp", {"b"}, {"y"});
    addOutput(proto, "y", {-1, 3});
    addOutput(proto, "best", {-1, 1}, TensorProto::INT64);
    const auto facts = convertToFp16(proto);
    ASSERT_TRUE(facts);
    const auto types = tensorTypes(proto);
    EXPECT_EQ(types.at("c"), TensorProto::FLOAT16);
    EXPECT_EQ(types.at("ones"), TensorProto::FLOAT);  // made from a shape alone
    EXPECT_EQ(whyKept(*facts, "ConstantOfShape"), "quantize.fp16_kept_shapes");
    EXPECT_EQ(types.at("b"), TensorProto::FLOAT16);
    EXPECT_TRUE(model::check(proto));
    EXPECT_TRUE(runtime::Session::create(std::string_view(proto.SerializeAsString()), {}));
}

TEST(Fp16, ArithmeticOnShapesKeepsItsIntegers) {
    onnx::ModelProto proto = emptyModel();
    addInput(proto, "x", {1, 1, -1});
    addNode(proto, "Shape", {"x"}, {"s"});
    setInt(addNode(proto, "Cast", {"s"}, {"f"}), "to", TensorProto::FLOAT);
    addFloats(proto, "one", {}, {1});
    addNode(proto, "Mul", {"f", "one"}, {"scaled"});
    setInt(addNode(proto, "Cast", {"scaled"}, {"again"}), "to", TensorProto::INT64);
    addNode(proto, "Neg", {"x"}, {"n"});
    addNode(proto, "Reshape", {"n", "again"}, {"y"});
    addOutput(proto, "y", {1, 1, -1});
    ASSERT_TRUE(convertToFp16(proto));
    EXPECT_EQ(outputsOf(proto, 2049)[0].size(), 2049U);  // 2049 is no FP16 number
}

TEST(Fp16, InputAndWeightThatAreOutputsAsWell) {
    onnx::ModelProto proto = smallModel(randomFloats(6, 1));
    addNode(proto, "Identity", {"x"}, {"same"});
    addOutput(proto, "same", {-1, 2});
    addOutput(proto, "h", {-1, 3});  // read further on in FP16, given out in FP32
    const onnx::ModelProto original = proto;
    ASSERT_TRUE(convertToFp16(proto));
    EXPECT_TRUE(model::check(proto));
    EXPECT_LT(largestRelativeError(outputsOf(original), outputsOf(proto)), 2e-3);
}

TEST(Fp16, NewerOperatorSetThanTheLibraryKnows) {
    onnx::ModelProto proto = emptyModel(20, 9);
    addInput(proto, "x", {-1, 2, 4, 4});
    addFloats(proto, "w", {3, 2, 1, 1}, randomFloats(6, 1));
    addInts(proto, "axes", {2}, {2, 3});
    addNode(proto, "Conv", {"x", "w"}, {"c"});
    addNode(proto, "Gelu", {"c"}, {"g"});
    addNode(proto, "ReduceMean", {"g", "axes"}, {"y"});
    addOutput(proto, "y", {-1, 3, 1, 1});
    const onnx::ModelProto original = proto;
    const auto facts = convertToFp16(proto);
    ASSERT_TRUE(facts);
    EXPECT_EQ(facts->converted, 3);
    EXPECT_TRUE(facts->kept.empty());
    EXPECT_LT(largestRelativeError(outputsOf(original), outputsOf(proto)), 5e-3);
}

TEST(Fp16, RefusesQuantisedModelsAndThoseWithoutFloats) {
    onnx::ModelProto quantised = preparedSample("glyphs/mobilenetv2-qat.onnx");
    EXPECT_EQ(convertToFp16(quantised).error().message.code, "quantize.fp16_already_quantized");
    EXPECT_EQ(emulateFp16(quantised, nullptr).error().message.code, "quantize.fp16_already_quantized");

    onnx::ModelProto whole = emptyModel();
    addInput(whole, "x", {2}, TensorProto::INT64);
    addNode(whole, "Neg", {"x"}, {"y"});
    addOutput(whole, "y", {2}, TensorProto::INT64);
    EXPECT_EQ(convertToFp16(whole).error().message.code, "quantize.fp16_nothing_to_convert");
}

TEST(Fp16, KeepsNamedNodesInFp32) {
    onnx::ModelProto proto = smallModel(randomFloats(6, 1));
    Fp16Options options;
    options.keepFp32 = {proto.graph().node(0).name()};
    const auto facts = convertToFp16(proto, options);
    ASSERT_TRUE(facts);
    EXPECT_EQ(whyKept(*facts, "MatMul"), "quantize.fp16_kept_range");
    EXPECT_EQ(elementType(proto, "w"), TensorProto::FLOAT);
}

TEST(Fp16, EmulationOverflowsAsHardwareWould) {
    const onnx::ModelProto proto = smallModel({60000, 60000, 60000, 60000, 60000, 60000});
    const auto emulation = emulateFp16(proto, nullptr);
    ASSERT_TRUE(emulation);
    const auto outputs = outputsOf(*emulation, 8);
    EXPECT_TRUE(std::any_of(outputs[0].begin(), outputs[0].end(), [](float x) { return std::isinf(x); }));
}

}  // namespace
