// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/qdq_emitter.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "core/model/graph.h"
#include "core/quantize/graph/weights.h"
#include "core/quantize/int8/int8_roles.h"

namespace pwb::quantize {
namespace {

template <class T>
std::string rawBytes(const std::vector<T>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

class Emitter {
public:
    Emitter(onnx::ModelProto& model, const Int8Plan& plan, const TensorParams& params,
            const ChannelMeans* means)
        : m_model(model), m_view(model), m_names(model), m_plan(plan), m_params(params), m_means(means) {}

    base::Status run() {
        // New nodes are collected apart: adding to the graph would move what the view points at.
        for (const std::string& tensor : m_plan.tensors) m_dequantized[tensor] = emitPair(tensor);
        for (const auto& [tensor, from] : m_plan.rescaled) emitRescaled(tensor);
        for (onnx::NodeProto& node : *m_view.graph().mutable_node()) rewire(node);
        for (const auto& [raw, tensor] : m_renamed) renameProducer(tensor, raw);
        for (onnx::NodeProto& node : m_nodes) m_view.graph().add_node()->Swap(&node);
        for (onnx::TensorProto& tensor : m_initializers) m_view.graph().add_initializer()->Swap(&tensor);
        model::removeDead(m_model);
        m_model.mutable_graph()->clear_value_info();
        return model::sortTopologically(*m_model.mutable_graph());
    }

private:
    /// Every operator around a tensor works on its codes, biases too; else only readers' inputs are codes.
    [[nodiscard]] bool wholeChains() const { return m_plan.scheme == Int8Scheme::Cpu; }

    std::string addInitializer(onnx::TensorProto tensor) {
        m_initializers.push_back(std::move(tensor));
        return m_initializers.back().name();
    }

    onnx::NodeProto& addNode(const char* type, const std::string& name,
                             const std::vector<std::string>& inputs, const std::string& output) {
        onnx::NodeProto& node = m_nodes.emplace_back();
        node.set_op_type(type);
        node.set_name(name);
        for (const std::string& input : inputs) node.add_input(input);
        node.add_output(output);
        return node;
    }

    /// Scale and zero point initialisers; equal parameters of one source are written once, which is also how
    /// the runtime sees that a pass-through changes nothing.
    std::pair<std::string, std::string> paramNames(const std::string& tensor) {
        const std::string& source = m_plan.source(tensor);
        if (const auto it = m_paramNames.find(source); it != m_paramNames.end()) return it->second;
        const QuantParams params = m_params.at(source);
        const std::string scale =
            addInitializer(model::makeFloatTensor(m_names.unique(source + "_scale"), {}, {params.scale}));
        const int type = params.isSigned ? onnx::TensorProto::INT8 : onnx::TensorProto::UINT8;
        const std::string zero = addInitializer(model::makeRawTensor(
            m_names.unique(source + "_zp"), type, {}, std::string(1, static_cast<char>(params.zeroPoint))));
        return m_paramNames[source] = {scale, zero};
    }

    std::string emitPair(const std::string& tensor) {
        const auto [scale, zero] = paramNames(tensor);
        std::string raw = tensor;
        std::string restored = m_names.unique(tensor + "_dq");
        if (m_plan.made.contains(tensor) && (m_view.isGraphOutput(tensor) || m_view.isCaptured(tensor))) {
            // The name is promised to others: they get the dequantised values under it.
            restored = tensor;
            raw = m_names.unique(tensor + "_raw");
            m_renamed.emplace_back(raw, tensor);
        }
        const std::string codes = m_names.unique(tensor + "_q");
        m_codes[tensor] = codes;
        addNode("QuantizeLinear", m_names.unique(tensor + "_quantize"), {raw, scale, zero}, codes);
        addNode("DequantizeLinear", m_names.unique(tensor + "_dequantize"), {codes, scale, zero}, restored);
        return restored;
    }

    /// Readers of a rescaled tensor read the codes of the tensor before it; the Mul or Div goes.
    void emitRescaled(const std::string& tensor) {
        std::string origin = m_plan.rescaled.at(tensor).from;
        while (m_plan.rescaled.contains(origin)) origin = m_plan.rescaled.at(origin).from;
        const auto [scale, zero] = paramNames(tensor);
        const std::string restored = m_names.unique(tensor + "_dq");
        addNode("DequantizeLinear", m_names.unique(tensor + "_dequantize"), {m_codes.at(origin), scale, zero},
                restored);
        m_dequantized[tensor] = restored;
    }

    void renameProducer(const std::string& tensor, const std::string& raw) {
        onnx::NodeProto* producer = m_view.producer(tensor);
        for (std::string& output : *producer->mutable_output())
            if (output == tensor) output = raw;
    }

    /// What a node reads for `tensor`. A float operator takes codes only where no float values are made; one
    /// that asks for the shape alone needs no conversion.
    std::string sourceFor(const onnx::NodeProto& node, const std::string& tensor, bool int8) const {
        const auto restored = m_dequantized.find(tensor);
        if (restored == m_dequantized.end()) return tensor;
        if (int8) return restored->second;
        if (!m_plan.made.contains(tensor)) return tensor;
        const auto codes = m_codes.find(tensor);
        return node.op_type() == "Shape" && codes != m_codes.end() ? codes->second : restored->second;
    }

    void rewire(onnx::NodeProto& node) {
        const bool int8 = m_plan.nodes.contains(node.output(0));
        const bool product = int8 &&
                             (node.op_type() == "Conv" || node.op_type() == "ConvTranspose" ||
                              node.op_type() == "Gemm" || node.op_type() == "MatMul") &&
                             m_view.initializer(node.input(1));
        const std::string activation = node.input_size() > 0 ? node.input(0) : "";
        for (std::string& input : *node.mutable_input()) input = sourceFor(node, input, int8);
        if (product) quantizeWeights(node, activation);
        if (int8 && wholeChains() && int8Role(m_view, node) == Int8Role::Join) quantizeConstants(node);
    }

    void quantizeWeights(onnx::NodeProto& node, const std::string& activation) {
        const onnx::TensorProto& weight = *m_view.initializer(node.input(1));
        const bool rows = node.op_type() == "Conv" ||
                          (node.op_type() == "Gemm" && model::attributeInt(node, "transB", 0) != 0);
        const int axis = rows ? 0 : 1;
        const std::vector<std::int64_t> dims(weight.dims().begin(), weight.dims().end());
        std::vector<float> bias;
        if (model::hasInput(node, 2)) bias = model::floatValues(*m_view.initializer(node.input(2)));
        const float inputScale = wholeChains() ? m_params.at(m_plan.source(activation)).scale : 1;
        const std::vector<float> least =
            wholeChains() ? leastScalesForBias(bias, inputScale) : std::vector<float>();
        const std::vector<float> values = model::floatValues(weight);
        const QuantizedWeight quantized = quantizeWeight(values, channelLayout(dims, axis), least);
        const bool corrected = correctBias(node, activation, values, quantized, bias);
        const auto channels = static_cast<std::int64_t>(quantized.scales.size());

        // Named after the node's output: a weight shared by two nodes may need two sets of scales.
        const std::string base = node.output(0);
        const std::string codes = addInitializer(model::makeRawTensor(
            m_names.unique(base + "_w"), onnx::TensorProto::INT8, dims, rawBytes(quantized.codes)));
        const std::string scale = addInitializer(
            model::makeFloatTensor(m_names.unique(base + "_ws"), {channels}, quantized.scales));
        const std::string zero = addInitializer(
            model::makeRawTensor(m_names.unique(base + "_wz"), onnx::TensorProto::INT8, {channels},
                                 std::string(static_cast<std::size_t>(channels), '\0')));
        const std::string restored = m_names.unique(base + "_wdq");
        model::setAttribute(
            addNode("DequantizeLinear", m_names.unique(base + "_weight"), {codes, scale, zero}, restored),
            "axis", axis);
        node.set_input(1, restored);
        if (bias.empty() || (!wholeChains() && !corrected)) return;
        while (node.input_size() < 3) node.add_input();
        if (wholeChains())
            node.set_input(2, emitBias(base, bias, inputScale, quantized.scales));
        else
            node.set_input(
                2, addInitializer(model::makeFloatTensor(m_names.unique(base + "_b"),
                                                         {static_cast<std::int64_t>(bias.size())}, bias)));
    }

    /// Takes off the bias what rounding the weights adds on average; a bias of its own where there was none.
    bool correctBias(const onnx::NodeProto& node, const std::string& activation,
                     const std::vector<float>& values, const QuantizedWeight& quantized,
                     std::vector<float>& bias) const {
        const bool gemm = node.op_type() == "Gemm" && model::attributeInt(node, "transB", 0) != 0;
        if (!m_means || (node.op_type() != "Conv" && !gemm)) return false;
        const auto mean = m_means->find(activation);
        if (mean == m_means->end()) return false;
        const std::int64_t groups = gemm ? 1 : model::attributeInt(node, "group", 1);
        const auto perOutput = static_cast<std::int64_t>(values.size() / quantized.scales.size());
        const auto inputs = static_cast<std::int64_t>(mean->second.size()) / groups;
        if (inputs == 0 || perOutput % inputs != 0) return false;
        const std::vector<float> shift =
            biasShift(values, quantized, perOutput / inputs, groups, mean->second);
        bias.resize(shift.size());
        for (std::size_t c = 0; c < shift.size(); ++c) bias[c] -= shift[c];
        return true;
    }

    std::string emitBias(const std::string& base, const std::vector<float>& bias, float inputScale,
                         const std::vector<float>& scales) {
        const std::vector<std::int64_t> dims = {static_cast<std::int64_t>(bias.size())};
        std::vector<float> biasScales(scales.size());
        std::transform(scales.begin(), scales.end(), biasScales.begin(),
                       [&](float s) { return s * inputScale; });
        const std::string codes =
            addInitializer(model::makeRawTensor(m_names.unique(base + "_b"), onnx::TensorProto::INT32, dims,
                                                rawBytes(quantizeBias(bias, inputScale, scales))));
        const std::string scale =
            addInitializer(model::makeFloatTensor(m_names.unique(base + "_bs"), dims, biasScales));
        std::string restored = m_names.unique(base + "_bdq");
        model::setAttribute(
            addNode("DequantizeLinear", m_names.unique(base + "_bias"), {codes, scale}, restored), "axis", 0);
        return restored;
    }

    /// A constant operand of Add or Mul: codes of its own, per tensor.
    void quantizeConstants(onnx::NodeProto& node) {
        for (std::string& input : *node.mutable_input()) {
            const onnx::TensorProto* constant = m_view.initializer(input);
            if (!constant) continue;
            const std::vector<float> values = model::floatValues(*constant);
            if (values.empty()) continue;
            const auto [lo, hi] = std::minmax_element(values.begin(), values.end());
            const QuantParams params = paramsFor({*lo, *hi});
            std::string codes(values.size(), '\0');
            std::transform(values.begin(), values.end(), codes.begin(),
                           [&](float x) { return static_cast<char>(quantizeValue(x, params)); });
            const std::vector<std::int64_t> dims(constant->dims().begin(), constant->dims().end());
            const std::string base = m_names.unique(input + "_c");
            const std::string q = addInitializer(
                model::makeRawTensor(m_names.unique(base + "_q"), onnx::TensorProto::UINT8, dims, codes));
            const std::string scale =
                addInitializer(model::makeFloatTensor(m_names.unique(base + "_scale"), {}, {params.scale}));
            const std::string zero =
                addInitializer(model::makeRawTensor(m_names.unique(base + "_zp"), onnx::TensorProto::UINT8,
                                                    {}, std::string(1, static_cast<char>(params.zeroPoint))));
            const std::string restored = m_names.unique(base + "_dq");
            addNode("DequantizeLinear", base, {q, scale, zero}, restored);
            input = restored;
        }
    }

    onnx::ModelProto& m_model;
    model::GraphView m_view;
    model::NameSource m_names;
    const Int8Plan& m_plan;
    const TensorParams& m_params;
    const ChannelMeans* m_means;
    std::vector<onnx::NodeProto> m_nodes;
    std::vector<onnx::TensorProto> m_initializers;
    std::unordered_map<std::string, std::string> m_dequantized, m_codes;
    std::unordered_map<std::string, std::pair<std::string, std::string>> m_paramNames;
    std::vector<std::pair<std::string, std::string>> m_renamed;
};

}  // namespace

base::Status emitQdq(onnx::ModelProto& model, const Int8Plan& plan, const TensorParams& params,
                     const ChannelMeans* means) {
    return Emitter(model, plan, params, means).run();
}

}  // namespace pwb::quantize
