// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/batch_norm.h"

#include <cmath>
#include <optional>

#include "core/model/graph.h"

namespace pwb::model {
namespace {

/// y = factor·x + shift per channel, which is what a BatchNormalization does at inference.
struct Affine {
    std::vector<double> factor, shift;
};

bool isFloat(const onnx::TensorProto* tensor) {
    return tensor && tensor->data_type() == onnx::TensorProto::FLOAT;
}

std::optional<Affine> affineOf(const onnx::NodeProto& norm, const GraphView& view) {
    if (norm.input_size() != 5) return {};
    if (attributeInt(norm, "training_mode", 0) != 0 || attributeInt(norm, "spatial", 1) == 0) return {};
    for (int i = 1; i < norm.output_size(); ++i)
        if (!norm.output(i).empty()) return {};
    std::vector<float> values[4];
    for (int i = 0; i < 4; ++i) {
        const auto* tensor = view.initializer(norm.input(i + 1));
        if (!isFloat(tensor)) return {};
        values[i] = floatValues(*tensor);
        if (values[i].size() != values[0].size()) return {};
    }
    const double epsilon = attributeFloat(norm, "epsilon", 1e-5F);
    Affine affine;
    for (std::size_t c = 0; c < values[0].size(); ++c) {
        const double factor = values[0][c] / std::sqrt(static_cast<double>(values[3][c]) + epsilon);
        affine.factor.push_back(factor);
        affine.shift.push_back(values[1][c] - static_cast<double>(values[2][c]) * factor);
    }
    return affine;
}

/// Where a weight's output channel lies: channel(i) of the element with flat index i.
struct ChannelMap {
    std::int64_t channels = 0;
    std::int64_t groups = 1, inputs = 1, outputsPerGroup = 1, inner = 1;
    bool transposed = false;  ///< [inputs, outputs per group, inner…] instead of [outputs, inner…]

    [[nodiscard]] std::size_t channel(std::size_t flat) const {
        const auto index = static_cast<std::int64_t>(flat) / inner;
        if (!transposed) return static_cast<std::size_t>(index);
        const std::int64_t group = (index / outputsPerGroup) / (inputs / groups);
        return static_cast<std::size_t>(group * outputsPerGroup + index % outputsPerGroup);
    }
};

std::optional<ChannelMap> channelMap(const onnx::NodeProto& node, const onnx::TensorProto& weight) {
    ChannelMap map;
    if (weight.dims_size() < 2 || elementCount(weight) == 0) return {};
    map.transposed = node.op_type() == "ConvTranspose" ||
                     (node.op_type() == "Gemm" && attributeInt(node, "transB", 0) == 0);
    if (!map.transposed) {
        map.channels = weight.dims(0);
        map.inner = elementCount(weight) / map.channels;
        return map;
    }
    map.groups = attributeInt(node, "group", 1);
    map.inputs = weight.dims(0);
    map.outputsPerGroup = weight.dims(1);
    map.channels = map.groups * map.outputsPerGroup;
    map.inner = elementCount(weight) / (map.inputs * map.outputsPerGroup);
    if (map.groups < 1 || map.inputs % map.groups != 0) return {};
    return map;
}

/// The bias with one value per channel (Gemm broadcasts a shorter one); nothing where it has another shape.
std::optional<std::vector<double>> biasOf(const onnx::NodeProto& node, const GraphView& view,
                                          std::size_t channels) {
    if (node.input_size() < 3 || node.input(2).empty()) return std::vector<double>(channels, 0.0);
    const auto* tensor = view.initializer(node.input(2));
    if (!isFloat(tensor)) return {};
    const std::vector<float> values = floatValues(*tensor);
    const bool perChannel = values.size() == channels &&
                            (tensor->dims_size() == 1 || (tensor->dims_size() == 2 && tensor->dims(0) == 1));
    if (!perChannel && values.size() != 1) return {};
    const double beta = node.op_type() == "Gemm" ? attributeFloat(node, "beta", 1.0F) : 1.0;
    std::vector<double> bias(channels);
    for (std::size_t c = 0; c < channels; ++c) bias[c] = beta * values[perChannel ? c : 0];
    return bias;
}

class Folder {
public:
    explicit Folder(onnx::ModelProto& model) : m_names(model), m_view(model) {}

