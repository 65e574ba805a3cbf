// SPDX-License-Identifier: GPL-3.0-or-later
// FP16: single operators.
#include "tests/core/quantize/fp16_corpus.h"

using namespace pwb;
using namespace pwb::tests;

namespace {

std::vector<Entry> operators() {
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

class Fp16Operators : public testing::TestWithParam<Entry> {};

TEST_P(Fp16Operators, ConvertsRunsAndStaysClose) {
    checkEntry(GetParam());
}

INSTANTIATE_TEST_SUITE_P(All, Fp16Operators, testing::ValuesIn(operators()),
                         [](const auto& entry) { return entry.param.name; });

TEST(Fp16Clip, BoundsThatAreAttributesAreRoundedInTheEmulation) {
    onnx::ModelProto proto = emptyModel(7, 8);
    io(proto, {2, 12}, {2, 12});
    auto& clip = addNode(proto, "Clip", {"x"}, {"y"});
    setFloat(clip, "min", -0.3F);
    setFloat(clip, "max", 0.7F);
    const auto outputs = outputsOf(quantize::emulateFp16(proto, nullptr).value());
    for (const float value : outputs.at(0)) EXPECT_EQ(value, base::halfToFloat(base::floatToHalf(value)));
    EXPECT_EQ(*std::ranges::max_element(outputs[0]), base::halfToFloat(base::floatToHalf(0.7F)));
}

}  // namespace
