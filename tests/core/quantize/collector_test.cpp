// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/collector.h"

#include <gtest/gtest.h>

#include <limits>
#include <numeric>

#include "tests/core/quantize/calibration_source.h"
#include "tests/core/support/onnx_builder.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

/// x → Relu → r → Neg → y, of [batch, 4]; batch −1 is dynamic.
onnx::ModelProto reluNet(std::int64_t batch, int type = onnx::TensorProto::FLOAT) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {batch, 4}, type);
    addOutput(model, "y", {batch, 4}, type);
    addNode(model, "Relu", {"x"}, {"r"});
    addNode(model, "Neg", {"r"}, {"y"});
    return model;
}

std::vector<float> ramp(std::size_t n) {
    std::vector<float> values(n);
    for (std::size_t i = 0; i < n; ++i) values[i] = static_cast<float>(i % 7) - 3;
    return values;
}

quantize::Collected collect(const onnx::ModelProto& model, const std::vector<std::string>& tensors,
                            const quantize::CalibrationSource& source,
                            quantize::CollectOptions options = {}) {
    auto collected = quantize::collectStatistics(model, tensors, source, options, {}, {});
    EXPECT_TRUE(collected) << collected.error().message.code;
    return collected ? std::move(*collected) : quantize::Collected{};
}

TEST(Collector, PaddingOfAFixedBatchDoesNotCount) {
    // 10 samples in batches of 4: the last batch holds two real ones and two repetitions.
    const std::vector<float> values = ramp(40);
    const auto padded = collect(reluNet(4), {"x", "r"}, sourceOf(values, {4}, 4, true));
    const auto plain = collect(reluNet(-1), {"x", "r"}, sourceOf(values, {4}, 4));
    EXPECT_EQ(padded.samples, 10);
    for (const char* tensor : {"x", "r"}) {
        const auto& got = padded.statistics.at(tensor);
        const auto& want = plain.statistics.at(tensor);
        EXPECT_EQ(got.histogram.count(), 40);
        EXPECT_EQ(got.histogram.bins(), want.histogram.bins());
        EXPECT_EQ(got.histogram.zeros(), want.histogram.zeros());
        EXPECT_EQ(got.movingLo, want.movingLo);
        EXPECT_EQ(got.movingHi, want.movingHi);
    }
    for (const auto& reference : padded.references) EXPECT_EQ(reference.inputs[0].shape[0], 4);
}

TEST(Collector, PassesAndThreadsChangeNothing) {
    const std::vector<float> values = ramp(400);
    const auto one = collect(reluNet(-1), {"x", "r", "y"}, sourceOf(values, {4}, 4));
    quantize::CollectOptions tight;
    tight.memoryBudgetBytes = 128;  // one tensor of 64 bytes per thread and pass
    tight.threads = 2;
    const auto many = collect(reluNet(-1), {"x", "r", "y"}, sourceOf(values, {4}, 4), tight);
    ASSERT_EQ(many.statistics.size(), 3U);
    for (const auto& [tensor, statistics] : one.statistics) {
        EXPECT_EQ(many.statistics.at(tensor).histogram.bins(), statistics.histogram.bins()) << tensor;
        EXPECT_EQ(many.statistics.at(tensor).movingHi, statistics.movingHi) << tensor;
    }
    EXPECT_LT(many.references.size(), one.references.size()) << "references keep to the budget too";
    EXPECT_GE(many.references.size(), 1U);
}

TEST(Collector, OutputsOfTheModelCanBeWatched) {
    const auto collected = collect(reluNet(-1), {"y", "x"}, sourceOf({1, -2, 3, 0}, {4}, 1));
    EXPECT_EQ(collected.statistics.at("y").histogram.min(), -3);
    EXPECT_EQ(collected.statistics.at("y").histogram.max(), 0);
    ASSERT_EQ(collected.references.size(), 1U);
    ASSERT_EQ(collected.references[0].outputs.size(), 1U) << "the model's own outputs, each once";
}

TEST(Collector, HalfAndDoubleCountAsFloat) {
    for (const int type : {int{onnx::TensorProto::FLOAT16}, int{onnx::TensorProto::DOUBLE}}) {
        onnx::ModelProto model = emptyModel(17);
        addInput(model, "x", {-1, 4});
        addOutput(model, "y", {-1, 4});
        setInt(addNode(model, "Cast", {"x"}, {"narrow"}), "to", type);
        setInt(addNode(model, "Cast", {"narrow"}, {"y"}), "to", onnx::TensorProto::FLOAT);
        const auto collected = collect(model, {"narrow"}, sourceOf({1.5F, -2.25F, 0, 1e-3F}, {4}, 1));
        const auto& histogram = collected.statistics.at("narrow").histogram;
        EXPECT_EQ(histogram.count(), 4);
        EXPECT_EQ(histogram.min(), -2.25F);
        EXPECT_EQ(histogram.max(), 1.5F);
        EXPECT_EQ(histogram.zeros(), 1);
    }
}

TEST(Collector, IntegersAreRefusedByName) {
    onnx::ModelProto model = emptyModel(17);
    addInput(model, "x", {-1, 4});
    addOutput(model, "y", {-1, 4});
    setInt(addNode(model, "Cast", {"x"}, {"whole"}), "to", onnx::TensorProto::INT64);
    setInt(addNode(model, "Cast", {"whole"}, {"y"}), "to", onnx::TensorProto::FLOAT);
    const auto collected =
        quantize::collectStatistics(model, {"whole"}, sourceOf({1, 2, 3, 4}, {4}, 1), {}, {}, {});
    ASSERT_FALSE(collected);
    EXPECT_EQ(collected.error().message.code, "quantize.calibration_type");
    EXPECT_EQ(collected.error().message.args.at(0).second, "whole");
    EXPECT_EQ(collected.error().message.args.at(1).second, "int64");
}

TEST(Collector, NonFiniteValuesAreCountedAndNothingButThemRefused) {
    const float nan = std::numeric_limits<float>::quiet_NaN();
    const auto some = collect(reluNet(-1), {"x"}, sourceOf({1, nan, 2, -1}, {4}, 1));
    EXPECT_EQ(some.statistics.at("x").histogram.nonFinite(), 1);
    const auto none =
        quantize::collectStatistics(reluNet(-1), {"x"}, sourceOf({nan, nan, nan, nan}, {4}, 1), {}, {}, {});
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message.code, "quantize.calibration_non_finite");
}

}  // namespace
