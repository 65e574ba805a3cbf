// SPDX-License-Identifier: GPL-3.0-or-later
// FP16: control flow, normalisation, products and pooling.
#include "tests/core/quantize/fp16_corpus.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

std::vector<Entry> networks() {
    std::vector<Entry> all;
    const auto add = [&](const std::string& name, std::int64_t opset, std::function<void(ModelProto&)> build,
                         double tolerance = 1e-2) {
        all.push_back({name, opset, std::move(build), tolerance});
    };
    add("Loop", 13, [](ModelProto& m) {
        io(m, {2, 3}, {2, 3});
        addFloats(m, "w", {3, 3}, randomFloats(9, 2, -0.5F, 0.5F));
        addInts(m, "trips", {}, {3});
        addNode(m, "Neg", {"x"}, {"n"});
        auto& loop = addNode(m, "Loop", {"trips", "", "n"}, {"last"});
        auto& body = addBody(loop, "body");
        setShape(*body.add_input(), "i", {}, TensorProto::INT64);
        setShape(*body.add_input(), "go", {}, TensorProto::BOOL);
        setShape(*body.add_input(), "state", {2, 3});
        addNode(body, "Identity", {"go"}, {"again"});
        addNode(body, "MatMul", {"state", "w"}, {"next"});
        setShape(*body.add_output(), "again", {}, TensorProto::BOOL);
        setShape(*body.add_output(), "next", {2, 3});
        addNode(m, "Tanh", {"last"}, {"y"});
    });
    add("Scan", 13, [](ModelProto& m) {
        io(m, {4, 3}, {4, 3});
        addFloats(m, "start", {3}, {0, 0, 0});
        addNode(m, "Neg", {"x"}, {"n"});
        auto& scan = addNode(m, "Scan", {"start", "n"}, {"final", "sums"});
        setInt(scan, "num_scan_inputs", 1);
        auto& body = addBody(scan, "body");
        setShape(*body.add_input(), "sum", {3});
        setShape(*body.add_input(), "row", {3});
        addNode(body, "Add", {"sum", "row"}, {"more"});
        addNode(body, "Identity", {"more"}, {"out"});
        setShape(*body.add_output(), "more", {3});
        setShape(*body.add_output(), "out", {3});
        addNode(m, "Tanh", {"sums"}, {"y"});
    });

    add("LayerNormalization", 17, [](ModelProto& m) {
        io(m, {2, 5, 16}, {2, 5, 16});
        addFloats(m, "scale", {16}, randomFloats(16, 1, 0.5F, 1.5F));
        addFloats(m, "shift", {16}, randomFloats(16, 2));
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "LayerNormalization", {"n", "scale", "shift"}, {"y"});
    });
    add("LayerNormalizationInParts", 13, [](ModelProto& m) {
        io(m, {2, 5, 16}, {2, 5, 16});
        addFloats(m, "two", {}, {2});
        addFloats(m, "eps", {}, {1e-5F});
        const auto mean = [&](const std::string& from, const std::string& to) {
            setInts(addNode(m, "ReduceMean", {from}, {to}), "axes", {-1});
        };
        mean("x", "mean");
        addNode(m, "Sub", {"x", "mean"}, {"d"});
        addNode(m, "Pow", {"d", "two"}, {"d2"});
        mean("d2", "var");
        addNode(m, "Add", {"var", "eps"}, {"v"});
        addNode(m, "Sqrt", {"v"}, {"std"});
        addNode(m, "Div", {"d", "std"}, {"y"});
    });
    add("InstanceNormalization", 13, [](ModelProto& m) {
        io(m, {2, 4, 6, 6}, {2, 4, 6, 6});
        addFloats(m, "s", {4}, {1, 2, 1, 2});
        addFloats(m, "b", {4}, {0, 1, 0, 1});
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "InstanceNormalization", {"n", "s", "b"}, {"y"});
    });
    for (const std::int64_t opset : {18, 21})
        add("GroupNormalization" + std::to_string(opset), opset, [=](ModelProto& m) {
            io(m, {2, 4, 6, 6}, {2, 4, 6, 6});
            const std::int64_t size = opset == 18 ? 2 : 4;
            addFloats(m, "s", {size}, std::vector<float>(static_cast<std::size_t>(size), 1.5F));
            addFloats(m, "b", {size}, std::vector<float>(static_cast<std::size_t>(size), 0.5F));
            addNode(m, "Neg", {"x"}, {"n"});
            setInt(addNode(m, "GroupNormalization", {"n", "s", "b"}, {"y"}), "num_groups", 2);
        });
    add("LpNormalization", 13, onImage("LpNormalization"));
    add("LRN", 13, onImage("LRN", [](auto& node) { setInt(node, "size", 3); }));
    add("MeanVarianceNormalization", 13, onImage("MeanVarianceNormalization"));
    add("BatchNormalization", 15, [](ModelProto& m) {
        io(m, {2, 4, 6, 6}, {2, 4, 6, 6});
        for (const char* name : {"s", "b", "mean", "var"}) addFloats(m, name, {4}, {1, 2, 1, 2});
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "BatchNormalization", {"n", "s", "b", "mean", "var"}, {"y"});
    });
    for (const std::int64_t opset : {11, 13}) {
        add("Softmax" + std::to_string(opset), opset,
            onImage("Softmax", [](auto& n) { setInt(n, "axis", 1); }));
        add("LogSoftmax" + std::to_string(opset), opset,
            onImage("LogSoftmax", [](auto& n) { setInt(n, "axis", 1); }));
    }
    add("Clip7", 7, onImage("Clip", [](auto& n) {
            setFloat(n, "min", -0.3F);
            setFloat(n, "max", 0.7F);
        }));
    add("Clip13", 13, [](ModelProto& m) {
        io(m, {2, 12}, {2, 12});
        addFloats(m, "low", {}, {-0.3F});
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "Clip", {"n", "low"}, {"y"});
    });
    add("DepthToSpace", 13,
        onImage("DepthToSpace", [](auto& n) { setInt(n, "blocksize", 2); }, {2, 1, 12, 12}));
    add("SpaceToDepth", 13,
        onImage("SpaceToDepth", [](auto& n) { setInt(n, "blocksize", 2); }, {2, 16, 3, 3}));
    add("MaxPoolWithIndices", 12, [](ModelProto& m) {
        io(m, {1, 2, 6, 6}, {1, 2, 6, 6});
        addNode(m, "Neg", {"x"}, {"n"});
        auto& pool = addNode(m, "MaxPool", {"n"}, {"p", "where"});
        setInts(pool, "kernel_shape", {2, 2});
        setInts(pool, "strides", {2, 2});
        auto& back = addNode(m, "MaxUnpool", {"p", "where"}, {"y"});
        setInts(back, "kernel_shape", {2, 2});
        setInts(back, "strides", {2, 2});
    });
    add("AveragePool", 11,
        onImage("AveragePool",
                [](auto& n) {
                    setInts(n, "kernel_shape", {3, 3});
                },
                {2, 4, 4, 4}));
    add("LpPool", 11, onImage("LpPool", [](auto& n) { setInts(n, "kernel_shape", {3, 3}); }, {2, 4, 4, 4}));
    add("Pad7", 7,
        onImage("Pad",
                [](auto& n) {
                    setInts(n, "pads", {0, 0, 1, 1, 0, 0, 1, 1});
                    setString(n, "mode", "reflect");
                },
                {2, 4, 8, 8}));
    for (const std::int64_t opset : {11, 13, 18, 19})
        add("PadWithValue" + std::to_string(opset), opset, [](ModelProto& m) {
            io(m, {1, 2, 4, 4}, {1, 2, 6, 6});
            addInts(m, "pads", {8}, {0, 0, 1, 1, 0, 0, 1, 1});
            addFloats(m, "value", {}, {0.3F});
            addNode(m, "Neg", {"x"}, {"n"});
            addNode(m, "Pad", {"n", "pads", "value"}, {"y"});
        });
    add("Conv", 11, [](ModelProto& m) {
        io(m, {2, 4, 6, 6}, {2, 3, 4, 4});
        addFloats(m, "w", {3, 4, 3, 3}, randomFloats(108, 2, -0.3F, 0.3F));
        addFloats(m, "b", {3}, {1, 2, 3});
        addNode(m, "Conv", {"x", "w", "b"}, {"y"});
    });
    add("ConvTranspose", 11, [](ModelProto& m) {
        io(m, {2, 4, 6, 6}, {2, 3, 8, 8});
        addFloats(m, "w", {4, 3, 3, 3}, randomFloats(108, 2, -0.3F, 0.3F));
        addNode(m, "ConvTranspose", {"x", "w"}, {"y"});
    });
    add("Gemm", 9, [](ModelProto& m) {
        io(m, {2, 4}, {2, 3});
        addFloats(m, "w", {4, 3}, randomFloats(12, 2));
        addFloats(m, "b", {3}, {1, 2, 3});
        setFloat(addNode(m, "Gemm", {"x", "w", "b"}, {"y"}), "alpha", 0.7F);
    });
    add("Attention", 13, [](ModelProto& m) {
        io(m, {2, 5, 8}, {2, 5, 8});
        for (const char* name : {"wq", "wk", "wv"})
            addFloats(m, name, {8, 8}, randomFloats(64, static_cast<unsigned>(name[1]), -0.4F, 0.4F));
        addFloats(m, "mask", {5, 5}, [] {
            std::vector<float> mask(25, 0);
            for (std::size_t i = 0; i < 5; ++i)
                for (std::size_t j = i + 1; j < 5; ++j) mask[i * 5 + j] = -3.4e38F;
            return mask;
        }());
        addFloats(m, "root", {}, {std::sqrt(8.0F)});
        addNode(m, "MatMul", {"x", "wq"}, {"q"});
        addNode(m, "MatMul", {"x", "wk"}, {"k"});
        addNode(m, "MatMul", {"x", "wv"}, {"v"});
        setInts(addNode(m, "Transpose", {"k"}, {"kt"}), "perm", {0, 2, 1});
        addNode(m, "MatMul", {"q", "kt"}, {"s"});
        addNode(m, "Div", {"s", "root"}, {"scaled"});
        addNode(m, "Add", {"scaled", "mask"}, {"masked"});
        setInt(addNode(m, "Softmax", {"masked"}, {"p"}), "axis", -1);
        addNode(m, "MatMul", {"p", "v"}, {"y"});
    });
    return all;
}

class Fp16Networks : public testing::TestWithParam<Entry> {};

TEST_P(Fp16Networks, ConvertsRunsAndStaysClose) {
    checkEntry(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, Fp16Networks, testing::ValuesIn(networks()),
                         [](const auto& entry) { return entry.param.name; });

}  // namespace
