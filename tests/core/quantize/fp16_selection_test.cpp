// SPDX-License-Identifier: GPL-3.0-or-later
// FP16: resizing, selection and conversions of type.
#include "tests/core/quantize/fp16_corpus.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

std::vector<Entry> selections() {
    std::vector<Entry> all;
    const auto add = [&](const std::string& name, std::int64_t opset, std::function<void(ModelProto&)> build,
                         double tolerance = 1e-2) {
        all.push_back({name, opset, std::move(build), tolerance});
    };
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
    return all;
}

class Fp16Selection : public testing::TestWithParam<Entry> {};

TEST_P(Fp16Selection, ConvertsRunsAndStaysClose) {
    checkEntry(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, Fp16Selection, testing::ValuesIn(selections()),
                         [](const auto& entry) { return entry.param.name; });

}  // namespace
