// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/input_scaling.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/text.h"
#include "core/model/graph.h"

namespace pwb::model {
namespace {

using Channels = std::vector<double>;  ///< one value for all, or one for each of three channels

constexpr std::size_t kColors = 3;

class Follower {
public:
    explicit Follower(const onnx::GraphProto& graph) {
        for (const auto& tensor : graph.initializer()) m_constants[tensor.name()] = &tensor;
        for (const auto& node : graph.node()) {
            if (node.op_type() == "Constant")
                if (const auto* value = attribute(node, "value"); value && value->has_t())
                    m_constants[node.output(0)] = &value->t();
            for (const auto& input : node.input()) m_readers[input].push_back(&node);
        }
    }

    std::optional<InputScaling> from(std::string tensor) {
        while (const onnx::NodeProto* node = onlyReader(tensor)) {
            if (!take(*node, tensor)) break;
            tensor = node->output(0);
        }
        const bool same =
            std::all_of(m_scaling.factor.begin(), m_scaling.factor.end(), [](double x) { return x == 1; }) &&
            std::all_of(m_scaling.shift.begin(), m_scaling.shift.end(), [](double x) { return x == 0; });
        return same ? std::nullopt : std::optional(m_scaling);
    }

private:
    /// Nodes that ask for the shape alone do not count.
    [[nodiscard]] const onnx::NodeProto* onlyReader(const std::string& tensor) const {
        const auto found = m_readers.find(tensor);
        if (found == m_readers.end()) return nullptr;
        const onnx::NodeProto* only = nullptr;
        for (const onnx::NodeProto* node : found->second) {
            if (node->op_type() == "Shape") continue;
            if (only) return nullptr;
            only = node;
        }
        return only;
    }

    [[nodiscard]] std::optional<Channels> constant(const std::string& name) const {
        const auto found = m_constants.find(name);
        if (found == m_constants.end() || elementCount(*found->second) > static_cast<std::int64_t>(kColors))
            return std::nullopt;
        const std::vector<float> values = floatValues(*found->second);
        if (values.size() != 1 && values.size() != kColors) return std::nullopt;
        return Channels(values.begin(), values.end());
    }

    static double of(const Channels& values, std::size_t channel) {
        return values.size() == 1 ? values.front() : values[channel];
    }

    template <class Change>
    void change(const Change& each) {
        for (std::size_t c = 0; c < kColors; ++c) each(m_scaling.factor[c], m_scaling.shift[c], c);
    }

    bool take(const onnx::NodeProto& node, const std::string& tensor) {
        static constexpr std::array<std::string_view, 7> passing = {"Cast",   "Identity", "Transpose", "Pad",
                                                                    "Resize", "Upsample", "Clip"};
        if (base::isOneOf(node.op_type(), passing)) return node.input(0) == tensor;
        if (node.op_type() == "BatchNormalization") return takeNorm(node, tensor);
        if (node.input_size() != 2) return false;
        const bool first = node.input(0) == tensor;
        const auto other = constant(node.input(first ? 1 : 0));
        if (!other) return false;
        if (node.op_type() == "Mul")
            change([&](double& factor, double& shift, std::size_t c) {
                factor *= of(*other, c), shift *= of(*other, c);
            });
        else if (node.op_type() == "Add")
            change([&](double&, double& shift, std::size_t c) { shift += of(*other, c); });
        else if (node.op_type() == "Div" && first)
            change([&](double& factor, double& shift, std::size_t c) {
                factor /= of(*other, c), shift /= of(*other, c);
            });
        else if (node.op_type() == "Sub" && first)
            change([&](double&, double& shift, std::size_t c) { shift -= of(*other, c); });
        else
            return false;
        return true;
    }

    bool takeNorm(const onnx::NodeProto& node, const std::string& tensor) {
        if (node.input_size() != 5 || node.input(0) != tensor) return false;
        std::array<Channels, 4> values;  // scale, bias, mean, variance
        for (int i = 0; i < 4; ++i) {
            const auto read = constant(node.input(i + 1));
            if (!read) return false;
            values[static_cast<std::size_t>(i)] = *read;
        }
        const double epsilon = attributeFloat(node, "epsilon", 1e-5F);
        change([&](double& factor, double& shift, std::size_t c) {
            const double by = of(values[0], c) / std::sqrt(of(values[3], c) + epsilon);
            factor *= by;
            shift = (shift - of(values[2], c)) * by + of(values[1], c);
        });
        return true;
    }

    std::unordered_map<std::string, const onnx::TensorProto*> m_constants;
    std::unordered_map<std::string, std::vector<const onnx::NodeProto*>> m_readers;
    InputScaling m_scaling;
};

}  // namespace

std::optional<InputScaling> inputScaling(const onnx::ModelProto& model) {
    const onnx::GraphProto& graph = model.graph();
    std::vector<std::string> inputs;
    for (const auto& input : graph.input()) {
        const bool isWeight = std::any_of(graph.initializer().begin(), graph.initializer().end(),
                                          [&](const auto& tensor) { return tensor.name() == input.name(); });
        if (!isWeight) inputs.push_back(input.name());
    }
    return inputs.size() == 1 ? Follower(graph).from(inputs.front()) : std::nullopt;
}

}  // namespace pwb::model
