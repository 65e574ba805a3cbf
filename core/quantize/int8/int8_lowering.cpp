// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/int8_lowering.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/model/graph.h"
#include "core/quantize/graph/tensor_rank.h"
#include "core/quantize/int8/int8_roles.h"

namespace pwb::quantize {
namespace {

std::optional<std::vector<float>> floatsOf(const model::GraphView& view, const onnx::NodeProto& node, int i) {
    if (node.input_size() <= i || node.input(i).empty()) return std::nullopt;
    const auto* tensor = view.initializer(node.input(i));
    if (!tensor || tensor->data_type() != onnx::TensorProto::FLOAT) return std::nullopt;
    return model::floatValues(*tensor);
}

class Lowering {
public:
    explicit Lowering(onnx::ModelProto& model) : m_model(model), m_view(model), m_names(model) {}

    std::vector<LoweredOperator> run() {
        const int count = m_model.graph().node_size();
        for (int i = 0; i < count; ++i) m_order.push_back(m_model.mutable_graph()->mutable_node(i));
        for (onnx::NodeProto* node : m_order) {
            if (!node->domain().empty()) continue;
            if (node->op_type() == "ReduceMean") lowerMean(*node);
            if (node->op_type() == "Pad") foldPad(*node);
            if (node->op_type() == "BatchNormalization") lowerBatchNorm(*node);
            if (node->op_type() == "HardSigmoid") lowerHardSigmoid(*node);
            if (node->op_type() == "HardSwish") lowerHardSwish(*node);
        }
        for (onnx::NodeProto& node : m_added) m_model.mutable_graph()->add_node()->Swap(&node);
        for (onnx::TensorProto& tensor : m_constants)
            m_model.mutable_graph()->add_initializer()->Swap(&tensor);
        model::removeDead(m_model);
        // Nothing was put into a cycle: every new node stands between two that were there.
        (void)model::sortTopologically(*m_model.mutable_graph());
        return std::move(m_lowered);
    }

private:
    std::string constant(const std::string& wish, const std::vector<std::int64_t>& dims,
                         const std::vector<float>& values) {
        m_constants.push_back(model::makeFloatTensor(m_names.unique(wish), dims, values));
        return m_constants.back().name();
    }

    onnx::NodeProto& add(const char* type, const std::string& name, const std::vector<std::string>& inputs,
                         const std::string& output) {
        onnx::NodeProto& node = m_added.emplace_back();
        node.set_op_type(type);
        node.set_name(name);
        for (const std::string& input : inputs) node.add_input(input);
        node.add_output(output);
        return node;
    }

    static void become(onnx::NodeProto& node, const char* type, const std::vector<std::string>& inputs) {
        node.set_op_type(type);
        node.clear_input();
        node.clear_attribute();
        for (const std::string& input : inputs) node.add_input(input);
    }

    void lowerMean(onnx::NodeProto& node) {
        std::vector<std::int64_t> axes = model::attributeInts(node, "axes");
        if (node.input_size() > 1) {
            const auto* given = m_view.initializer(node.input(1));
            if (!given) return;
            axes = model::intValues(*given);
        }
        if (rankOf(m_view, node.input(0)) != 4) return;
        for (std::int64_t& axis : axes) axis = axis < 0 ? axis + 4 : axis;
        std::sort(axes.begin(), axes.end());
        if (axes != std::vector<std::int64_t>{2, 3}) return;
        if (model::attributeInt(node, "keepdims", 1) != 0) {
            become(node, "GlobalAveragePool", {node.input(0)});
            return;
        }
        const std::string pooled = m_names.unique(node.output(0) + "_pooled");
        add("GlobalAveragePool", m_names.unique(node.name() + "_pool"), {node.input(0)}, pooled);
        become(node, "Flatten", {pooled});
    }

