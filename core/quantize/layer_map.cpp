// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layer_map.h"

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>
#include <unordered_set>

namespace pwb::quantize {
namespace {

using Names = std::span<const std::string_view>;

bool isOneOf(const std::string& type, Names list) {
    return std::find(list.begin(), list.end(), type) != list.end();
}

/// Operators that change the form of values and not the values.
bool movesData(const std::string& type) {
    static constexpr std::array<std::string_view, 15> moving = {
        "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity",     "Cast",        "Slice",
        "Split",     "Gather",  "Expand",  "Concat",  "Dropout",   "DepthToSpace", "SpaceToDepth"};
    return isOneOf(type, moving);
}

/// Operators that the runtime or a converter puts between two layers.
bool isBetween(const std::string& type) {
    static constexpr std::array<std::string_view, 8> between = {
        "QuantizeLinear", "DequantizeLinear", "Cast",    "ReorderInput",
        "ReorderOutput",  "Transpose",        "Reshape", "Identity"};
    return isOneOf(type, between);
}

bool isActivation(const std::string& type) {
    static constexpr std::array<std::string_view, 9> activations = {
        "Relu", "Clip", "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "PRelu", "Elu"};
    return isOneOf(type, activations);
}

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
    return type.starts_with("QLinear") || isOneOf(type, integer);
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

/// The optimised graph with what is needed to find a layer in it.
class Optimized {
public:
    explicit Optimized(const onnx::ModelProto& model) : m_graph(model.graph()) {
        readTypes();
        for (int i = 0; i < m_graph.node_size(); ++i) {
            const onnx::NodeProto& node = m_graph.node(i);
            const auto index = static_cast<std::size_t>(i);
            kernels.push_back({node.name(), node.op_type(), precision(node)});
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

    [[nodiscard]] std::optional<std::size_t> named(const std::string& name) const {
        return find(m_byName, name);
    }
    [[nodiscard]] std::optional<std::size_t> making(const std::string& tensor) const {
        return find(m_byTensor, tensor);
    }
    /// Passes over what was put behind an operator, up to the operator.
    [[nodiscard]] std::size_t behind(std::size_t index) const {
        for (int steps = 0; steps < 8; ++steps) {
            const onnx::NodeProto& node = m_graph.node(static_cast<int>(index));
            if (!isBetween(node.op_type()) || node.input_size() == 0) break;
            const auto maker = m_makers.find(node.input(0));
            if (maker == m_makers.end()) break;
            index = maker->second;
        }
        return index;
    }
    /// Whether an operator reads another one's result, as it is or in another form.
    [[nodiscard]] bool reads(std::size_t reader, std::size_t maker) const {
        const auto& inputs = m_graph.node(static_cast<int>(reader)).input();
        return std::any_of(inputs.begin(), inputs.end(), [&](const std::string& input) {
            const auto made = m_makers.find(input);
            return made != m_makers.end() && behind(made->second) == maker;
        });
    }
    [[nodiscard]] const std::string& op(std::size_t index) const { return kernels[index].op; }

    std::vector<OptimizedKernel> kernels;

private:
    using Index = std::unordered_map<std::string, std::size_t>;
    static std::optional<std::size_t> find(const Index& index, const std::string& name) {
        const auto found = index.find(name);
        return found == index.end() ? std::nullopt : std::optional(found->second);
    }

    void readTypes() {
        for (const auto& tensor : m_graph.initializer()) m_types[tensor.name()] = tensor.data_type();
        for (const auto& values : {m_graph.input(), m_graph.output(), m_graph.value_info()})
            for (const auto& value : values)
                if (value.type().has_tensor_type())
                    m_types[value.name()] = value.type().tensor_type().elem_type();
    }

    int typeOf(const std::string& tensor) const {
        const auto found = m_types.find(tensor);
        return found == m_types.end() ? onnx::TensorProto::UNDEFINED : found->second;
    }

    /// Type of the values that an operator works on: of its first input that has one.
    int workType(const onnx::NodeProto& node) const {
        for (const std::string& input : node.input())
            if (const int type = typeOf(input); type != onnx::TensorProto::UNDEFINED) return type;
        return onnx::TensorProto::UNDEFINED;
    }

    std::string precision(const onnx::NodeProto& node) const {
        return isIntegerKernel(node.op_type()) ? "int8" : precisionOf(workType(node));
    }

    /// The optimised file tells types of inputs and outputs only; operators hand theirs on.
    void giveTypes(const onnx::NodeProto& node) {
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
            const bool codes = node.input_size() > kOutputScale && !node.input(kOutputScale).empty();
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

    const onnx::GraphProto& m_graph;
    Index m_byTensor, m_byName;
    Index m_makers;
    std::unordered_map<std::string, int> m_types;
};

class Mapper {
public:
    Mapper(const onnx::ModelProto& prepared, std::span<const LayerFacts> layers,
           const onnx::ModelProto& optimized)
        : m_layers(layers), m_optimized(optimized) {
        for (std::size_t i = 0; i < layers.size(); ++i) m_layerOf[layers[i].name] = i;
        for (const onnx::NodeProto& node : prepared.graph().node()) {
            m_nodes[node.name()] = &node;
            for (const std::string& output : node.output()) m_makers[output] = &node;
            for (const std::string& input : node.input()) m_readers[input].push_back(&node);
        }
    }

    LayerMapping run() {
        LayerMapping mapping;
        mapping.ofLayer.resize(m_layers.size());
        for (std::size_t i = 0; i < m_layers.size(); ++i) mapping.ofLayer[i] = survivor(m_layers[i]);
        m_found = mapping.ofLayer;
        // In graph order, so that a chain of activations follows what it melted into.
        for (std::size_t i = 0; i < m_layers.size(); ++i)
            if (!m_found[i]) m_found[i] = fusedInto(m_layers[i]);
        mapping.ofLayer = m_found;
        mapping.kernels = std::move(m_optimized.kernels);
        return mapping;
    }

private:
    /// By the layer's own names.
    std::optional<std::size_t> survivor(const LayerFacts& layer) const {
        if (const auto found = m_optimized.named(layer.name)) return own(layer, *found);
        for (const std::string& output : m_nodes.at(layer.name)->output())
            for (const auto found : {m_optimized.making(output), m_optimized.named(output)})
                if (const auto kernel = found ? own(layer, *found) : std::nullopt) return kernel;
        return std::nullopt;
    }

    /// The operator behind what only hands its result on.
    std::optional<std::size_t> own(const LayerFacts& layer, std::size_t index) const {
        if (m_optimized.op(index) == layer.op) return index;
        const std::size_t kernel = m_optimized.behind(index);
        if (m_optimized.op(kernel) == layer.op) return kernel;
        // Its values are still there, made by another operator: then it is a form of this one, unless this
        // one only moved data and was dropped.
        if (movesData(layer.op) && !movesData(m_optimized.op(kernel))) return std::nullopt;
        return isBetween(m_optimized.op(kernel)) && !movesData(layer.op) ? std::nullopt
                                                                         : std::optional(kernel);
    }

    std::optional<std::size_t> fusedInto(const LayerFacts& layer) const {
        if (movesData(layer.op)) return std::nullopt;
        if (const auto before = fusedBefore(*m_nodes.at(layer.name))) return before;
        return nearestBehind(layer);
    }

    /// The operator before it that does its work too: an activation's maker; a sum's summand that reads all
    /// the others.
    std::optional<std::size_t> fusedBefore(const onnx::NodeProto& node) const {
        std::vector<std::size_t> makers;
        for (const std::string& input : node.input())
            if (const auto kernel = kernelMaking(input)) makers.push_back(*kernel);
        if (makers.empty()) return std::nullopt;
        if (makers.size() == 1) return isActivation(node.op_type()) ? std::optional(makers[0]) : std::nullopt;
        for (const std::size_t maker : makers)
            if (std::all_of(makers.begin(), makers.end(), [&](std::size_t other) {
                    return other == maker || m_optimized.reads(maker, other);
                }))
                return maker;
        return std::nullopt;
    }

    std::optional<std::size_t> kernelMaking(const std::string& tensor) const {
        const auto maker = m_makers.find(tensor);
        if (maker == m_makers.end()) return std::nullopt;
        const auto layer = m_layerOf.find(maker->second->name());
        return layer == m_layerOf.end() ? std::nullopt : m_found[layer->second];
    }

    /// Breadth first, so that the nearest wins.
    std::optional<std::size_t> nearestBehind(const LayerFacts& layer) const {
        constexpr std::size_t kFarthest = 24;  // nodes looked at: a decomposed GELU or LayerNorm has fewer
        std::deque<const onnx::NodeProto*> next = {m_nodes.at(layer.name)};
        std::unordered_set<const onnx::NodeProto*> seen(next.begin(), next.end());
        while (!next.empty() && seen.size() < kFarthest) {
            const onnx::NodeProto& node = *next.front();
            next.pop_front();
            for (const std::string& output : node.output()) {
                const auto readers = m_readers.find(output);
                if (readers == m_readers.end()) continue;
                for (const onnx::NodeProto* reader : readers->second) {
                    if (!seen.insert(reader).second) continue;
                    const auto known = m_layerOf.find(reader->name());
                    if (known != m_layerOf.end() && m_found[known->second]) return m_found[known->second];
                    next.push_back(reader);
                }
            }
        }
        return std::nullopt;
    }

    std::span<const LayerFacts> m_layers;
    Optimized m_optimized;
    std::unordered_map<std::string, std::size_t> m_layerOf;
    std::unordered_map<std::string, const onnx::NodeProto*> m_nodes, m_makers;
    std::unordered_map<std::string, std::vector<const onnx::NodeProto*>> m_readers;
    std::vector<std::optional<std::size_t>> m_found;
};

}  // namespace

LayerMapping mapLayers(const onnx::ModelProto& prepared, std::span<const LayerFacts> layers,
                       const onnx::ModelProto& optimized) {
    return Mapper(prepared, layers, optimized).run();
}

}  // namespace pwb::quantize
