// SPDX-License-Identifier: GPL-3.0-or-later
// A small graph per operator or pattern, converted to FP16, checked, and run on the installed runtime: the
// FP16 file and its emulation give nearly what FP32 gives.
#include <gtest/gtest.h>

#include <functional>

#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/fp16.h"
#include "tests/core/support/run_model.h"

using namespace pwb;
using namespace pwb::test;
using namespace pwb::quantize;
using onnx::ModelProto;
using onnx::TensorProto;

namespace {

struct Entry {
    std::string name;
    std::int64_t opset;
    std::function<void(ModelProto&)> build;  ///< reads "x", makes "y" (and more outputs)
    double tolerance = 1e-2;
};

void setTensor(onnx::NodeProto& node, const std::string& name, TensorProto value) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::TENSOR);
    *attribute.mutable_t() = std::move(value);
}
void setFloats(onnx::NodeProto& node, const std::string& name, const std::vector<float>& values) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::FLOATS);
    for (const float value : values) attribute.add_floats(value);
}
void io(ModelProto& m, const Dims& in, const Dims& out) {
    addInput(m, "x", in);
    addOutput(m, "y", out);
}
/// One operator on an image between an Exp-like step on each side that surely works in FP16.
std::function<void(ModelProto&)> onImage(const std::string& op,
                                         const std::function<void(onnx::NodeProto&)>& set = {},
                                         const Dims& out = {2, 4, 6, 6}) {
    return [=](ModelProto& m) {
        io(m, {2, 4, 6, 6}, out);
        addNode(m, "Neg", {"x"}, {"n"});
        auto& node = addNode(m, op, {"n"}, {"y"});
        if (set) set(node);
    };
}
/// On values between 0.3 and 2.3.
std::function<void(ModelProto&)> onPositive(const std::string& op) {
    return [=](ModelProto& m) {
        io(m, {2, 12}, {2, 12});
        addFloats(m, "least", {}, {0.3F});
        addNode(m, "Abs", {"x"}, {"a"});
        addNode(m, "Add", {"a", "least"}, {"p"});
        addNode(m, op, {"p"}, {"y"});
    };
}
std::function<void(ModelProto&)> withConstant(const std::string& op, float low, float high) {
    return [=](ModelProto& m) {
        io(m, {2, 12}, {2, 12});
        addFloats(m, "c", {12}, randomFloats(12, 5, low, high));
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, op, {"n", "c"}, {"y"});
    };
}
std::function<void(ModelProto&)> reduces(const std::string& op, bool axesAreInput) {
    return [=](ModelProto& m) {
        io(m, {2, 4, 6}, {2, 1, 6});
        addFloats(m, "least", {}, {0.3F});
        addNode(m, "Abs", {"x"}, {"a"});
        addNode(m, "Add", {"a", "least"}, {"p"});
        addInts(m, "axes", {1}, {1});
        auto& node = addNode(m, op, axesAreInput ? Names{"p", "axes"} : Names{"p"}, {"y"});
        if (!axesAreInput) setInts(node, "axes", {1});
    };
}
std::function<void(ModelProto&)> recurrent(const std::string& op, std::int64_t gates) {
    return [=](ModelProto& m) {
        io(m, {5, 2, 3}, {5, 1, 2, 4});
        addFloats(m, "w", {1, gates * 4, 3},
                  randomFloats(static_cast<std::size_t>(gates) * 12, 1, -0.5F, 0.5F));
        addFloats(m, "r", {1, gates * 4, 4},
                  randomFloats(static_cast<std::size_t>(gates) * 16, 2, -0.5F, 0.5F));
        addFloats(m, "b", {1, gates * 8}, randomFloats(static_cast<std::size_t>(gates) * 8, 3, -0.2F, 0.2F));
        addNode(m, "Neg", {"x"}, {"n"});
        setInt(addNode(m, op, {"n", "w", "r", "b"}, {"y"}), "hidden_size", 4);
    };
}
void resize(ModelProto& m, const Names& inputs, const std::string& mode, const Dims& out = {1, 2, 8, 8}) {
    io(m, {1, 2, 4, 4}, out);
    addFloats(m, "scales", {4}, {1, 1, 2, 2});
    addFloats(m, "roi", {8}, {0, 0, 0, 0, 1, 1, 1, 1});
    addInts(m, "sizes", {4}, {1, 2, 8, 8});
    addNode(m, "Neg", {"x"}, {"n"});
    setString(addNode(m, "Resize", inputs, {"y"}), "mode", mode);
}

