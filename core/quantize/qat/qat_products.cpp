// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/quantize/graph/graph_writer.h"
#include "core/quantize/graph/qdq_nodes.h"
#include "core/quantize/qat/qat_reencode.h"

namespace pwb::quantize {
namespace {

using onnx::TensorProto;

/// A product of codes: activations [.., K] behind a Dequantize, weights [N, K] or [K, N], and floats to add.
struct Product {
    const onnx::NodeProto* input = nullptr;  ///< Dequantize, per tensor
    QdqParams weights;
    std::vector<std::int64_t> codes;  ///< [K, N]
    std::int64_t inner = 0, outer = 0;
    std::vector<float> bias;  ///< [N], or empty
};

class ProductWriter {
public:
    explicit ProductWriter(onnx::ModelProto& model) : m_view(model), m_writer(model) {}

    int run(const std::unordered_set<std::string>& wanted) {
        int written = 0;
        for (onnx::NodeProto& node : *m_view.graph().mutable_node()) {
            if (!wanted.contains(node.name())) continue;
            const bool convolution = node.op_type() == "Conv" && isPointwise(node);
            if (!convolution && !(node.op_type() == "Gemm" && isPlain(node))) continue;
            const bool outerFirst = convolution || model::attributeInt(node, "transB", 0) != 0;
            const auto product = read(node, outerFirst);
            if (!product) continue;
            write(node, *product, convolution);
            ++written;
        }
        m_writer.finish();
        return written;
    }

private:
    static bool allAre(const std::vector<std::int64_t>& values, std::int64_t wanted) {
        return std::all_of(values.begin(), values.end(), [&](auto value) { return value == wanted; });
    }

    const onnx::NodeProto* dequantize(const std::string& tensor) const {
        const auto* node = m_view.producer(tensor);
        return node && isDequantize(*node) ? node : nullptr;
    }

    bool isPointwise(const onnx::NodeProto& node) const {
        const auto* weights = dequantize(node.input(1));
        const auto* codes = weights ? m_view.initializer(weights->input(0)) : nullptr;
        return codes && codes->dims_size() == 4 && codes->dims(2) == 1 && codes->dims(3) == 1 &&
               model::attributeInt(node, "group", 1) == 1 && allAre(model::attributeInts(node, "pads"), 0) &&
               allAre(model::attributeInts(node, "strides"), 1);
    }

    static bool isPlain(const onnx::NodeProto& gemm) {
        return model::attributeFloat(gemm, "alpha", 1) == 1 && model::attributeFloat(gemm, "beta", 1) == 1 &&
               model::attributeInt(gemm, "transA", 0) == 0;
    }

    std::optional<std::vector<float>> biasOf(const onnx::NodeProto& node, std::int64_t count) const {
        if (node.input_size() < 3 || node.input(2).empty()) return std::vector<float>{};
        const auto* constant = m_view.initializer(node.input(2));
        std::optional<TensorProto> restored;
        if (const auto* quantized = dequantize(node.input(2)); quantized && !constant) {
            const auto* codes = m_view.initializer(quantized->input(0));
            const auto params = qdqParams(m_view, *quantized);
            if (codes && params) restored = dequantizeConstant(*codes, *params, "");
            constant = restored ? &*restored : nullptr;
        }
        if (!constant || constant->data_type() != TensorProto::FLOAT) return std::nullopt;
        auto values = model::floatValues(*constant);
        return std::ssize(values) == count ? std::optional(std::move(values)) : std::nullopt;
    }

