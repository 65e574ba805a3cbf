// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/bias_correction.h"

#include "core/base/try.h"
#include "core/model/graph.h"
#include "core/quantize/trials/trial_run.h"
#include "core/runtime/session.h"

namespace pwb::quantize {
namespace {

/// From this operator set on, ReduceMean takes its axes as an input.
constexpr std::int64_t kAxesAsInput = 18;

class MeanModel {
public:
    explicit MeanModel(const onnx::ModelProto& prepared) : m_model(prepared), m_names(prepared) {
        m_model.mutable_graph()->clear_output();
    }

    void add(const std::string& tensor, int rank) {
        if (std::find(m_tensors.begin(), m_tensors.end(), tensor) != m_tensors.end()) return;
        m_tensors.push_back(tensor);
        std::vector<std::int64_t> axes = {0};
        for (int axis = 2; axis < rank; ++axis) axes.push_back(axis);
        onnx::NodeProto& node = *m_model.mutable_graph()->add_node();
        node.set_op_type("ReduceMean");
        node.set_name(m_names.unique(tensor + "_mean_node"));
        node.add_input(tensor);
        node.add_output(m_names.unique(tensor + "_mean"));
        model::setAttribute(node, "keepdims", 0);
        if (model::defaultOpset(m_model) >= kAxesAsInput) {
            const std::string name = m_names.unique(tensor + "_mean_axes");
            *m_model.mutable_graph()->add_initializer() =
                model::makeInt64Tensor(name, {static_cast<std::int64_t>(axes.size())}, axes);
            node.add_input(name);
        } else {
            onnx::AttributeProto& attribute = *node.add_attribute();
            attribute.set_name("axes");
            attribute.set_type(onnx::AttributeProto::INTS);
            for (const std::int64_t axis : axes) attribute.add_ints(axis);
        }
        m_model.mutable_graph()->add_output()->set_name(node.output(0));
    }

    base::Result<ChannelMeans> run(const std::vector<ReferenceBatch>& references, std::stop_token stop) {
        ChannelMeans means;
        if (m_tensors.empty()) return means;
        auto session = openInMemory(std::move(m_model), {});
        if (!session) return tl::make_unexpected(session.error());
        std::vector<std::vector<double>> sums(m_tensors.size());
        for (const ReferenceBatch& reference : references) {
            PWB_TRY(const auto outputs, session->run(reference.inputs, stop));
            for (std::size_t k = 0; k < outputs.size(); ++k) {
                const std::span<const float> values = (outputs)[k].as<float>();
                sums[k].resize(values.size());
                for (std::size_t c = 0; c < values.size(); ++c) sums[k][c] += values[c];
            }
        }
        for (std::size_t k = 0; k < m_tensors.size(); ++k) {
            std::vector<float>& mean = means[m_tensors[k]];
            for (const double sum : sums[k])
                mean.push_back(static_cast<float>(sum / static_cast<double>(references.size())));
        }
        return means;
    }

private:
    onnx::ModelProto m_model;
    model::NameSource m_names;
    std::vector<std::string> m_tensors;
};

}  // namespace

base::Result<ChannelMeans> channelMeans(const onnx::ModelProto& prepared, const Int8Plan& plan,
                                        const std::vector<ReferenceBatch>& references, std::stop_token stop) {
    MeanModel means(prepared);
    onnx::ModelProto copy = prepared;
    model::GraphView view(copy);
    for (const onnx::NodeProto& node : prepared.graph().node()) {
        if (!plan.nodes.contains(node.output(0))) continue;
        if (node.op_type() != "Conv" && node.op_type() != "Gemm") continue;
        means.add(node.input(0), view.initializer(node.input(1))->dims_size());
    }
    return means.run(references, stop);
}

std::vector<float> biasShift(std::span<const float> weights, const QuantizedWeight& quantized,
                             std::int64_t perInput, std::int64_t groups, const std::vector<float>& means) {
    const auto outputs = static_cast<std::int64_t>(quantized.scales.size());
    const std::int64_t perOutput = static_cast<std::int64_t>(weights.size()) / outputs;
    const std::int64_t inputsPerGroup = perOutput / perInput;
    std::vector<float> shift(static_cast<std::size_t>(outputs));
    for (std::int64_t o = 0; o < outputs; ++o) {
        const std::int64_t firstInput = o / (outputs / groups) * inputsPerGroup;
        const auto scale = static_cast<double>(quantized.scales[static_cast<std::size_t>(o)]);
        double sum = 0;
        auto at = static_cast<std::size_t>(o * perOutput);
        for (std::int64_t input = 0; input < inputsPerGroup; ++input) {
            const float mean = means[static_cast<std::size_t>(firstInput + input)];
            for (std::int64_t i = 0; i < perInput; ++i, ++at)
                sum += (scale * quantized.codes[at] - weights[at]) * mean;
        }
        shift[static_cast<std::size_t>(o)] = static_cast<float>(sum);
    }
    return shift;
}

}  // namespace pwb::quantize