std::vector<Entry> corpus() {
    std::vector<Entry> all;
    const auto add = [&](const std::string& name, std::int64_t opset, std::function<void(ModelProto&)> build,
                         double tolerance = 1e-2) {
        all.push_back({name, opset, std::move(build), tolerance});
    };
    for (const char* op : {"Abs",
                           "Relu",
                           "Sigmoid",
                           "Tanh",
                           "Softplus",
                           "Softsign",
                           "Erf",
                           "Exp",
                           "HardSigmoid",
                           "HardSwish",
                           "Elu",
                           "Selu",
                           "LeakyRelu",
                           "ThresholdedRelu",
                           "Celu",
                           "Sign",
                           "Sin",
                           "Cos",
                           "Atan",
                           "Identity",
                           "Dropout",
                           "GlobalMaxPool",
                           "GlobalAveragePool"})
        add(op, 17,
            onImage(op, {}, std::string(op).starts_with("Global") ? Dims{2, 4, 1, 1} : Dims{2, 4, 6, 6}));
    for (const char* op : {"Floor", "Ceil", "Round"})
        add(op, 17, [=](ModelProto& m) {  // of values that rounding to FP16 does not carry over a step
            io(m, {2, 12}, {2, 12});
            addFloats(m, "c", {2, 12}, std::vector<float>(24, 0.3F));
            addFloats(m, "z", {}, {0});
            addNode(m, "Mul", {"x", "z"}, {"nothing"});
            addNode(m, "Add", {"nothing", "c"}, {"n"});
            addNode(m, op, {"n"}, {"r"});
            addNode(m, "Add", {"r", "x"}, {"y"});
        });
    for (const char* op : {"Sqrt", "Log", "Reciprocal"}) add(op, 17, onPositive(op));
    for (const char* op : {"Add", "Sub", "Mul", "Min", "Max", "PRelu"}) add(op, 17, withConstant(op, -1, 1));
    add("Div", 17, withConstant("Div", 1, 2));
    add("Pow", 17, [](ModelProto& m) {
        io(m, {2, 12}, {2, 12});
        addFloats(m, "two", {}, {2});
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "Pow", {"n", "two"}, {"y"});
    });
    for (const char* op : {"ReduceMean", "ReduceMax", "ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare",
                           "ReduceLogSum", "ReduceLogSumExp", "ReduceProd"}) {
        add(op, 13, reduces(op, false));
        add(std::string(op) + "AxesInput", 18, reduces(op, true));
    }
    add("ReduceSum", 11, reduces("ReduceSum", false));
    add("ReduceSumAxesInput", 13, reduces("ReduceSum", true));
    add("RNN", 14, recurrent("RNN", 1));
    add("GRU", 14, recurrent("GRU", 3));
    add("LSTM", 14, recurrent("LSTM", 4));

    for (const char* mode : {"nearest", "linear"}) {
        add(std::string("Resize10") + mode, 10, [=](ModelProto& m) { resize(m, {"n", "scales"}, mode); });
        for (const std::int64_t opset : {11, 13, 18, 19})
            add("Resize" + std::to_string(opset) + mode, opset, [=](ModelProto& m) {
                resize(m, {"n", "roi", "scales"}, mode);
            });
        add(std::string("ResizeSizes") + mode, 13, [=](ModelProto& m) {
            resize(m, {"n", "", "", "sizes"}, mode);
        });
    }
    add("ResizeCubic", 13, [](ModelProto& m) { resize(m, {"n", "", "scales"}, "cubic"); });
    add("ResizeScalesFromShape", 13, [](ModelProto& m) {
        io(m, {1, 2, 4, 4}, {1, 2, 8, 8});
        addFloats(m, "factors", {4}, {1, 1, 2, 2});
        addFloats(m, "one", {}, {1});
        addNode(m, "Shape", {"x"}, {"s"});
        setInt(addNode(m, "Cast", {"s"}, {"f"}), "to", TensorProto::FLOAT);
        addNode(m, "Div", {"f", "f"}, {"ones"});
        addNode(m, "Mul", {"ones", "factors"}, {"computed"});
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "Resize", {"n", "", "computed"}, {"y"});
    });
    add("Upsample7", 7,
        onImage("Upsample",
                [](auto& node) {
                    setFloats(node, "scales", {1, 1, 2, 2});
                    setString(node, "mode", "nearest");
                },
                {2, 4, 12, 12}));
    add("Upsample9", 9, [](ModelProto& m) {
        io(m, {1, 2, 4, 4}, {1, 2, 8, 8});
        addFloats(m, "scales", {4}, {1, 1, 2, 2});
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "Upsample", {"n", "scales"}, {"y"});
    });

    for (const std::int64_t opset : {10, 11, 18})
        add("TopK" + std::to_string(opset), opset, [](ModelProto& m) {
            io(m, {2, 12}, {2, 3});
            addOutput(m, "where", {2, 3}, TensorProto::INT64);
            addInts(m, "k", {1}, {3});
            addNode(m, "Exp", {"x"}, {"e"});
            addNode(m, "TopK", {"e", "k"}, {"best", "where"});
            addNode(m, "Neg", {"best"}, {"y"});
        });
    add("NonMaxSuppression", 11, [](ModelProto& m) {
        io(m, {1, 6, 4}, {1, 6, 4});
        addOutput(m, "chosen", {-1, 3}, TensorProto::INT64);
        addFloats(m, "half", {}, {0.5F});
        addInts(m, "most", {1}, {2});
        addFloats(m, "overlap", {1}, {0.5F});
        addFloats(m, "score", {1}, {0.0F});
        addNode(m, "Exp", {"x"}, {"boxes"});
        setInts(addNode(m, "ReduceSum", {"boxes"}, {"sums"}), "axes", {2});
        setInts(addNode(m, "Transpose", {"sums"}, {"scores"}), "perm", {0, 2, 1});
        addNode(m, "NonMaxSuppression", {"boxes", "scores", "most", "overlap", "score"}, {"chosen"});
        addNode(m, "Mul", {"boxes", "half"}, {"y"});
    });
    add(
        "CastChains", 13,
        [](ModelProto& m) {
            io(m, {2, 12}, {2, 12});
            setInt(addNode(m, "Cast", {"x"}, {"d"}), "to", TensorProto::DOUBLE);
            setInt(addNode(m, "Cast", {"d"}, {"f"}), "to", TensorProto::FLOAT);
            addNode(m, "Exp", {"f"}, {"e"});
            setInt(addNode(m, "Cast", {"e"}, {"h"}), "to", TensorProto::FLOAT16);
            setInt(addNode(m, "Cast", {"h"}, {"g"}), "to", TensorProto::FLOAT);
            setInt(addNode(m, "Cast", {"g"}, {"same"}), "to", TensorProto::FLOAT);
            addFloats(m, "zero", {}, {0});
            addNode(m, "Greater", {"x", "zero"}, {"positive"});
            setInt(addNode(m, "Cast", {"positive"}, {"mask"}), "to", TensorProto::FLOAT);
            addNode(m, "Mul", {"same", "mask"}, {"y"});
        },
        0.5);                                // a sign at zero may differ
    add("TokenIds", 13, [](ModelProto& m) {  // 30001 is no FP16 number
        addInput(m, "x", {2, 3});
        addOutput(m, "y", {3, 4});
        addFloats(m, "table", {30002, 4}, randomFloats(120008, 4));
        addFloats(m, "zero", {}, {0});
        addFloats(m, "ids", {3}, {30001, 2049, 7});
        setInts(addNode(m, "ReduceMean", {"x"}, {"mean"}), "axes", {0});
        setInts(addNode(m, "Squeeze", {"mean"}, {"flat"}), "axes", {0});
        m.mutable_graph()->mutable_node(1)->clear_attribute();
        addInts(m, "first", {1}, {0});
        m.mutable_graph()->mutable_node(1)->add_input("first");
        addNode(m, "Mul", {"flat", "zero"}, {"nothing"});
        addNode(m, "Add", {"nothing", "ids"}, {"exact"});
        addNode(m, "Floor", {"exact"}, {"whole"});
        setInt(addNode(m, "Cast", {"whole"}, {"index"}), "to", TensorProto::INT64);
        addNode(m, "Gather", {"table", "index"}, {"y"});
    });
    add("CastLike", 15, [](ModelProto& m) {
        io(m, {2, 12}, {2, 12});
        addInts(m, "ints", {12}, Dims(12, 3));
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "CastLike", {"ints", "n"}, {"c"});
        addNode(m, "Mul", {"n", "c"}, {"y"});
    });
    add("ConstantOfShape", 13, [](ModelProto& m) {
        io(m, {2, 12}, {2, 12});
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "Shape", {"n"}, {"s"});
        setTensor(addNode(m, "ConstantOfShape", {"s"}, {"fill"}), "value",
                  tensorOf<float>("", {1}, {0.3F}, TensorProto::FLOAT));
        addNode(m, "Mul", {"n", "fill"}, {"y"});
    });

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
    add("Einsum", 12, [](ModelProto& m) {
        io(m, {2, 4}, {2, 3});
        addFloats(m, "w", {4, 3}, randomFloats(12, 2));
        setString(addNode(m, "Einsum", {"x", "w"}, {"y"}), "equation", "ij,jk->ik");
    });
    add(
        "GridSample", 16,
        [](ModelProto& m) {
            io(m, {1, 2, 6, 6}, {1, 2, 3, 3});
            addFloats(m, "grid", {1, 3, 3, 2}, randomFloats(18, 2, -0.9F, 0.9F));
            addNode(m, "Neg", {"x"}, {"n"});
            addNode(m, "GridSample", {"n", "grid"}, {"y"});
        },
        5e-2);
    for (const std::int64_t opset : {10, 16})
        add("RoiAlign" + std::to_string(opset), opset, [](ModelProto& m) {
            io(m, {1, 2, 8, 8}, {1, 2, 2, 2});
            addFloats(m, "rois", {1, 4}, {1, 1, 6, 6});
            addInts(m, "which", {1}, {0});
            addNode(m, "Neg", {"x"}, {"n"});
            auto& node = addNode(m, "RoiAlign", {"n", "rois", "which"}, {"y"});
            setInt(node, "output_height", 2);
            setInt(node, "output_width", 2);
        });
    add("RangeAndCumSum", 14, [](ModelProto& m) {
        io(m, {2, 12}, {2, 12});
        addFloats(m, "from", {}, {0});
        addFloats(m, "to", {}, {12});
        addFloats(m, "step", {}, {1});
        addInts(m, "axis", {}, {1});
        addNode(m, "Range", {"from", "to", "step"}, {"steps"});
        addNode(m, "CumSum", {"x", "axis"}, {"sums"});
        addNode(m, "Mul", {"sums", "steps"}, {"y"});
    });
    add("OneHotWhereGather", 13, [](ModelProto& m) {
        io(m, {2, 12}, {12, 3});
        addInts(m, "index", {12}, {0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2});
        addInts(m, "depth", {1}, {3});
        addFloats(m, "values", {2}, {0.25F, 1.5F});
        addFloats(m, "zero", {}, {0});
        addInts(m, "last", {}, {1});
        addNode(m, "OneHot", {"index", "depth", "values"}, {"hot"});
        setInt(addNode(m, "Gather", {"x", "last"}, {"row"}), "axis", 0);
        addInts(m, "one", {1}, {1});
        addNode(m, "Unsqueeze", {"row", "one"}, {"column"});
        addNode(m, "Mul", {"hot", "column"}, {"product"});
        addNode(m, "Greater", {"hot", "zero"}, {"some"});
        addNode(m, "Where", {"some", "product", "column"}, {"y"});
    });
    add("ScatterElements", 13, [](ModelProto& m) {
        io(m, {2, 4}, {2, 4});
        addInts(m, "where", {1, 2}, {0, 1});
        addFloats(m, "what", {1, 2}, {0.3F, 0.6F});
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "ScatterElements", {"n", "where", "what"}, {"y"});
    });
    add("Trilu", 14, onImage("Trilu"));
    add("NonZero", 13, [](ModelProto& m) {
        addInput(m, "x", {2, 4});
        addOutput(m, "y", {2, 4});
        addOutput(m, "where", {2, -1}, TensorProto::INT64);
        addNode(m, "Exp", {"x"}, {"e"});
        addNode(m, "NonZero", {"e"}, {"where"});
        addNode(m, "Neg", {"e"}, {"y"});
    });
    add("ArgMax", 13, [](ModelProto& m) {
        io(m, {2, 4}, {2, 4});
        addOutput(m, "best", {2, 1}, TensorProto::INT64);
        addNode(m, "Exp", {"x"}, {"e"});
        setInt(addNode(m, "ArgMax", {"e"}, {"best"}), "axis", 1);
        addNode(m, "Neg", {"e"}, {"y"});
    });
    add("IsInfAndIsNaN", 13, [](ModelProto& m) {
        io(m, {2, 4}, {2, 4});
        addFloats(m, "zero", {}, {0});
        addNode(m, "Exp", {"x"}, {"e"});
        addNode(m, "IsInf", {"e"}, {"inf"});
        addNode(m, "IsNaN", {"e"}, {"nan"});
        addNode(m, "Or", {"inf", "nan"}, {"bad"});
        addNode(m, "Where", {"bad", "zero", "e"}, {"y"});
    });
    add("Sequences", 13, [](ModelProto& m) {
        io(m, {2, 4}, {2, 8});
        addNode(m, "Exp", {"x"}, {"e"});
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "SequenceConstruct", {"e", "n"}, {"both"});
        setInt(addNode(m, "ConcatFromSequence", {"both"}, {"c"}), "axis", 1);
        addNode(m, "Tanh", {"c"}, {"y"});
    });
    add("SplitToSequence", 13, [](ModelProto& m) {
        io(m, {2, 4}, {2, 2});
        addInts(m, "parts", {}, {2});
        addInts(m, "first", {}, {0});
        addNode(m, "Exp", {"x"}, {"e"});
        setInt(addNode(m, "SplitToSequence", {"e", "parts"}, {"pieces"}), "axis", 1);
        addNode(m, "SequenceAt", {"pieces", "first"}, {"piece"});
        addNode(m, "Tanh", {"piece"}, {"y"});
    });
    add("Random", 13, [](ModelProto& m) {
        io(m, {2, 4}, {2, 4});
        addFloats(m, "zero", {}, {0});
        addNode(m, "RandomNormalLike", {"x"}, {"noise"});
        addNode(m, "Mul", {"noise", "zero"}, {"none"});
        addNode(m, "Add", {"x", "none"}, {"y"});
    });
    add("SplitConcat", 18, [](ModelProto& m) {
        io(m, {2, 4}, {2, 4});
        addNode(m, "Exp", {"x"}, {"e"});
        auto& split = addNode(m, "Split", {"e"}, {"a", "b"});
        setInt(split, "axis", 1);
        setInt(split, "num_outputs", 2);
        setInt(addNode(m, "Concat", {"b", "a"}, {"y"}), "axis", 1);
    });
    add("LocalFunction", 17, [](ModelProto& m) {
        io(m, {2, 4}, {2, 4});
        auto& domain = *m.add_opset_import();
        domain.set_domain("local");
        domain.set_version(1);
        auto& function = *m.add_functions();
        function.set_domain("local");
        function.set_name("Twice");
        function.add_input("a");
        function.add_output("b");
        function.add_opset_import()->set_version(17);
        auto& inner = *function.add_node();
        inner.set_op_type("Add");
        inner.add_input("a");
        inner.add_input("a");
        inner.add_output("b");
        addNode(m, "Exp", {"x"}, {"e"});
        addNode(m, "Twice", {"e"}, {"t"}).set_domain("local");
        addNode(m, "Neg", {"t"}, {"y"});
    });
    // Newer than onnx's library.
    add("Gelu", 20, onImage("Gelu"));
    add("Mish", 18, onImage("Mish"));
    add("Swish", 24, onImage("Swish"));
    add("RMSNormalization", 23, [](ModelProto& m) {
        io(m, {2, 5, 16}, {2, 5, 16});
        addFloats(m, "scale", {16}, randomFloats(16, 1, 0.5F, 1.5F));
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, "RMSNormalization", {"n", "scale"}, {"y"});
    });
    add("ReduceMax20", 20, reduces("ReduceMax", true));
    add("AttentionOperator", 23, [](ModelProto& m) {
        io(m, {2, 5, 8}, {2, 5, 8});
        addNode(m, "Neg", {"x"}, {"n"});
        auto& node = addNode(m, "Attention", {"n", "n", "n"}, {"y"});
        setInt(node, "q_num_heads", 2);
        setInt(node, "kv_num_heads", 2);
    });
    return all;
}

