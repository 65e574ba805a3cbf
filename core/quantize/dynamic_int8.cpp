// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/dynamic_int8.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/model/graph.h"
#include "core/quantize/weights.h"

namespace pwb::quantize {
namespace {

using onnx::TensorProto;

class DynamicWriter {
public:
    DynamicWriter(onnx::ModelProto& model, bool narrowWeights)
        : m_model(model), m_view(model), m_names(model), m_narrow(narrowWeights) {}

    int run() {
        int rewritten = 0;
        for (onnx::NodeProto& node : *m_view.graph().mutable_node()) {
            if (!isProduct(node)) continue;
            rewrite(node);
            ++rewritten;
        }
        for (onnx::NodeProto& node : m_nodes) m_view.graph().add_node()->Swap(&node);
        for (TensorProto& tensor : m_tensors) m_view.graph().add_initializer()->Swap(&tensor);
        model::removeDead(m_model);
        m_model.mutable_graph()->clear_value_info();
        (void)model::sortTopologically(*m_model.mutable_graph());  // no cycle can come of this
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

    std::string add(const char* type, const std::string& output, const std::vector<std::string>& inputs) {
        onnx::NodeProto& node = m_nodes.emplace_back();
        node.set_op_type(type);
        node.set_name(m_names.unique(output + "_node"));
        for (const std::string& input : inputs) node.add_input(input);
        node.add_output(output);
        return output;
    }

    const Quantized& quantized(const std::string& tensor) {
        const auto [entry, isNew] = m_quantized.try_emplace(tensor);
        Quantized& made = entry->second;
        if (!isNew) return made;
        made = {m_names.unique(tensor + "_codes"), m_names.unique(tensor + "_scale"),
                m_names.unique(tensor + "_zp")};
        add("DynamicQuantizeLinear", made.codes, {tensor});
        m_nodes.back().add_output(made.scale);
        m_nodes.back().add_output(made.zero);
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
        entry->second = {m_names.unique(name + "_codes"), m_names.unique(name + "_scale")};
        m_tensors.push_back(model::makeRawTensor(
            entry->second.first, TensorProto::INT8, {rows, columns},
            std::string(reinterpret_cast<const char*>(made.codes.data()), made.codes.size())));
        m_tensors.push_back(model::makeFloatTensor(entry->second.second, {columns}, made.scales));
        return entry->second;
    }

    void rewrite(onnx::NodeProto& node) {
        const bool gemm = node.op_type() == "Gemm";
        const std::string output = node.output(0);
        const bool biased = gemm && node.input_size() > 2 && !node.input(2).empty();
        const auto name = [&](const char* suffix) { return m_names.unique(output + suffix); };
        const Quantized input = quantized(node.input(0));
        const auto [codes, scale] =
            weight(node.input(1), gemm && model::attributeInt(node, "transB", 0) != 0);
        node.set_output(0, name("_gone"));

        const std::string sums = add("MatMulInteger", name("_sums"), {input.codes, codes, input.zero});
        const std::string real = add("Cast", name("_real"), {sums});
        model::setAttribute(m_nodes.back(), "to", TensorProto::FLOAT);
        const std::string scales = add("Mul", name("_scales"), {input.scale, scale});
        const std::string product = add("Mul", biased ? name("_product") : output, {real, scales});
        if (biased) add("Add", output, {product, node.input(2)});
    }

    onnx::ModelProto& m_model;
    model::GraphView m_view;
    model::NameSource m_names;
    bool m_narrow;
    std::vector<onnx::NodeProto> m_nodes;
    std::vector<TensorProto> m_tensors;
    std::unordered_map<std::string, Quantized> m_quantized;
    std::unordered_map<std::string, std::pair<std::string, std::string>> m_weights;
};

}  // namespace

int quantizeDynamically(onnx::ModelProto& model, bool narrowWeights) {
    return DynamicWriter(model, narrowWeights).run();
}

}  // namespace pwb::quantize
