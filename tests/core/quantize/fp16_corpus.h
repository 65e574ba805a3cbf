// SPDX-License-Identifier: GPL-3.0-or-later
// A small graph per operator or pattern, converted to FP16, checked, and run on the installed runtime: the
// FP16 file and its emulation give nearly what FP32 gives.
#pragma once

#include <gtest/gtest.h>

#include <functional>

#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/fp16/fp16.h"
#include "tests/core/support/run_model.h"

namespace pwb::tests {

using onnx::ModelProto;
using onnx::TensorProto;

struct Entry {
    std::string name;
    std::int64_t opset;
    std::function<void(ModelProto&)> build;  ///< reads "x", makes "y" (and more outputs)
    double tolerance = 1e-2;
};

inline void setTensor(onnx::NodeProto& node, const std::string& name, TensorProto value) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::TENSOR);
    *attribute.mutable_t() = std::move(value);
}
inline void setFloats(onnx::NodeProto& node, const std::string& name, const std::vector<float>& values) {
    auto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(onnx::AttributeProto::FLOATS);
    for (const float value : values) attribute.add_floats(value);
}
inline void io(ModelProto& m, const Dims& in, const Dims& out) {
    addInput(m, "x", in);
    addOutput(m, "y", out);
}
/// One operator on an image between an Exp-like step on each side that surely works in FP16.
inline std::function<void(ModelProto&)> onImage(const std::string& op,
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
inline std::function<void(ModelProto&)> onPositive(const std::string& op) {
    return [=](ModelProto& m) {
        io(m, {2, 12}, {2, 12});
        addFloats(m, "least", {}, {0.3F});
        addNode(m, "Abs", {"x"}, {"a"});
        addNode(m, "Add", {"a", "least"}, {"p"});
        addNode(m, op, {"p"}, {"y"});
    };
}
inline std::function<void(ModelProto&)> withConstant(const std::string& op, float low, float high) {
    return [=](ModelProto& m) {
        io(m, {2, 12}, {2, 12});
        addFloats(m, "c", {12}, randomFloats(12, 5, low, high));
        addNode(m, "Neg", {"x"}, {"n"});
        addNode(m, op, {"n", "c"}, {"y"});
    };
}
inline std::function<void(ModelProto&)> reduces(const std::string& op, bool axesAreInput) {
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
inline std::function<void(ModelProto&)> recurrent(const std::string& op, std::int64_t gates) {
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
inline void resize(ModelProto& m, const Names& inputs, const std::string& mode,
                   const Dims& out = {1, 2, 8, 8}) {
    io(m, {1, 2, 4, 4}, out);
    addFloats(m, "scales", {4}, {1, 1, 2, 2});
    addFloats(m, "roi", {8}, {0, 0, 0, 0, 1, 1, 1, 1});
    addInts(m, "sizes", {4}, {1, 2, 8, 8});
    addNode(m, "Neg", {"x"}, {"n"});
    setString(addNode(m, "Resize", inputs, {"y"}), "mode", mode);
}

inline void checkEntry(const Entry& entry) {
    onnx::ModelProto proto = emptyModel(entry.opset, entry.opset > 17 ? 10 : 8);
    entry.build(proto);
    const auto exact = outputsOf(proto, 2, 3);
    ASSERT_FALSE(exact.empty()) << "the runtime does not run the original";
    ASSERT_TRUE(model::prepare(proto, 7));
    for (const bool keepIo : {true, false}) {
        SCOPED_TRACE(keepIo ? "FP32 inputs and outputs" : "FP16 inputs and outputs");
        quantize::Fp16Options options;
        options.keepIo = keepIo;
        onnx::ModelProto half = proto;
        const auto facts = quantize::convertToFp16(half, options);
        ASSERT_TRUE(facts);
        EXPECT_GT(facts->converted, 0);
        const auto valid = model::check(half);
        EXPECT_TRUE(valid) << base::Words::of("en").text(valid.error());
        if (keepIo)
            EXPECT_LT(largestRelativeError({exact[0]}, {outputsOf(half, 2, 3).at(0)}), entry.tolerance);
        else
            EXPECT_TRUE(runtime::Session::create(std::string_view(half.SerializeAsString()), {}));
    }
    const auto emulation = quantize::emulateFp16(proto, nullptr);
    ASSERT_TRUE(emulation);
    EXPECT_LT(largestRelativeError({exact[0]}, {outputsOf(*emulation, 2, 3).at(0)}), entry.tolerance);
}

}  // namespace pwb::tests
