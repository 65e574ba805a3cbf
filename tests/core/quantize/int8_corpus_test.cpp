// SPDX-License-Identifier: GPL-3.0-or-later
// Every operator and pattern of the fusion table (docs/quantization.md) as a small graph: what the installed
// runtime makes of its quantised form.
#include <gtest/gtest.h>

#include <functional>

#include "core/model/io.h"
#include "core/quantize/build.h"
#include "tests/core/quantize/random_source.h"
#include "tests/core/support/onnx_builder.h"
#include "tests/support/test_folder.h"

using namespace pwb;
using namespace pwb::tests;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t kChannels = 16;

/// Grows a graph behind a convolution and ends it with another one, so that what is between can stay in
/// codes.
class Net {
public:
    explicit Net(std::int64_t opset = 17) : m_model(emptyModel(opset)) {
        addInput(m_model, "x", {-1, kChannels, 8, 8});
    }

    std::string weight(const Dims& dims, float bound = 0.3F) {
        std::size_t count = 1;
        for (const auto dim : dims) count *= static_cast<std::size_t>(dim);
        const std::string name = "w" + std::to_string(m_count++);
        addFloats(m_model, name, dims, randomFloats(count, m_count, -bound, bound));
        return name;
    }
    std::string scalar(float value, const Dims& dims = {}) {
        const std::string name = "k" + std::to_string(m_count++);
        addFloats(m_model, name, dims, {value});
        return name;
    }
    std::string ints(const std::vector<std::int64_t>& values) {
        const std::string name = "i" + std::to_string(m_count++);
        addInts(m_model, name, {static_cast<std::int64_t>(values.size())}, values);
        return name;
    }
    onnx::NodeProto& node(const std::string& op, const Names& inputs) {
        m_last = "t" + std::to_string(m_count++);
        return addNode(m_model, op, inputs, {m_last});
    }
    std::string op(const std::string& type, const Names& inputs) {
        node(type, inputs);
        return m_last;
    }
    std::string conv(const std::string& from, std::int64_t in = kChannels, std::int64_t out = kChannels) {
        return op("Conv", {from, weight({out, in, 1, 1}), weight({out})});
    }
    [[nodiscard]] const std::string& last() const { return m_last; }
    onnx::ModelProto& model() { return m_model; }
    /// Names the last tensor as the output.
    onnx::ModelProto finish(const Dims& shape) {
        addNode(m_model, "Identity", {m_last}, {"y"});
        addOutput(m_model, "y", shape);
        return m_model;
    }

private:
    onnx::ModelProto m_model;
    std::string m_last;
    unsigned m_count = 0;
};

const Dims kImage = {-1, kChannels, 8, 8};

using Counts = std::map<std::string, int>;

struct Pattern {
    std::string name;
    std::function<onnx::ModelProto()> make;
    Counts executed;      ///< operators of the optimised graph; 0: none of them
    int conversions = 2;  ///< Quantize and Dequantize left: at the graph's ends
};

/// conv → what is asked for → conv
Pattern between(const std::string& name, const std::function<void(Net&, const std::string&)>& grow,
                Counts executed, std::int64_t channels = kChannels, int conversions = 2) {
    return {name,
            [=] {
                Net net;
                const std::string first = net.conv("x");
                grow(net, first);
                net.conv(net.last(), channels);
                return net.finish(kImage);
            },
            std::move(executed), conversions};
}

void residual(Net& net, const std::string& from) {
    const std::string relu = net.op("Relu", {from});
    net.op("Add", {net.conv(relu), relu});
}
void squeezeExcite(Net& net, const std::string& from) {
    const std::string pooled = net.op("GlobalAveragePool", {from});
    const std::string gate = net.op("Sigmoid", {net.conv(net.op("Relu", {net.conv(pooled)}))});
    net.op("Mul", {from, gate});
}
void hardSigmoidOfConv(Net& net, const std::string& from) {
    const std::string gate = net.conv(net.op("GlobalAveragePool", {from}));
    auto& node = net.node("HardSigmoid", {gate});
    setFloat(node, "alpha", 1.0F / 6);
    net.op("Mul", {from, net.last()});
}
void exportedHardSwish(Net& net, const std::string& from) {
    const std::string clip =
        net.op("Clip", {net.op("Add", {from, net.scalar(3)}), net.scalar(0), net.scalar(6)});
    net.op("Div", {net.op("Mul", {from, clip}), net.scalar(6)});
}
void batchNorm(Net& net, const std::string& from) {
    // Behind a sum there is no convolution to take it in.
    const std::string sum = net.op("Add", {from, net.conv(from)});
    addFloats(net.model(), "variance", {kChannels}, randomFloats(kChannels, 5, 0.5F, 2));
    net.op("Relu", {net.op("BatchNormalization", {sum, net.weight({kChannels}), net.weight({kChannels}),
                                                  net.weight({kChannels}), "variance"})});
}
void mean(Net& net, const std::string& from) {
    auto& node = net.node("ReduceMean", {from});
    setInts(node, "axes", {2, 3});
}
void zeroPad(Net& net, const std::string& from) {
    net.op("Pad", {net.op("Relu", {from}), net.ints({0, 0, 0, 0, 0, 0, 1, 1})});
}

