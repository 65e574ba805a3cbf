// SPDX-License-Identifier: GPL-3.0-or-later
// Random networks for property tests. A graph is grown from a list of numbers, so that rapidcheck can shrink
// a failing graph by shrinking the list.
#pragma once

#include <rapidcheck.h>

#include <cmath>

#include "tests/core/support/onnx_builder.h"

namespace pwb::tests {

/// Each number ("gene") adds one operator or one small pattern to the newest tensors: convolutions of all
/// kinds, normalisation, activations, residual sums and products, concatenation, pooling, resizing,
/// squeeze-and-excitation, splitting, shuffling. The graph ends in global pooling, a product and, sometimes,
/// a Softmax. All tensors stay within 24 channels and 16 × 16.
class RandomGraph {
public:
    explicit RandomGraph(const std::vector<std::uint32_t>& genes, std::int64_t opset = 13)
        : m_proto(emptyModel(opset, 8)) {
        const std::int64_t channels = genes.empty() ? 3 : 2 + genes.front() % 3;
        addInput(m_proto, "x", {-1, channels, 8, 8});
        m_values.push_back({"x", channels, 8});
        for (const auto gene : genes) grow(gene);
        finish(genes.empty() ? 0 : genes.back());
    }

    [[nodiscard]] const onnx::ModelProto& model() const { return m_proto; }

private:
    struct Value {
        std::string name;
        std::int64_t channels, side;
    };

    std::string fresh(const std::string& wish) { return wish + std::to_string(m_count++); }
    [[nodiscard]] unsigned seed() const { return static_cast<unsigned>(m_count) * 7919 + 17; }

    std::string weights(const Dims& dims, std::int64_t fanIn) {
        std::size_t count = 1;
        for (const auto dim : dims) count *= static_cast<std::size_t>(dim);
        const float bound = std::sqrt(2.0F / static_cast<float>(fanIn));
        const std::string name = fresh("w");
        addFloats(m_proto, name, dims, randomFloats(count, seed(), -bound, bound));
        return name;
    }
    std::string floats(const Dims& dims, float low, float high) {
        std::size_t count = 1;
        for (const auto dim : dims) count *= static_cast<std::size_t>(dim);
        const std::string name = fresh("c");
        addFloats(m_proto, name, dims, randomFloats(count, seed(), low, high));
        return name;
    }
    std::string ints(const std::vector<std::int64_t>& values) {
        const std::string name = fresh("i");
        addInts(m_proto, name, {static_cast<std::int64_t>(values.size())}, values);
        return name;
    }
    onnx::NodeProto& add(const std::string& op, const Names& inputs, std::int64_t channels,
                         std::int64_t side) {
        m_values.push_back({fresh("t"), channels, side});
        return addNode(m_proto, op, inputs, {m_values.back().name});
    }
    /// The newest other tensor of the same size, or a constant per channel.
    std::string partner(const Value& value) {
        for (auto other = m_values.rbegin(); other != m_values.rend(); ++other)
            if (other->name != value.name && other->channels == value.channels && other->side == value.side)
                return other->name;
        return floats({1, value.channels, 1, 1}, -1, 1);
    }

    onnx::NodeProto& convolve(const Value& from, std::int64_t channels, std::int64_t kernel,
                              std::int64_t stride, std::int64_t groups, bool bias) {
        const std::int64_t inputs = from.channels / groups;
        Names read = {from.name, weights({channels, inputs, kernel, kernel}, inputs * kernel * kernel)};
        if (bias) read.push_back(floats({channels}, -0.2F, 0.2F));
        const std::int64_t side = (from.side + stride - 1) / stride;
        auto& node = add("Conv", read, channels, side);
        setInts(node, "kernel_shape", {kernel, kernel});
        setInts(node, "strides", {stride, stride});
        setInts(node, "pads", Dims(4, kernel / 2));
        setInt(node, "group", groups);
        return node;
    }