    /// True if `norm` was folded; its node is then to be removed.
    bool fold(onnx::NodeProto& norm) {
        onnx::NodeProto* node = target(norm);
        if (!node) return false;
        const auto affine = affineOf(norm, m_view);
        const auto* weight = m_view.initializer(node->input(1));
        if (!affine || !isFloat(weight)) return false;
        const auto map = channelMap(*node, *weight);
        if (!map || map->channels != std::ssize(affine->factor)) return false;
        const auto bias = biasOf(*node, m_view, affine->factor.size());
        if (!bias) return false;
        foldWeight(*node, *weight, *affine, *map);
        foldBias(*node, *affine, *bias);
        node->set_output(0, norm.output(0));
        return true;
    }

private:
    onnx::NodeProto* target(const onnx::NodeProto& norm) const {
        if (norm.op_type() != "BatchNormalization" || !norm.domain().empty() || norm.input_size() == 0)
            return nullptr;
        const std::string& tensor = norm.input(0);
        onnx::NodeProto* node = m_view.producer(tensor);
        if (!node || !node->domain().empty() || node->input_size() < 2) return nullptr;
        if (node->op_type() != "Conv" && node->op_type() != "ConvTranspose" && node->op_type() != "Gemm")
            return nullptr;
        if (m_view.consumers(tensor).size() != 1 || m_view.isGraphOutput(tensor) || m_view.isCaptured(tensor))
            return nullptr;
        return node;
    }

    /// A new tensor takes the old one's place; it keeps the name of one that nobody else reads.
    void replaceInput(onnx::NodeProto& node, int input, const std::vector<std::int64_t>& dims,
                      const std::vector<float>& values) {
        const std::string old = input < node.input_size() ? node.input(input) : "";
        const bool shared = old.empty() || m_view.consumers(old).size() > 1 || m_view.isCaptured(old) ||
                            m_view.isGraphOutput(old);
        while (node.input_size() <= input) node.add_input();
        if (!shared) {
            *m_view.initializer(old) = makeFloatTensor(old, dims, values);
            return;
        }
        const std::string name = m_names.unique(old.empty() ? node.output(0) + "_bias" : old + "_folded");
        *m_view.graph().add_initializer() = makeFloatTensor(name, dims, values);
        node.set_input(input, name);
    }

    void foldWeight(onnx::NodeProto& node, const onnx::TensorProto& weight, const Affine& affine,
                    const ChannelMap& map) {
        const std::vector<std::int64_t> dims(weight.dims().begin(), weight.dims().end());
        std::vector<float> values = floatValues(weight);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] = static_cast<float>(values[i] * affine.factor[map.channel(i)]);
        replaceInput(node, 1, dims, values);
    }

    void foldBias(onnx::NodeProto& node, const Affine& affine, const std::vector<double>& bias) {
        std::vector<float> values(bias.size());
        for (std::size_t c = 0; c < values.size(); ++c)
            values[c] = static_cast<float>(bias[c] * affine.factor[c] + affine.shift[c]);
        replaceInput(node, 2, {std::ssize(values)}, values);
        for (auto& attribute : *node.mutable_attribute())
            if (attribute.name() == "beta") attribute.set_f(1.0F);
    }

    NameSource m_names;
    GraphView m_view;
};

}  // namespace

int foldBatchNorms(onnx::ModelProto& model) {
    auto& nodes = *model.mutable_graph()->mutable_node();
    int folded = 0;
    for (bool again = true; again;) {
        // One view serves a whole pass; a second norm behind the same Conv waits for the next.
        Folder folder(model);
        std::unordered_set<const onnx::NodeProto*> gone;
        for (auto& node : nodes)
            if (folder.fold(node)) gone.insert(&node);
        google::protobuf::RepeatedPtrField<onnx::NodeProto> kept;
        for (auto& node : nodes)
            if (!gone.contains(&node)) kept.Add()->Swap(&node);
        nodes.Swap(&kept);
        folded += static_cast<int>(gone.size());
        again = !gone.empty();
    }
    return folded;
}

}  // namespace pwb::model
