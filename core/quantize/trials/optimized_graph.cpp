// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/trials/optimized_graph.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/base/text.h"
#include "core/model/graph.h"

namespace pwb::quantize {
namespace {

bool isIntegerKernel(const std::string& type) {
    static constexpr std::array<std::string_view, 11> integer = {"QGemm",
                                                                 "MatMulIntegerToFloat",
                                                                 "DynamicQuantizeMatMul",
                                                                 "MatMulInteger",
                                                                 "MatMulNBits",
                                                                 "ConvInteger",
                                                                 "QAttention",
                                                                 "QOrderedMatMul",
                                                                 "QEmbedLayerNormalization",
                                                                 "DynamicQuantizeLSTM",
                                                                 "MatMulInteger16"};
    return type.starts_with("QLinear") || base::isOneOf(type, integer);
}

/// Without what the runtime and the converters put before and behind a name.
std::string bare(std::string name) {
    static constexpr std::array<std::string_view, 2> prefixes = {"InsertedPrecisionFreeCast_", "fused "};
    static constexpr std::array<std::string_view, 9> suffixes = {"_nchwc",
                                                                 "_nhwc",
                                                                 "_raw",
                                                                 "_dq",
                                                                 "_q",
                                                                 "_quantized",
                                                                 "_QuantizeLinear_Output",
                                                                 "_DequantizeLinear_Output",
                                                                 "_cast"};
    for (const std::string_view prefix : prefixes)
        if (name.starts_with(prefix)) name.erase(0, prefix.size());
    for (bool changed = true; changed;) {
        changed = false;
        if (const auto token = name.rfind("_token_");
            token != std::string::npos && token > 0 &&
            name.find_first_not_of("0123456789", token + 7) == std::string::npos) {
            name.resize(token);
            changed = true;
        }
        for (const std::string_view suffix : suffixes)
            if (name.size() > suffix.size() && name.ends_with(suffix)) {
                name.resize(name.size() - suffix.size());
                changed = true;
            }
    }
    return name;
}

std::string precisionOf(int type) {
    switch (type) {
        case onnx::TensorProto::FLOAT:
        case onnx::TensorProto::DOUBLE:
            return "fp32";
        case onnx::TensorProto::FLOAT16:
            return "fp16";
        case onnx::TensorProto::BFLOAT16:
            return "bf16";
        case onnx::TensorProto::UINT8:
        case onnx::TensorProto::INT8:
            return "int8";
        default:
            return "";
    }
}

std::optional<std::size_t> find(const std::unordered_map<std::string, std::size_t>& index,
                                const std::string& name) {
    const auto found = index.find(name);
    return found == index.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace

bool standsBetween(const std::string& type) {
    static constexpr std::array<std::string_view, 8> between = {
        "QuantizeLinear", "DequantizeLinear", "Cast",    "ReorderInput",
        "ReorderOutput",  "Transpose",        "Reshape", "Identity"};
    return base::isOneOf(type, between);
}

OptimizedGraph::OptimizedGraph(const onnx::ModelProto& model) : m_graph(model.graph()) {
    readTypes();
    for (int i = 0; i < m_graph.node_size(); ++i) {
        const onnx::NodeProto& node = m_graph.node(i);
        const auto index = static_cast<std::size_t>(i);
        m_kernels.push_back({node.name(), node.op_type(),
                             isIntegerKernel(node.op_type()) ? "int8" : precisionOf(workType(node))});
        giveTypes(node);
        for (const std::string& output : node.output()) {
            if (output.empty()) continue;
            m_makers[output] = index;
            m_byTensor.try_emplace(output, index);
            m_byTensor.try_emplace(bare(output), index);
        }
        // A node that the runtime made is called after the tensor that it makes, or after the node that
        // it replaces.
        if (!node.name().empty()) m_byName.try_emplace(bare(node.name()), index);
    }
}

std::optional<std::size_t> OptimizedGraph::named(const std::string& name) const {
    return find(m_byName, name);
}

std::optional<std::size_t> OptimizedGraph::making(const std::string& tensor) const {
    return find(m_byTensor, tensor);
}

std::size_t OptimizedGraph::behind(std::size_t index) const {
    for (int steps = 0; steps < 8; ++steps) {
        const onnx::NodeProto& node = m_graph.node(static_cast<int>(index));
        if (!standsBetween(node.op_type()) || node.input_size() == 0) break;
        const auto maker = m_makers.find(node.input(0));
        if (maker == m_makers.end()) break;
        index = maker->second;
    }
    return index;
}

bool OptimizedGraph::reads(std::size_t reader, std::size_t maker) const {
    const auto& inputs = m_graph.node(static_cast<int>(reader)).input();
    return std::any_of(inputs.begin(), inputs.end(), [&](const std::string& input) {
        const auto made = m_makers.find(input);
        return made != m_makers.end() && behind(made->second) == maker;
    });
}

void OptimizedGraph::readTypes() {
    for (const auto& tensor : m_graph.initializer()) m_types[tensor.name()] = tensor.data_type();
    for (const auto& values : {m_graph.input(), m_graph.output(), m_graph.value_info()})
        for (const auto& value : values)
            if (value.type().has_tensor_type())
                m_types[value.name()] = value.type().tensor_type().elem_type();
}

int OptimizedGraph::typeOf(const std::string& tensor) const {
    const auto found = m_types.find(tensor);
    return found == m_types.end() ? onnx::TensorProto::UNDEFINED : found->second;
}

/// Type of the values that an operator works on: of its first input that has one.
int OptimizedGraph::workType(const onnx::NodeProto& node) const {
    for (const std::string& input : node.input())
        if (const int type = typeOf(input); type != onnx::TensorProto::UNDEFINED) return type;
    return onnx::TensorProto::UNDEFINED;
}

/// The optimised file tells types of inputs and outputs only; operators hand theirs on.
void OptimizedGraph::giveTypes(const onnx::NodeProto& node) {
    int type = workType(node);
    const std::string& op = node.op_type();
    if (op == "QuantizeLinear") {
        type = node.input_size() > 2 ? typeOf(node.input(2)) : onnx::TensorProto::UINT8;
    } else if (op == "DequantizeLinear") {
        type = node.input_size() > 1 ? typeOf(node.input(1)) : onnx::TensorProto::FLOAT;
    } else if (op == "MatMulIntegerToFloat" || op == "DynamicQuantizeMatMul") {
        type = onnx::TensorProto::FLOAT;
    } else if (op == "QGemm") {
        // With a scale for its result it gives codes.
        constexpr int kOutputScale = 7;
        const bool codes = model::hasInput(node, kOutputScale);
        if (!codes) type = onnx::TensorProto::FLOAT;
    } else if (op == "Cast") {
        for (const auto& attribute : node.attribute())
            if (attribute.name() == "to") type = static_cast<int>(attribute.i());
    } else if (op == "Shape" || op == "Size" || op == "ArgMax" || op == "ArgMin" || op == "NonZero") {
        type = onnx::TensorProto::INT64;
    } else if (op == "Where" && node.input_size() > 1) {
        type = typeOf(node.input(1));
    }
    for (const std::string& output : node.output()) m_types.try_emplace(output, type);
}

}  // namespace pwb::quantize
