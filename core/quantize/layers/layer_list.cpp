// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/layers/layer_list.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

#include "core/base/text.h"

namespace pwb::quantize {
namespace {

bool givesShape(const std::string& type) {
    static constexpr std::array<std::string_view, 2> shapes = {"Shape", "Size"};
    return base::isOneOf(type, shapes);
}

/// Weights: not the shapes, axes and bounds that are constants too.
bool isWeight(const onnx::TensorProto& tensor) {
    switch (tensor.data_type()) {
        case onnx::TensorProto::FLOAT:
        case onnx::TensorProto::FLOAT16:
        case onnx::TensorProto::BFLOAT16:
        case onnx::TensorProto::DOUBLE:
        case onnx::TensorProto::INT8:
        case onnx::TensorProto::UINT8:
            return true;
        default:
            return false;
    }
}

class Lister {
public:
    Lister(const onnx::ModelProto& model, const Int8Plan* plan) : m_graph(model.graph()), m_plan(plan) {
        for (const onnx::TensorProto& tensor : m_graph.initializer()) m_weights[tensor.name()] = &tensor;
        for (const onnx::NodeProto& node : m_graph.node()) {
            for (const std::string& input : node.input()) ++m_readers[input];
            for (const std::string& output : node.output()) m_makers[output] = &node;
        }
        for (const onnx::ValueInfoProto& output : m_graph.output()) ++m_readers[output.name()];
    }

    std::vector<LayerFacts> run() {
        for (const onnx::NodeProto& node : m_graph.node()) {
            if (worksOnShapes(node)) {
                m_shapes.insert(node.output().begin(), node.output().end());
                continue;
            }
            if (isConversion(node)) continue;
            add(node);
        }
        return std::move(m_layers);
    }

private:
    static bool isConversion(const onnx::NodeProto& node) {
        static constexpr std::array<std::string_view, 3> conversions = {"QuantizeLinear", "DequantizeLinear",
                                                                        "Constant"};
        return base::isOneOf(node.op_type(), conversions);
    }

    /// Everything that it reads comes from shapes and constants.
    bool worksOnShapes(const onnx::NodeProto& node) const {
        if (givesShape(node.op_type())) return true;
        bool any = false;
        for (const std::string& input : node.input()) {
            if (input.empty() || m_weights.contains(input)) continue;
            if (!m_shapes.contains(input)) return false;
            any = true;
        }
        return any;
    }

    bool isPlanned(const onnx::NodeProto& node) const {
        return m_plan && node.output_size() > 0 && m_plan->nodes.contains(node.output(0));
    }

    /// A Relu or Clip that melts into the quantisation of the layer before it.
    bool isFolded(const onnx::NodeProto& node) const {
        if (node.op_type() != "Relu" && node.op_type() != "Clip") return false;
        const auto maker = m_makers.find(node.input(0));
        const auto readers = m_readers.find(node.input(0));
        return maker != m_makers.end() && isPlanned(*maker->second) && readers->second == 1;
    }

    void add(const onnx::NodeProto& node) {
        LayerFacts& layer = m_layers.emplace_back();
        layer.name = node.name();
        layer.op = node.op_type();
        if (node.output_size() > 0) layer.output = node.output(0);
        for (const std::string& input : node.input())
            if (const auto weight = m_weights.find(input);
                weight != m_weights.end() && isWeight(*weight->second))
                layer.parameters += model::elementCount(*weight->second);
        layer.candidate = isPlanned(node) || isFolded(node);
        layer.group = layer.candidate ? groupOf(node) : layer.name;
        if (!layer.candidate) return;
        for (const std::string& output : node.output()) m_groups[output] = layer.group;
    }

    /// The group of all codes that the node reads, if there is just one and it computes nothing of its own.
    std::string groupOf(const onnx::NodeProto& node) const {
        static constexpr std::array<std::string_view, 4> compute = {"Conv", "ConvTranspose", "MatMul",
                                                                    "Gemm"};
        if (base::isOneOf(node.op_type(), compute)) return node.name();
        std::string group;
        for (const std::string& input : node.input()) {
            if (input.empty() || m_weights.contains(input) || m_shapes.contains(input)) continue;
            const auto found = m_groups.find(input);
            if (found == m_groups.end() || (!group.empty() && group != found->second)) return node.name();
            group = found->second;
        }
        return group.empty() ? node.name() : group;
    }

    const onnx::GraphProto& m_graph;
    const Int8Plan* m_plan;
    std::unordered_map<std::string, const onnx::TensorProto*> m_weights;
    std::unordered_map<std::string, int> m_readers;
    std::unordered_map<std::string, const onnx::NodeProto*> m_makers;
    std::unordered_map<std::string, std::string> m_groups;  ///< of a tensor of codes
    std::unordered_set<std::string> m_shapes;               ///< tensors that hold nothing but shapes
    std::vector<LayerFacts> m_layers;
};

}  // namespace

std::vector<LayerFacts> listLayers(const onnx::ModelProto& prepared, const Int8Plan* plan) {
    return Lister(prepared, plan).run();
}

GroupReaders readersOf(const onnx::ModelProto& prepared, std::span<const LayerFacts> layers) {
    std::map<std::string, std::string> groupOfNode, groupOfTensor;
    for (const LayerFacts& layer : layers)
        if (layer.candidate) groupOfNode[layer.name] = layer.group;
    GroupReaders readers;
    for (const onnx::NodeProto& node : prepared.graph().node()) {
        const auto own = groupOfNode.find(node.name());
        if (own == groupOfNode.end()) continue;
        for (const std::string& input : node.input()) {
            const auto maker = groupOfTensor.find(input);
            if (maker == groupOfTensor.end() || maker->second == own->second) continue;
            auto& known = readers[maker->second];
            if (std::find(known.begin(), known.end(), own->second) == known.end())
                known.push_back(own->second);
        }
        for (const std::string& output : node.output()) groupOfTensor[output] = own->second;
    }
    return readers;
}

}  // namespace pwb::quantize
