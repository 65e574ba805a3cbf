// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layers/layer_map.h"

#include <algorithm>
#include <array>
#include <deque>
#include <unordered_map>
#include <unordered_set>

#include "core/base/text.h"

namespace pwb::quantize {
namespace {

/// Operators that change the form of values and not the values.
bool movesData(const std::string& type) {
    static constexpr std::array<std::string_view, 15> moving = {
        "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Identity",     "Cast",        "Slice",
        "Split",     "Gather",  "Expand",  "Concat",  "Dropout",   "DepthToSpace", "SpaceToDepth"};
    return base::isOneOf(type, moving);
}

bool isActivation(const std::string& type) {
    static constexpr std::array<std::string_view, 9> activations = {
        "Relu", "Clip", "LeakyRelu", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "PRelu", "Elu"};
    return base::isOneOf(type, activations);
}

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
        mapping.kernels = m_optimized.kernels();
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
        return standsBetween(m_optimized.op(kernel)) && !movesData(layer.op) ? std::nullopt
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
    OptimizedGraph m_optimized;
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
