// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/tensorrt_check.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/text.h"
#include "core/quantize/graph/qdq_nodes.h"

namespace pwb::quantize {
namespace {

using base::Message;
using onnx::TensorProto;

constexpr std::array<std::string_view, 4> kProducts = {"Conv", "ConvTranspose", "Gemm", "MatMul"};
constexpr std::array<std::string_view, 6> kReading = {
    "AveragePool", "GlobalAveragePool", "MaxPool", "Resize", "Add", "Concat"};
/// They hand codes on unchanged.
constexpr std::array<std::string_view, 8> kMoving = {"Transpose", "Reshape", "Flatten", "Squeeze",
                                                     "Unsqueeze", "Slice",   "Split",   "Gather"};
/// What must see floats, also when written out in its parts.
constexpr std::array<std::string_view, 18> kFloat = {"LayerNormalization",
                                                     "SimplifiedLayerNormalization",
                                                     "SkipLayerNormalization",
                                                     "GroupNormalization",
                                                     "InstanceNormalization",
                                                     "RMSNormalization",
                                                     "Softmax",
                                                     "LogSoftmax",
                                                     "Sigmoid",
                                                     "HardSigmoid",
                                                     "Gelu",
                                                     "Erf",
                                                     "Attention",
                                                     "MultiHeadAttention",
                                                     "ReduceMean",
                                                     "Pow",
                                                     "Sqrt",
                                                     "Div"};

class Checker {
public:
    explicit Checker(onnx::ModelProto& model) : m_view(model) {}

    std::vector<Message> run() {
        for (const onnx::NodeProto& node : m_view.graph().node()) {
            if (isQuantize(node) || isDequantize(node)) checkCodes(node);
            if (isQuantize(node)) checkQuantize(node);
            if (isDequantize(node)) checkReaders(node);
            if (node.op_type() == "Concat") checkConcat(node);
            if (node.op_type() == "Add") checkResidual(node);
        }
        return std::move(m_found);
    }

private:
    void report(const char* code, const std::string& tensor, const onnx::NodeProto& node) {
        Message message{code, {{"tensor", tensor}, {"node", node.name()}}};
        // A weight's Quantize and Dequantize break the same rule.
        if (std::find(m_found.begin(), m_found.end(), message) == m_found.end())
            m_found.push_back(std::move(message));
    }

    const onnx::NodeProto* dequantize(const std::string& tensor) const {
        const auto* node = m_view.producer(tensor);
        return node && isDequantize(*node) ? node : nullptr;
    }

    /// The tensor that a pair stands on.
    const std::string& source(const onnx::NodeProto& node) const {
        const auto* quantize = isDequantize(node) ? m_view.producer(node.input(0)) : nullptr;
        return quantize && isQuantize(*quantize) ? quantize->input(0) : node.input(0);
    }

    bool isConstant(const onnx::NodeProto& node) const { return m_view.initializer(source(node)) != nullptr; }

    void checkCodes(const onnx::NodeProto& node) {
        const auto params = qdqParams(m_view, node);
        if (!params) return report("quantize.trt_parameters", source(node), node);
        if (params->type != TensorProto::INT8 && params->type != TensorProto::INT32)
            report("quantize.trt_unsigned", source(node), node);
        const auto& zeros = params->zeroPoints;
        if (std::any_of(zeros.begin(), zeros.end(), [](std::int64_t zero) { return zero != 0; }))
            report("quantize.trt_zero_point", source(node), node);
        if (params->perChannel && !isConstant(node)) report("quantize.trt_per_channel", source(node), node);
    }

    void checkQuantize(const onnx::NodeProto& node) {
        for (const onnx::NodeProto* reader : m_view.consumers(node.output(0)))
            if (!isDequantize(*reader)) report("quantize.trt_codes_used", source(node), *reader);
        if (m_view.isGraphOutput(node.output(0))) report("quantize.trt_output", source(node), node);
    }

