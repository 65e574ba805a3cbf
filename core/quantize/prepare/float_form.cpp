// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/prepare/float_form.h"

#include "core/base/try.h"
#include "core/model/io.h"
#include "core/model/prepare.h"
#include "core/quantize/graph/model_kind.h"
#include "core/quantize/graph/qat_audit.h"
#include "core/quantize/prepare/constant_folding.h"

namespace pwb::quantize {
namespace {

class PairRemover {
public:
    explicit PairRemover(onnx::ModelProto& model) : m_model(model), m_view(model), m_names(model) {}

    void run() {
        for (onnx::NodeProto& node : *m_view.graph().mutable_node())
            if (isDequantize(node)) replace(node);
        for (onnx::TensorProto& tensor : m_tensors) m_view.graph().add_initializer()->Swap(&tensor);
        model::removeDead(m_model);
        m_model.mutable_graph()->clear_value_info();
        (void)model::sortTopologically(*m_model.mutable_graph());  // no cycle can come of this
    }

private:
    void replace(onnx::NodeProto& dequantize) {
        const auto params = qdqParams(m_view, dequantize);
        if (!params) return;
        if (const auto* codes = m_view.initializer(dequantize.input(0))) {
            auto floats = dequantizeConstant(*codes, *params, dequantize.output(0));
            if (!floats || m_view.isGraphOutput(dequantize.output(0))) return;
            m_tensors.push_back(std::move(*floats));
            dequantize.set_output(0, m_names.unique(dequantize.output(0) + "_gone"));
            return;
        }
        const onnx::NodeProto* quantize = m_view.producer(dequantize.input(0));
        if (!quantize || !isQuantize(*quantize) || !qdqParams(m_view, *quantize)) return;
        passBy(dequantize, *quantize, *params);
    }

    /// The node itself takes the pair's place: an Identity, or a Clip where the codes end at 0.
    void passBy(onnx::NodeProto& node, const onnx::NodeProto& quantize, const QdqParams& params) {
        const auto range = codeRange(params.type);
        const bool constant = m_view.initializer(quantize.input(0)) != nullptr;
        const bool cuts = range && !constant && !params.perChannel && params.zeroPoints[0] == range->first &&
                          !isNonNegative(m_view, quantize.input(0));
        const std::string& source = quantize.input(0);
        node.set_op_type(cuts ? "Clip" : "Identity");
        node.clear_attribute();
        node.clear_input();
        node.add_input(source);
        if (!cuts) return;
        const auto bound = [&](const char* suffix, float value) {
            node.add_input(m_names.unique(node.output(0) + suffix));
            m_tensors.push_back(model::makeFloatTensor(node.input(node.input_size() - 1), {}, {value}));
        };
        bound("_from", 0);
        bound("_to", static_cast<float>(range->second - range->first) * params.scales[0]);
    }

    onnx::ModelProto& m_model;
    model::GraphView m_view;
    model::NameSource m_names;
    std::vector<onnx::TensorProto> m_tensors;
};

}  // namespace

bool removeQuantization(onnx::ModelProto& model) {
    PairRemover(model).run();
    return !isQuantizedModel(model);
}

base::Result<std::optional<onnx::ModelProto>> loadFloatForm(const std::filesystem::path& path,
                                                            std::stop_token stop) {
    constexpr std::int64_t kOldestOpset = 7;
    auto model = model::load(path);
    if (!model) return tl::make_unexpected(model.error());
    PWB_CHECK(model::prepare(*model, kOldestOpset));
    foldConstants(*model, std::move(stop));  // exporters compute scales
    if (!removeQuantization(*model)) return std::optional<onnx::ModelProto>();
    // Again: what stood apart behind its pair, a BatchNormalization say, now stands beside its convolution.
    PWB_CHECK(model::prepare(*model, kOldestOpset));
    return std::optional(std::move(*model));
}

}  // namespace pwb::quantize