std::vector<Pattern> patterns() {
    const auto unary = [](const std::string& type) {
        return [type](Net& net, const std::string& from) { net.op(type, {from}); };
    };
    const auto withInts = [](const std::string& type, const std::vector<std::int64_t>& values) {
        return [=](Net& net, const std::string& from) { net.op(type, {from, net.ints(values)}); };
    };
    const auto window = [](const std::string& type) {
        return [type](Net& net, const std::string& from) {
            setInts(net.node(type, {from}), "kernel_shape", {2, 2});
        };
    };
    return {
        between("Relu", unary("Relu"), {{"QLinearConv", 2}, {"Relu", 0}}),
        between("Relu6",
                [](Net& net, const std::string& from) {
                    net.op("Clip", {from, net.scalar(0), net.scalar(6)});
                },
                {{"QLinearConv", 2}, {"Clip", 0}}),
        between("Residual", residual, {{"QLinearConv", 3}, {"QLinearAdd", 1}, {"Add", 0}}),
        between("AddConstant",
                [](Net& net, const std::string& from) {
                    net.op("Add", {from, net.weight({kChannels, 1, 1})});
                },
                {{"QLinearAdd", 1}, {"Add", 0}}),
        between("MulConstantPerChannel",
                [](Net& net, const std::string& from) {
                    net.op("Mul", {from, net.weight({kChannels, 1, 1})});
                },
                {{"QLinearMul", 1}, {"Mul", 0}}),
        between("DivByAScalarCostsNothing",
                [](Net& net, const std::string& from) {
                    net.op("Div", {from, net.scalar(6)});
                },
                {{"QLinearConv", 2}, {"Div", 0}, {"QLinearMul", 0}}),
        between(
            "Concat",
            [](Net& net, const std::string& from) {
                setInt(net.node("Concat", {from, net.conv(from)}), "axis", 1);
            },
            {{"QLinearConcat", 1}, {"Concat", 0}, {"QLinearConv", 3}}, 2 * kChannels),
        between("Silu",
                [](Net& net, const std::string& from) {
                    net.op("Mul", {from, net.op("Sigmoid", {from})});
                },
                {{"QLinearSigmoid", 1}, {"QLinearMul", 1}}),
        between("HardSwish", unary("HardSwish"),
                {{"QLinearAdd", 1}, {"QLinearMul", 1}, {"HardSwish", 0}, {"HardSigmoid", 0}}),
        between("ExportedHardSwish", exportedHardSwish,
                {{"QLinearAdd", 1}, {"QLinearMul", 1}, {"Div", 0}, {"Clip", 0}}),
        between(
            "SqueezeExcite", squeezeExcite,
            {{"QLinearGlobalAveragePool", 1}, {"QLinearConv", 4}, {"QLinearSigmoid", 1}, {"QLinearMul", 1}}),
        between("HardSigmoidOfAConv", hardSigmoidOfConv,
                {{"QLinearConv", 3}, {"QLinearMul", 1}, {"HardSigmoid", 0}, {"QLinearAdd", 0}}),
        between("LeakyRelu", unary("LeakyRelu"), {{"QLinearLeakyRelu", 1}, {"LeakyRelu", 0}}),
        between("BatchNormalization", batchNorm, {{"QLinearConv", 4}, {"BatchNormalization", 0}}),
        between("MaxPool", window("MaxPool"), {{"QLinearConv", 2}}),
        between("AveragePool", window("AveragePool"), {{"QLinearAveragePool", 1}, {"AveragePool", 0}}),
        between("ReduceMean", mean, {{"QLinearGlobalAveragePool", 1}, {"ReduceMean", 0}}),
        between("ZeroPad", zeroPad, {{"QLinearConv", 2}, {"Pad", 0}}),
        between("Transpose",
                [](Net& net, const std::string& from) {
                    setInts(net.node("Transpose", {from}), "perm", {0, 1, 3, 2});
                },
                {{"QLinearConv", 2}}),
        between("Reshape", withInts("Reshape", {0, kChannels, 4, 16}), {{"QLinearConv", 2}}),
        between("ResizeNearest",
                [](Net& net, const std::string& from) {
                    addFloats(net.model(), "scales", {4}, {1, 1, 2, 2});
                    setString(net.node("Resize", {from, "", "scales"}), "mode", "nearest");
                },
                {{"QLinearConv", 2}}),
        between(
            "ResizeLinearStaysFloat",
            [](Net& net, const std::string& from) {
                addFloats(net.model(), "scales", {4}, {1, 1, 2, 2});
                setString(net.node("Resize", {from, "", "scales"}), "mode", "linear");
            },
            {{"QLinearConv", 2}}, kChannels, 4),
        between("MatMulBetweenConvolutions",
                [](Net& net, const std::string& from) {
                    net.op("MatMul", {from, net.weight({8, 8})});
                },
                {{"QLinearMatMul", 1}, {"MatMul", 0}}),
        {"GemmGivesFloat",
         [] {
             Net net;
             setInt(net.node("Flatten", {net.op("GlobalAveragePool", {net.conv("x")})}), "axis", 1);
             const std::string flat = net.last();
             setInt(net.node("Gemm", {flat, net.weight({5, kChannels}), net.weight({5})}), "transB", 1);
             return net.finish({-1, 5});
         },
         {{"QGemm", 1}, {"Gemm", 0}},
         1},
        {"GeluBetweenProducts",
         [] {
             Net net;
             const std::string sum = net.op(
                 "Add", {net.op("MatMul", {net.op("Relu", {"x"}), net.weight({8, 8})}), net.weight({8})});
             const std::string erf = net.op("Erf", {net.op("Div", {sum, net.scalar(1.4142135F)})});
             const std::string gate = net.op("Mul", {sum, net.op("Add", {erf, net.scalar(1)})});
             net.op("MatMul", {net.op("Mul", {gate, net.scalar(0.5F)}), net.weight({8, 8})});
             return net.finish(kImage);
         },
         {{"MatMulIntegerToFloat", 2}, {"MatMul", 0}, {"Erf", 0}},
         2},
    };
}