    void checkReaders(const onnx::NodeProto& node) {
        const std::string& floats = node.output(0);
        if (m_view.isGraphOutput(floats)) report("quantize.trt_output", source(node), node);
        for (const onnx::NodeProto* reader : m_view.consumers(floats)) checkReader(node, floats, *reader);
    }

    void checkReader(const onnx::NodeProto& node, const std::string& tensor, const onnx::NodeProto& reader) {
        const std::string& op = reader.op_type();
        if (base::isOneOf(op, kFloat)) return report("quantize.trt_float_only", source(node), reader);
        if (base::isOneOf(op, kMoving) && !isConstant(node)) {
            for (const std::string& output : reader.output()) {
                if (m_view.isGraphOutput(output)) report("quantize.trt_output", source(node), reader);
                for (const onnx::NodeProto* next : m_view.consumers(output))
                    if (!isQuantize(*next)) checkReader(node, output, *next);
            }
            return;
        }
        if (base::isOneOf(op, kProducts)) return checkProduct(node, tensor, reader);
        if (!base::isOneOf(op, kReading) && !(isConstant(node) && base::isOneOf(op, kMoving)))
            report("quantize.trt_output", source(node), reader);
    }

    void checkProduct(const onnx::NodeProto& node, const std::string& tensor,
                      const onnx::NodeProto& product) {
        if (product.input_size() > 2 && product.input(2) == tensor)
            return report("quantize.trt_bias", source(node), product);
        const auto params = qdqParams(m_view, node);
        if (!params || !params->perChannel || product.input(1) != tensor) return;
        const auto* constant = m_view.initializer(source(node));
        const int axis = params->axis < 0 && constant ? params->axis + constant->dims_size() : params->axis;
        if (axis != channelAxis(product, constant)) report("quantize.trt_axis", source(node), product);
    }

    static int channelAxis(const onnx::NodeProto& product, const TensorProto* weight) {
        const std::string& op = product.op_type();
        if (op == "Conv") return 0;
        if (op == "ConvTranspose") return 1;
        if (op == "Gemm") return model::attributeInt(product, "transB", 0) != 0 ? 0 : 1;
        return weight ? weight->dims_size() - 1 : 1;
    }

    void checkConcat(const onnx::NodeProto& node) {
        std::optional<std::vector<float>> first;
        bool differ = false;
        int quantized = 0;
        for (const std::string& input : node.input()) {
            const auto* pair = dequantize(input);
            const auto params = pair ? qdqParams(m_view, *pair) : std::nullopt;
            if (!params) continue;
            ++quantized;
            differ = differ || (first && *first != params->scales);
            if (!first) first = params->scales;
        }
        if (differ || (quantized > 0 && quantized < node.input_size()))
            report("quantize.trt_concat", node.output(0), node);
    }

    void checkResidual(const onnx::NodeProto& node) {
        const auto fromProduct = [&](const std::string& input) {
            const auto* pair = dequantize(input);
            if (!pair || isConstant(*pair)) return false;
            const auto* producer = m_view.producer(source(*pair));
            return producer && base::isOneOf(producer->op_type(), kProducts) &&
                   m_view.consumers(source(*pair)).size() == 1;
        };
        if (node.input_size() == 2 && dequantize(node.input(0)) && dequantize(node.input(1)) &&
            (fromProduct(node.input(0)) || fromProduct(node.input(1))))
            report("quantize.trt_residual", node.output(0), node);
    }

    model::GraphView m_view;
    std::vector<Message> m_found;
};

}  // namespace

std::vector<Message> checkTensorRt(onnx::ModelProto& model) {
    return Checker(model).run();
}

base::Status obeysTensorRt(onnx::ModelProto& model, const std::filesystem::path& file) {
    const std::vector<Message> violations = checkTensorRt(model);
    if (violations.empty()) return {};
    return base::engineFailure(file.string(), violations.front().code, violations.front().args);
}

}  // namespace pwb::quantize
