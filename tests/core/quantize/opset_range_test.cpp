// SPDX-License-Identifier: GPL-3.0-or-later
// One small network in every operator set from 7 on, also those that onnx's library does not know: inspected,
// and built in all three precisions.
#include <gtest/gtest.h>

#include <filesystem>

#include "core/model/info.h"
#include "core/model/io.h"
#include "core/quantize/build.h"
#include "tests/core/support/run_model.h"
#include "tests/support/test_folder.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::tests;
using namespace pwb::quantize;
using onnx::TensorProto;

namespace {

/// Conv, BatchNormalization, Clip, Dropout, Conv, residual Add, MaxPool, a mean over the picture, Gemm,
/// Softmax, in the form that the operator set asks for.
onnx::ModelProto network(std::int64_t opset) {
    onnx::ModelProto proto = emptyModel(opset, opset < 9 ? 3 : opset <= 17 ? 8 : opset <= 21 ? 10 : 11);
    addInput(proto, "x", {-1, 3, 12, 12});
    addFloats(proto, "w", {8, 3, 3, 3}, randomFloats(216, 1, -0.4F, 0.4F));
    for (const char* name : {"scale", "variance"})
        addFloats(proto, name, {8}, randomFloats(8, 2, 0.5F, 1.5F));
    for (const char* name : {"shift", "mean"}) addFloats(proto, name, {8}, randomFloats(8, 3));
    addFloats(proto, "v", {8, 8, 1, 1}, randomFloats(64, 4, -0.5F, 0.5F));
    addFloats(proto, "g", {5, 8}, randomFloats(40, 5));
    addFloats(proto, "bias", {5}, randomFloats(5, 6));
    setInts(addNode(proto, "Conv", {"x", "w"}, {"c"}), "pads", {1, 1, 1, 1});
    addNode(proto, "BatchNormalization", {"c", "scale", "shift", "mean", "variance"}, {"n"});
    if (opset < 11) {
        auto& clip = addNode(proto, "Clip", {"n"}, {"r"});
        setFloat(clip, "min", 0);
        setFloat(clip, "max", 6);
    } else {
        addFloats(proto, "zero", {}, {0});
        addFloats(proto, "six", {}, {6});
        addNode(proto, "Clip", {"n", "zero", "six"}, {"r"});
    }
    addNode(proto, "Dropout", {"r"}, {"d"});
    addNode(proto, "Conv", {"d", "v"}, {"e"});
    addNode(proto, "Add", {"d", "e"}, {"a"});
    auto& pool = addNode(proto, "MaxPool", {"a"}, {"p"});
    setInts(pool, "kernel_shape", {2, 2});
    setInts(pool, "strides", {2, 2});
    addInts(proto, "axes", {2}, {2, 3});
    auto& average = addNode(proto, "ReduceMean", opset < 18 ? Names{"p"} : Names{"p", "axes"}, {"m"});
    if (opset < 18) setInts(average, "axes", {2, 3});
    setInt(addNode(proto, "Flatten", {"m"}, {"f"}), "axis", 1);
    setInt(addNode(proto, "Gemm", {"f", "g", "bias"}, {"logits"}), "transB", 1);
    setInt(addNode(proto, "Softmax", {"logits"}, {"y"}), "axis", 1);
    addOutput(proto, "y", {-1, 5});
    if (opset < 18) proto.mutable_graph()->mutable_initializer()->RemoveLast();
    if (proto.ir_version() < 4)  // then weights are listed among the inputs
        for (const auto& tensor : proto.graph().initializer())
            addInput(proto, tensor.name(), Dims(tensor.dims().begin(), tensor.dims().end()));
    return proto;
}

CalibrationSource randomSource() {
    CalibrationSource source;
    source.samples = 32;
    source.open = [] {
        return [batch = 0]() mutable -> base::Result<std::optional<CalibrationBatch>> {
            if (batch == 8) return std::nullopt;
            CalibrationBatch samples;
            samples.samples = 4;
            samples.inputs.push_back(base::Tensor::make(base::ElementType::Float, {4, 3, 12, 12}));
            const auto values = randomFloats(4 * 432, static_cast<unsigned>(100 + batch++), -2, 2);
            std::ranges::copy(values, samples.inputs[0].as<float>().begin());
            return samples;
        };
    };
    return source;
}

class OpsetRange : public testing::TestWithParam<int> {};

TEST_P(OpsetRange, IsInspectedAndBuilt) {
    const tests::TestFolder place;
    const fs::path& folder = place.path();
    BuildContext context;
    context.model = folder / "net.onnx";
    context.outputFolder = folder / "engines";
    ASSERT_TRUE(model::save(network(GetParam()), context.model));
    const auto info = model::inspect(context.model);
    ASSERT_TRUE(info) << base::Words::of("en").text(info.error());
    EXPECT_EQ(info->opset, GetParam());
    EXPECT_EQ(info->inputs.size(), 1U);
    EXPECT_EQ(info->outputClasses(), 5);

    const auto single = buildFp32(context, {}, {});
    ASSERT_TRUE(single) << base::Words::of("en").text(single.error());
    Fp16BuildOptions options;
    options.samples = randomSource();
    const auto half = buildFp16(context, options, {}, {});
    ASSERT_TRUE(half) << base::Words::of("en").text(half.error());
    EXPECT_FALSE(half->fallback) << base::Words::of("en").text(half->fallbackReason);
    EXPECT_TRUE(half->keptFp32.empty());
    const auto whole = buildInt8(context, {}, randomSource(), {}, {});
    ASSERT_TRUE(whole) << base::Words::of("en").text(whole.error());
    EXPECT_FALSE(whole->fallback) << base::Words::of("en").text(whole->fallbackReason);

    const auto outputs = [&](const fs::path& file) {
        auto session = runtime::Session::create(file, {});
        EXPECT_TRUE(session);
        const auto results = session->run(randomInputs(*session, 4, 9));
        const auto values = results->at(0).as<float>();
        return std::vector<std::vector<float>>{{values.begin(), values.end()}};
    };
    const auto exact = outputs(single->file);
    EXPECT_LT(largestRelativeError(exact, outputs(half->file)), 5e-3);
    EXPECT_LT(largestRelativeError(exact, outputs(whole->file)), 0.15);
}

INSTANTIATE_TEST_SUITE_P(All, OpsetRange,
                         testing::Values(7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23),
                         [](const auto& opset) { return std::to_string(opset.param); });

}  // namespace