    void grow(std::uint32_t gene) {
        const Value from =
            m_values[m_values.size() - 1 - (gene / 64) % std::min<std::size_t>(m_values.size(), 3)];
        const bool odd = (gene / 256) % 2 == 1;
        const std::int64_t wide = std::min<std::int64_t>(24, 2 + gene / 512 % 15);
        switch (gene % 26) {
            case 0:
            case 1:
                convolve(from, wide, 3, 1, 1, odd);
                break;
            case 2:
                convolve(from, wide, 1, 1, 1, odd);
                break;
            case 3:
                convolve(from, wide, 3, from.side >= 4 ? 2 : 1, 1, odd);
                break;
            case 4:
                convolve(from, from.channels, 3, 1, from.channels, odd);
                break;
            case 5:
                add("BatchNormalization",
                    {from.name, floats({from.channels}, 0.5F, 1.5F), floats({from.channels}, -0.5F, 0.5F),
                     floats({from.channels}, -0.5F, 0.5F), floats({from.channels}, 0.5F, 2)},
                    from.channels, from.side);
                break;
            case 6:
            case 7:
                add("Relu", {from.name}, from.channels, from.side);
                break;
            case 8:
                add("Clip", {from.name, floats({}, 0, 0), floats({}, 6, 6)}, from.channels, from.side);
                break;
            case 9:
                setFloat(add("LeakyRelu", {from.name}, from.channels, from.side), "alpha", 0.1F);
                break;
            case 10:
                add(odd ? "Tanh" : "Sigmoid", {from.name}, from.channels, from.side);
                break;
            case 11: {
                auto& gate = add(odd ? "HardSigmoid" : "Sigmoid", {from.name}, from.channels, from.side);
                if (odd) setFloat(gate, "alpha", 1.0F / 6);
                add("Mul", {from.name, m_values.back().name}, from.channels, from.side);
                break;
            }
            case 12:
            case 13:
                add("Add", {from.name, partner(from)}, from.channels, from.side);
                break;
            case 14:
                add("Mul", {from.name, partner(from)}, from.channels, from.side);
                break;
            case 15:
                join(from);
                break;
            case 16:
            case 17:
                pool(gene % 26 == 16 ? "MaxPool" : "AveragePool", from, odd);
                break;
            case 18:
                if (from.side > 8) break;
                add("Resize", {from.name, "", floats4(1, 1, 2, 2)}, from.channels, from.side * 2);
                setString(lastNode(), "mode", "nearest");
                setString(lastNode(), "coordinate_transformation_mode", "asymmetric");
                setString(lastNode(), "nearest_mode", "floor");
                break;
            case 19:
                excite(from);
                break;
            case 20:
                split(from);
                break;
            case 21:
                setInts(add("Transpose", {from.name}, from.channels, from.side), "perm", {0, 1, 3, 2});
                break;
            case 22:
                if (from.side <= 14)
                    add("Pad", {from.name, ints({0, 0, 1, 1, 0, 0, 1, 1})}, from.channels, from.side + 2);
                break;
            case 23:
                shuffle(from);
                break;
            case 24:
                setInt(add("Softmax", {from.name}, from.channels, from.side), "axis", 1);
                break;
            default:
                if (from.side > 8) break;
                setInts(add("ConvTranspose", {from.name, weights({from.channels, wide, 2, 2}, from.channels)},
                            wide, from.side * 2),
                        "strides", {2, 2});
        }
    }

    onnx::NodeProto& lastNode() {
        return *m_proto.mutable_graph()->mutable_node(m_proto.graph().node_size() - 1);
    }
    std::string floats4(float a, float b, float c, float d) {
        const std::string name = fresh("c");
        addFloats(m_proto, name, {4}, {a, b, c, d});
        return name;
    }

    void join(const Value& from) {
        for (std::size_t i = m_values.size(); i-- > 0;) {
            const Value other = m_values[i];
            if (other.name == from.name || other.side != from.side || other.channels + from.channels > 24)
                continue;
            setInt(add("Concat", {from.name, other.name}, from.channels + other.channels, from.side), "axis",
                   1);
            return;
        }
    }