    /// Padding with zeros in height and width that one convolution reads becomes the convolution's own.
    void foldPad(onnx::NodeProto& node) {
        const auto* mode = model::attribute(node, "mode");
        if ((mode && mode->s() != "constant") || m_view.isGraphOutput(node.output(0)) ||
            node.input_size() < 2 || model::hasInput(node, 3))
            return;
        const auto* pads = m_view.initializer(node.input(1));
        const auto value = floatsOf(m_view, node, 2);
        const bool hasValue = model::hasInput(node, 2);
        if (!pads || (hasValue && (!value || value->size() != 1 || value->front() != 0))) return;
        const std::vector<std::int64_t> amounts = model::intValues(*pads);
        const auto& readers = m_view.consumers(node.output(0));
        if (readers.size() != 1 || readers[0]->op_type() != "Conv" || amounts.size() != 8) return;
        onnx::NodeProto& conv = *readers[0];
        const auto* autoPad = model::attribute(conv, "auto_pad");
        if (autoPad && autoPad->s() != "NOTSET" && autoPad->s() != "VALID") return;
        if (amounts[0] != 0 || amounts[1] != 0 || amounts[4] != 0 || amounts[5] != 0) return;
        if (std::any_of(amounts.begin(), amounts.end(), [](std::int64_t n) { return n < 0; })) return;
        std::vector<std::int64_t> own = model::attributeInts(conv, "pads");
        own.resize(4, 0);
        own = {own[0] + amounts[2], own[1] + amounts[3], own[2] + amounts[6], own[3] + amounts[7]};
        auto* attributes = conv.mutable_attribute();
        for (int i = attributes->size() - 1; i >= 0; --i)
            if (attributes->Get(i).name() == "pads" || attributes->Get(i).name() == "auto_pad")
                attributes->DeleteSubrange(i, 1);
        onnx::AttributeProto& attribute = *conv.add_attribute();
        attribute.set_name("pads");
        attribute.set_type(onnx::AttributeProto::INTS);
        for (const std::int64_t amount : own) attribute.add_ints(amount);
        conv.set_input(0, node.input(0));
    }

    void lowerBatchNorm(onnx::NodeProto& node) {
        const auto gamma = floatsOf(m_view, node, 1), beta = floatsOf(m_view, node, 2);
        const auto mean = floatsOf(m_view, node, 3), variance = floatsOf(m_view, node, 4);
        if (!gamma || !beta || !mean || !variance || node.output_size() != 1) return;
        if (model::attributeInt(node, "training_mode", 0) != 0 || rankOf(m_view, node.input(0)) != 4) return;
        const double epsilon = model::attributeFloat(node, "epsilon", 1e-5F);
        const std::size_t channels = gamma->size();
        std::vector<float> weight(channels), bias(channels);
        for (std::size_t c = 0; c < channels; ++c) {
            const double factor = (*gamma)[c] / std::sqrt(static_cast<double>((*variance)[c]) + epsilon);
            weight[c] = static_cast<float>(factor);
            bias[c] = static_cast<float>((*beta)[c] - (*mean)[c] * factor);
        }
        const auto n = static_cast<std::int64_t>(channels);
        LoweredOperator lowered{node, {node.output(0)}};
        for (int i = 1; i < node.input_size(); ++i)
            lowered.constants.push_back(*m_view.initializer(node.input(i)));
        become(node, "Conv",
               {node.input(0), constant(node.output(0) + "_factor", {n, 1, 1, 1}, weight),
                constant(node.output(0) + "_shift", {n}, bias)});
        model::setAttribute(node, "group", n);
        m_lowered.push_back(std::move(lowered));
    }

    /// The convolution in front of `node` if nobody else reads it and its weights are its own.
    onnx::NodeProto* ownConvolution(const onnx::NodeProto& node) {
        onnx::NodeProto* conv = m_view.producer(node.input(0));
        if (!conv || conv->op_type() != "Conv" || m_view.isGraphOutput(node.input(0)) ||
            m_view.isCaptured(node.input(0)) || m_view.consumers(node.input(0)).size() != 1)
            return nullptr;
        return int8Role(m_view, *conv) == Int8Role::Convolution ? conv : nullptr;
    }

    void lowerHardSigmoid(onnx::NodeProto& node) {
        const float alpha = model::attributeFloat(node, "alpha", 0.2F);
        const float beta = model::attributeFloat(node, "beta", 0.5F);
        if (alpha <= 0) return;
        if (onnx::NodeProto* conv = ownConvolution(node)) {
            foldIntoConvolution(*conv, alpha, beta);
            become(node, "Clip",
                   {node.input(0), constant(node.output(0) + "_low", {}, {0}),
                    constant(node.output(0) + "_high", {}, {1})});
            return;
        }
        LoweredOperator lowered{node, {}};
        const std::string clipped = emitShiftedClip(node, alpha, beta, lowered);
        become(node, "Mul", {clipped, constant(node.output(0) + "_alpha", {}, {alpha})});
        lowered.parts.push_back(node.output(0));
        m_lowered.push_back(std::move(lowered));
    }