class CorpusTest : public testing::TestWithParam<Pattern> {};

TEST_P(CorpusTest, RunsAsTheTableSays) {
    const Pattern& pattern = GetParam();
    const tests::TestFolder place;
    const fs::path& folder = place.path();
    ASSERT_TRUE(model::save(pattern.make(), folder / "net.onnx"));
    quantize::Int8Options options;
    options.calibrator = quantize::Calibrator::MinMax;
    options.checkSpeed = false;  // the table is about what fuses, not about what pays at this size
    const auto built = quantize::buildInt8({folder / "net.onnx", folder, "cpu", 1}, options,
                                           randomSource({kChannels, 8, 8}, 32), {}, {});
    ASSERT_TRUE(built) << built.error().message.code;
    std::string all;
    for (const auto& [type, count] : built->executed->byType) all += " " + type + ":" + std::to_string(count);
    for (const auto& [type, count] : pattern.executed) {
        const auto found = built->executed->byType.find(type);
        EXPECT_EQ(found == built->executed->byType.end() ? 0 : found->second, count) << type << " in" << all;
    }
    EXPECT_EQ(built->executed->floatConv, 0) << all;
    EXPECT_EQ(built->executed->conversions, pattern.conversions) << all;
    EXPECT_GT(built->sqnrByCalibrator.at("minmax"), 20);
}

TEST(Lowering, WhatStaysFloatIsTheOriginalOperator) {
    const tests::TestFolder place;
    const fs::path& folder = place.path();
    for (const Pattern& pattern : patterns()) {
        if (pattern.name != "BatchNormalization" && pattern.name != "HardSwish") continue;
        const onnx::ModelProto model = pattern.make();
        ASSERT_TRUE(model::save(model, folder / "net.onnx"));
        quantize::Int8Options options;
        options.calibrator = quantize::Calibrator::MinMax;
        options.checkSpeed = false;
        for (const onnx::NodeProto& node : model.graph().node())
            if (node.op_type() == pattern.name) options.keepFloat = {node.name()};
        const auto built = quantize::buildInt8({folder / "net.onnx", folder, "cpu", 1}, options,
                                               randomSource({kChannels, 8, 8}, 32), {}, {});
        ASSERT_TRUE(built) << pattern.name << " " << built.error().message.code;
        ASSERT_EQ(built->kept.size(), 1U) << pattern.name;
        EXPECT_EQ(built->kept[0].reason.code, "quantize.kept_pinned");
        EXPECT_FALSE(built->executed->byType.contains("QLinearMul")) << pattern.name;
        int originals = 0;
        const auto written = model::load(built->file);
        for (const onnx::NodeProto& node : written->graph().node())
            originals += node.op_type() == pattern.name;
        EXPECT_EQ(originals, 1) << pattern.name;
    }
}

INSTANTIATE_TEST_SUITE_P(FusionTable, CorpusTest, testing::ValuesIn(patterns()),
                         [](const auto& pattern) { return pattern.param.name; });

}  // namespace