    /// `outerFirst`: the weight is [N, K], else [K, N].
    std::optional<Product> read(const onnx::NodeProto& node, bool outerFirst) const {
        Product product;
        product.input = dequantize(node.input(0));
        const auto* weights = dequantize(node.input(1));
        if (!product.input || !weights || m_view.initializer(product.input->input(0))) return std::nullopt;
        const auto inputParams = qdqParams(m_view, *product.input);
        const auto params = qdqParams(m_view, *weights);
        const auto* codes = m_view.initializer(weights->input(0));
        if (!inputParams || inputParams->perChannel || !codeRange(inputParams->type)) return std::nullopt;
        if (!params || !codes || codes->data_type() != TensorProto::INT8 || codes->dims_size() < 2)
            return std::nullopt;
        const int channels = outerFirst ? 0 : 1;
        const int axis = params->axis < 0 ? params->axis + codes->dims_size() : params->axis;
        if (!allAre(params->zeroPoints, 0) || (params->perChannel && axis != channels)) return std::nullopt;
        product.weights = *params;
        product.outer = codes->dims(channels);
        product.inner = codes->dims(1 - channels);
        auto bias = biasOf(node, product.outer);
        if (!bias) return std::nullopt;
        product.bias = std::move(*bias);
        product.codes = model::intValues(*codes);
        if (outerFirst) {
            std::vector<std::int64_t> turned(product.codes.size());
            for (std::int64_t n = 0; n < product.outer; ++n)
                for (std::int64_t k = 0; k < product.inner; ++k)
                    turned[static_cast<std::size_t>(k * product.outer + n)] =
                        product.codes[static_cast<std::size_t>(n * product.inner + k)];
            product.codes = std::move(turned);
        }
        return product;
    }

    std::string addTransposed(const std::string& output, const std::string& input,
                              const std::vector<std::int64_t>& order) {
        m_writer.add("Transpose", output, {input});
        auto* attribute = m_writer.last().add_attribute();
        attribute->set_name("perm");
        attribute->set_type(onnx::AttributeProto::INTS);
        for (const std::int64_t axis : order) attribute->add_ints(axis);
        return output;
    }

    void write(onnx::NodeProto& node, const Product& product, bool convolution) {
        const std::string stem = node.output(0);
        const auto name = [&](const char* suffix) { return m_writer.unique(stem + suffix); };
        std::string input = node.input(0);
        if (convolution) {
            // On codes a transposition costs least, and the runtime, whose integer convolutions are
            // channels-last too, mostly finds it superfluous.
            std::vector<std::string> parts(product.input->input().begin(), product.input->input().end());
            parts[0] = addTransposed(name("_last"), parts[0], {0, 2, 3, 1});
            input = m_writer.add("DequantizeLinear", name("_last_dq"), parts);
        }
        std::string bytes;
        for (const std::int64_t code : product.codes) bytes += static_cast<char>(code);
        const std::string codes = m_writer.add(model::makeRawTensor(
            name("_weight"), TensorProto::INT8, {product.inner, product.outer}, std::move(bytes)));
        std::vector<std::int64_t> dims;
        if (product.weights.perChannel) dims.push_back(product.outer);
        const std::string scale =
            m_writer.add(model::makeFloatTensor(name("_weight_scale"), dims, product.weights.scales));
        const std::string zero = m_writer.add(model::makeRawTensor(
            name("_weight_zp"), TensorProto::INT8, dims, std::string(product.weights.scales.size(), '\0')));
        const std::string weights =
            m_writer.add("DequantizeLinear", name("_weight_dq"), {codes, scale, zero});
        if (product.weights.perChannel) model::setAttribute(m_writer.last(), "axis", 1);

        node.set_output(0, name("_gone"));
        const bool biased = !product.bias.empty();
        std::string sums =
            m_writer.add("MatMul", biased || convolution ? name("_sums") : stem, {input, weights});
        if (biased) {
            // −b subtracted, not b added: the runtime melts MatMul and Add into a Gemm, which has no integer
            // form with a float bias.
            std::vector<float> negative(product.bias.size());
            std::transform(product.bias.begin(), product.bias.end(), negative.begin(), std::negate<>());
            const std::string bias =
                m_writer.add(model::makeFloatTensor(name("_bias"), {product.outer}, negative));
            sums = m_writer.add("Sub", convolution ? name("_biased") : stem, {sums, bias});
        }
        if (convolution) addTransposed(stem, sums, {0, 3, 1, 2});
    }

    model::GraphView m_view;
    GraphWriter m_writer;
};

}  // namespace

int rewriteAsProducts(onnx::ModelProto& model, const std::unordered_set<std::string>& nodes) {
    return ProductWriter(model).run(nodes);
}

}  // namespace pwb::quantize