    void foldIntoConvolution(onnx::NodeProto& conv, float alpha, float beta) {
        const onnx::TensorProto& old = *m_view.initializer(conv.input(1));
        const std::vector<std::int64_t> dims(old.dims().begin(), old.dims().end());
        std::vector<float> weight = model::floatValues(old);
        for (float& w : weight) w *= alpha;
        std::vector<float> bias(static_cast<std::size_t>(dims[0]), 0.0F);
        if (const auto given = floatsOf(m_view, conv, 2)) bias = *given;
        for (float& b : bias) b = b * alpha + beta;
        conv.set_input(1, constant(conv.output(0) + "_w", dims, weight));
        const std::string name = constant(conv.output(0) + "_b", {dims[0]}, bias);
        if (conv.input_size() > 2)
            conv.set_input(2, name);
        else
            conv.add_input(name);
    }

    /// Clip(x + β/α, 0, 1/α); its name.
    std::string emitShiftedClip(const onnx::NodeProto& node, float alpha, float beta,
                                LoweredOperator& lowered) {
        const std::string base = node.output(0);
        const std::string sum = m_names.unique(base + "_shifted");
        const std::string clipped = m_names.unique(base + "_clipped");
        add("Add", m_names.unique(node.name() + "_shift"),
            {node.input(0), constant(base + "_offset", {1}, {beta / alpha})}, sum);
        add("Clip", m_names.unique(node.name() + "_clip"),
            {sum, constant(base + "_low", {}, {0}), constant(base + "_high", {}, {1 / alpha})}, clipped);
        lowered.parts.push_back(sum);
        lowered.parts.push_back(clipped);
        return clipped;
    }

    void lowerHardSwish(onnx::NodeProto& node) {
        LoweredOperator lowered{node, {}};
        constexpr float kAlpha = 1.0F / 6;
        const std::string clipped = emitShiftedClip(node, kAlpha, 0.5F, lowered);
        const std::string gate = m_names.unique(node.output(0) + "_gate");
        add("Mul", m_names.unique(node.name() + "_scale"),
            {clipped, constant(node.output(0) + "_alpha", {}, {kAlpha})}, gate);
        become(node, "Mul", {node.input(0), gate});
        lowered.parts.push_back(gate);
        lowered.parts.push_back(node.output(0));
        m_lowered.push_back(std::move(lowered));
    }

    onnx::ModelProto& m_model;
    model::GraphView m_view;
    model::NameSource m_names;
    std::vector<onnx::NodeProto*> m_order;
    std::vector<onnx::NodeProto> m_added;
    std::vector<onnx::TensorProto> m_constants;
    std::vector<LoweredOperator> m_lowered;
};

}  // namespace

std::vector<LoweredOperator> lowerForInt8(onnx::ModelProto& model) {
    return Lowering(model).run();
}

void restoreFloat(onnx::ModelProto& model, const std::vector<LoweredOperator>& lowered,
                  const std::unordered_set<std::string>& int8) {
    model::GraphView view(model);
    std::unordered_set<std::string> present;
    for (const onnx::TensorProto& tensor : model.graph().initializer()) present.insert(tensor.name());
    bool changed = false;
    for (const LoweredOperator& one : lowered) {
        if (std::any_of(one.parts.begin(), one.parts.end(),
                        [&](const std::string& part) { return int8.contains(part); }))
            continue;
        if (onnx::NodeProto* node = view.producer(one.parts.back())) {
            *node = one.original;
            for (const onnx::TensorProto& constant : one.constants)
                if (present.insert(constant.name()).second)
                    *model.mutable_graph()->add_initializer() = constant;
            changed = true;
        }
    }
    if (!changed) return;
    model::removeDead(model);
    (void)model::sortTopologically(*model.mutable_graph());
}

}  // namespace pwb::quantize
