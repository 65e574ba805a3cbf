// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/dynamic_int8.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/model/graph.h"
#include "core/quantize/graph/graph_writer.h"
#include "core/quantize/graph/weights.h"

namespace pwb::quantize {
namespace {

using onnx::TensorProto;

class DynamicWriter {
public:
    DynamicWriter(onnx::ModelProto& model, bool narrowWeights)
        : m_model(model), m_view(model), m_writer(model), m_narrow(narrowWeights) {}

    int run() {
        int rewritten = 0;
        for (onnx::NodeProto& node : *m_view.graph().mutable_node()) {
            if (!isProduct(node)) continue;
            rewrite(node);
            ++rewritten;
        }
        m_writer.finish();
        m_model.mutable_graph()->clear_value_info();
        return rewritten;
    }

private:
    struct Quantized {
        std::string codes, scale, zero;
    };

    bool isProduct(const onnx::NodeProto& node) const {
        const bool gemm = node.op_type() == "Gemm";
        if (!gemm && node.op_type() != "MatMul") return false;
        if (!node.domain().empty() && node.domain() != "ai.onnx") return false;
        const auto* weight = m_view.initializer(node.input(1));
        if (!weight || weight->data_type() != TensorProto::FLOAT || weight->dims_size() != 2 ||
            model::elementCount(*weight) == 0 || m_view.initializer(node.input(0)))
            return false;
        return !gemm ||
               (model::attributeFloat(node, "alpha", 1) == 1 && model::attributeFloat(node, "beta", 1) == 1 &&
                model::attributeInt(node, "transA", 0) == 0);
    }

    const Quantized& quantized(const std::string& tensor) {
        const auto [entry, isNew] = m_quantized.try_emplace(tensor);
        Quantized& made = entry->second;
        if (!isNew) return made;
        made = {m_writer.unique(tensor + "_codes"), m_writer.unique(tensor + "_scale"),
                m_writer.unique(tensor + "_zp")};
        m_writer.add("DynamicQuantizeLinear", made.codes, {tensor});
        m_writer.last().add_output(made.scale);
        m_writer.last().add_output(made.zero);
        return made;
    }

    /// [K, N] codes and N scales of a weight; once for all that share it in this form.
    std::pair<std::string, std::string> weight(const std::string& name, bool transposed) {
        const auto [entry, isNew] = m_weights.try_emplace(name + (transposed ? "\tT" : ""));
        if (!isNew) return entry->second;
        const TensorProto& tensor = *m_view.initializer(name);
        const std::int64_t rows = tensor.dims(transposed ? 1 : 0), columns = tensor.dims(transposed ? 0 : 1);
        std::vector<float> values = model::floatValues(tensor);
        if (transposed) {
            std::vector<float> turned(values.size());
            for (std::int64_t k = 0; k < rows; ++k)
                for (std::int64_t n = 0; n < columns; ++n)
                    turned[static_cast<std::size_t>(k * columns + n)] =
                        values[static_cast<std::size_t>(n * rows + k)];
            values = std::move(turned);
        }
        std::vector<float> leastScales;
        if (m_narrow) {
            constexpr float kNarrow = 64;
            leastScales.assign(static_cast<std::size_t>(columns), 0);
            for (std::size_t i = 0; i < values.size(); ++i) {
                float& least = leastScales[i % static_cast<std::size_t>(columns)];
                least = std::max(least, std::fabs(values[i]) / kNarrow);
            }
        }
        const QuantizedWeight made = quantizeWeight(values, {columns, 1}, leastScales);
        entry->second = {m_writer.unique(name + "_codes"), m_writer.unique(name + "_scale")};
        m_writer.add(model::makeRawTensor(
            entry->second.first, TensorProto::INT8, {rows, columns},
            std::string(reinterpret_cast<const char*>(made.codes.data()), made.codes.size())));
        m_writer.add(model::makeFloatTensor(entry->second.second, {columns}, made.scales));
        return entry->second;
    }

    void rewrite(onnx::NodeProto& node) {
        const bool gemm = node.op_type() == "Gemm";
        const std::string output = node.output(0);
        const bool biased = gemm && model::hasInput(node, 2);
        const auto name = [&](const char* suffix) { return m_writer.unique(output + suffix); };
        const Quantized input = quantized(node.input(0));
        const auto [codes, scale] =
            weight(node.input(1), gemm && model::attributeInt(node, "transB", 0) != 0);
        node.set_output(0, name("_gone"));

        const std::string sums =
            m_writer.add("MatMulInteger", name("_sums"), {input.codes, codes, input.zero});
        const std::string real = m_writer.add("Cast", name("_real"), {sums});
        model::setAttribute(m_writer.last(), "to", TensorProto::FLOAT);
        const std::string scales = m_writer.add("Mul", name("_scales"), {input.scale, scale});
        const std::string product = m_writer.add("Mul", biased ? name("_product") : output, {real, scales});
        if (biased) m_writer.add("Add", output, {product, node.input(2)});
    }

    onnx::ModelProto& m_model;
    model::GraphView m_view;
    GraphWriter m_writer;
    bool m_narrow;
    std::unordered_map<std::string, Quantized> m_quantized;
    std::unordered_map<std::string, std::pair<std::string, std::string>> m_weights;
};

}  // namespace

int quantizeDynamically(onnx::ModelProto& model, bool narrowWeights) {
    return DynamicWriter(model, narrowWeights).run();
}

}  // namespace pwb::quantize