class Fp16Corpus : public testing::TestWithParam<Entry> {};

TEST_P(Fp16Corpus, ConvertsRunsAndStaysClose) {
    const Entry& entry = GetParam();
    onnx::ModelProto proto = emptyModel(entry.opset, entry.opset > 17 ? 10 : 8);
    entry.build(proto);
    const auto exact = outputsOf(proto, 2, 3);
    ASSERT_FALSE(exact.empty()) << "the runtime does not run the original";
    ASSERT_TRUE(model::prepare(proto, 7));
    for (const bool keepIo : {true, false}) {
        SCOPED_TRACE(keepIo ? "FP32 inputs and outputs" : "FP16 inputs and outputs");
        Fp16Options options;
        options.keepIo = keepIo;
        onnx::ModelProto half = proto;
        const auto facts = convertToFp16(half, options);
        ASSERT_TRUE(facts);
        EXPECT_GT(facts->converted, 0);
        const auto valid = model::check(half);
        EXPECT_TRUE(valid) << base::Words::of("en").text(valid.error());
        if (keepIo)
            EXPECT_LT(largestRelativeError({exact[0]}, {outputsOf(half, 2, 3).at(0)}), entry.tolerance);
        else
            EXPECT_TRUE(runtime::Session::create(std::string_view(half.SerializeAsString()), {}));
    }
    const auto emulation = emulateFp16(proto, nullptr);
    ASSERT_TRUE(emulation);
    EXPECT_LT(largestRelativeError({exact[0]}, {outputsOf(*emulation, 2, 3).at(0)}), entry.tolerance);
}

INSTANTIATE_TEST_SUITE_P(All, Fp16Corpus, testing::ValuesIn(corpus()),
                         [](const auto& entry) { return entry.param.name; });

}  // namespace