    void pool(const std::string& op, const Value& from, bool shrink) {
        // ONNX Runtime 1.31 melts a Pad into the pooling behind it, whose padding is not zero: a wrong
        // result.
        for (const auto& node : m_proto.graph().node())
            if (node.op_type() == "Pad" && node.output(0) == from.name) return;
        if (from.side < 3) return;
        auto& node = add(op, {from.name}, from.channels, shrink ? from.side / 2 : from.side);
        setInts(node, "kernel_shape", shrink ? Dims{2, 2} : Dims{3, 3});
        setInts(node, "strides", shrink ? Dims{2, 2} : Dims{1, 1});
        if (!shrink) setInts(node, "pads", {1, 1, 1, 1});
    }

    void excite(const Value& from) {
        add("GlobalAveragePool", {from.name}, from.channels, 1);
        convolve(m_values.back(), 4, 1, 1, 1, true);
        add("Relu", {m_values.back().name}, 4, 1);
        convolve(m_values.back(), from.channels, 1, 1, 1, true);
        add("Sigmoid", {m_values.back().name}, from.channels, 1);
        add("Mul", {from.name, m_values.back().name}, from.channels, from.side);
    }

    void split(const Value& from) {
        const std::int64_t left = from.channels / 2;
        if (left == 0) return;
        const std::string sizes = ints({left, from.channels - left});
        m_values.push_back({fresh("t"), from.channels - left, from.side});
        m_values.push_back({fresh("t"), left, from.side});
        setInt(addNode(m_proto, "Split", {from.name, sizes},
                       {m_values.back().name, m_values[m_values.size() - 2].name}),
               "axis", 1);
    }

    void shuffle(const Value& from) {
        if (from.channels % 2 != 0) return;
        const std::int64_t half = from.channels / 2, side = from.side;
        const std::string apart = fresh("s"), turned = fresh("s");
        addNode(m_proto, "Reshape", {from.name, ints({0, 2, half, side, side})}, {apart});
        setInts(addNode(m_proto, "Transpose", {apart}, {turned}), "perm", {0, 2, 1, 3, 4});
        add("Reshape", {turned, ints({0, from.channels, side, side})}, from.channels, side);
    }

    void finish(std::uint32_t gene) {
        const Value from = m_values.back();
        addNode(m_proto, "GlobalAveragePool", {from.name}, {"pooled"});
        setInt(addNode(m_proto, "Flatten", {"pooled"}, {"flat"}), "axis", 1);
        const bool softmax = gene / 8192 % 2 == 1;
        const std::string result = softmax ? "logits" : "y";
        if (gene / 16384 % 2 == 0) {
            setInt(addNode(m_proto, "Gemm",
                           {"flat", weights({5, from.channels}, from.channels), floats({5}, -0.2F, 0.2F)},
                           {result}),
                   "transB", 1);
        } else {
            addNode(m_proto, "MatMul", {"flat", weights({from.channels, 5}, from.channels)}, {"product"});
            addNode(m_proto, "Add", {"product", floats({5}, -0.2F, 0.2F)}, {result});
        }
        if (softmax) setInt(addNode(m_proto, "Softmax", {"logits"}, {"y"}), "axis", 1);
        addOutput(m_proto, "y", {-1, 5});
    }

    onnx::ModelProto m_proto;
    std::vector<Value> m_values;
    int m_count = 0;
};

/// Between one and `most` genes.
inline rc::Gen<std::vector<std::uint32_t>> genes(std::size_t most = 12) {
    return rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, most + 1), [](std::size_t count) {
        return rc::gen::container<std::vector<std::uint32_t>>(count,
                                                              rc::gen::inRange<std::uint32_t>(0, 1u << 20));
    });
}

}  // namespace pwb::tests
