// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/qat/qat_reencode.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/quantize/graph/qat_audit.h"

namespace pwb::quantize {
namespace {

using onnx::TensorProto;

constexpr int kShift = 128;  // between a signed code and the unsigned one for the same value

/// The top of what a Relu or a Clip from 0 lets through; nothing for anything else.
std::optional<float> activationTop(const model::GraphView& view, const onnx::NodeProto* node) {
    if (!node) return std::nullopt;
    constexpr float kInfinity = std::numeric_limits<float>::infinity();
    if (node->op_type() == "Relu") return kInfinity;
    if (node->op_type() != "Clip") return std::nullopt;
    const auto bound = [&](const char* attribute, int input, float otherwise) -> std::optional<float> {
        if (view.opset() < 11) return model::attributeFloat(*node, attribute, otherwise);
        if (node->input_size() <= input || node->input(input).empty()) return otherwise;
        const auto* constant = view.initializer(node->input(input));
        const auto values = constant ? model::floatValues(*constant) : std::vector<float>{};
        return values.size() == 1 ? std::optional(values[0]) : std::nullopt;
    };
    const auto low = bound("min", 1, -kInfinity), high = bound("max", 2, kInfinity);
    return low && high && *low == 0 && *high > 0 ? high : std::nullopt;
}

class Reencoder {
public:
    explicit Reencoder(onnx::ModelProto& model) : m_model(model), m_view(model), m_names(model) {}

    ReencodeFacts run() {
        encodeWeights();
        settle();
        signWeights();
        mergeEqual();
        settle();
        encodeActivations();
        settle();
        return m_facts;
    }

private:
    auto& nodes() { return *m_view.graph().mutable_node(); }

    /// New nodes and constants are collected apart while the view is in use.
    void settle() {
        for (onnx::NodeProto& node : m_newNodes) m_view.graph().add_node()->Swap(&node);
        for (TensorProto& tensor : m_newTensors) m_view.graph().add_initializer()->Swap(&tensor);
        m_newNodes.clear();
        m_newTensors.clear();
        model::removeDead(m_model);
        m_view.refresh();
    }

    const std::string& addTensor(TensorProto tensor) {
        return m_newTensors.emplace_back(std::move(tensor)).name();
    }

    bool isFree(const std::string& tensor) const {
        return !m_view.isGraphOutput(tensor) && !m_view.isCaptured(tensor);
    }

    /// The Dequantize nodes that read `codes`, or nothing where anything else does.
    std::optional<std::vector<onnx::NodeProto*>> onlyDequantized(const std::string& codes) const {
        const auto& readers = m_view.consumers(codes);
        const bool all = std::all_of(readers.begin(), readers.end(), [&](const auto* reader) {
            return isDequantize(*reader) && reader->input(0) == codes && qdqParams(m_view, *reader);
        });
        return all && isFree(codes) ? std::optional(readers) : std::nullopt;
    }

    /// Gives a Quantize or Dequantize node this type and these zero points.
    void setZero(onnx::NodeProto& node, int type, const std::vector<std::int64_t>& zeroPoints) {
        std::string bytes;
        for (const std::int64_t zero : zeroPoints) bytes += static_cast<char>(zero);
        const auto* scale = m_view.initializer(node.input(1));
        const std::vector<std::int64_t> dims(scale->dims().begin(), scale->dims().end());
        while (node.input_size() < 3) node.add_input("");
        node.set_input(2, addTensor(model::makeRawTensor(m_names.unique(node.output(0) + "_zp"), type, dims,
                                                         std::move(bytes))));
        auto& attributes = *node.mutable_attribute();
        attributes.erase(std::remove_if(attributes.begin(), attributes.end(),
                                        [](const auto& of) { return of.name() == "output_dtype"; }),
                         attributes.end());
    }

    void encodeWeights() {
        for (onnx::NodeProto& node : nodes()) {
            const auto* values = isQuantize(node) ? m_view.initializer(node.input(0)) : nullptr;
            const auto params = values ? qdqParams(m_view, node) : std::nullopt;
            if (!params || !isFree(node.output(0))) continue;
            auto codes = quantizeConstant(*values, *params, node.output(0));
            if (!codes) continue;
            addTensor(std::move(*codes));
            node.set_output(0, m_names.unique(node.output(0) + "_gone"));
            ++m_facts.weights;
        }
    }

    void signWeights() {
        for (TensorProto& codes : *m_view.graph().mutable_initializer()) {
            if (codes.data_type() != TensorProto::UINT8 || m_view.consumers(codes.name()).empty()) continue;
            const auto readers = onlyDequantized(codes.name());
            if (!readers) continue;
            const bool centred = std::all_of(readers->begin(), readers->end(), [&](const auto* reader) {
                const auto params = qdqParams(m_view, *reader);
                return std::all_of(params->zeroPoints.begin(), params->zeroPoints.end(),
                                   [](std::int64_t zero) { return zero == kShift; });
            });
            if (!centred) continue;
            std::string bytes;
            for (const std::int64_t code : model::intValues(codes)) bytes += static_cast<char>(code - kShift);
            const std::vector<std::int64_t> dims(codes.dims().begin(), codes.dims().end());
            codes = model::makeRawTensor(codes.name(), TensorProto::INT8, dims, std::move(bytes));
            for (onnx::NodeProto* reader : *readers)
                setZero(*reader, TensorProto::INT8,
                        std::vector<std::int64_t>(qdqParams(m_view, *reader)->scales.size(), 0));
        }
    }

    void mergeEqual() {
        std::map<std::string, std::vector<std::pair<QdqParams, std::string>>> known;
        for (onnx::NodeProto& node : nodes()) {
            if (!isQuantize(node)) continue;
            const auto params = qdqParams(m_view, node);
            if (!params) continue;
            auto& same = known[node.input(0)];
            const auto first = std::find_if(same.begin(), same.end(),
                                            [&](const auto& entry) { return entry.first == *params; });
            if (first == same.end()) {
                same.emplace_back(*params, node.output(0));
            } else if (isFree(node.output(0))) {
                for (onnx::NodeProto* reader : m_view.consumers(node.output(0)))
                    std::replace(reader->mutable_input()->begin(), reader->mutable_input()->end(),
                                 node.output(0), first->second);
                ++m_facts.merged;
            }
        }
    }

    void encodeActivations() {
        for (onnx::NodeProto& node : nodes()) {
            if (!isQuantize(node) || m_view.initializer(node.input(0))) continue;
            const auto params = qdqParams(m_view, node);
            if (!params || params->perChannel || !codeRange(params->type)) continue;
            const auto readers = onlyDequantized(node.output(0));
            if (!readers) continue;
            if (countFromZero(node, *params, *readers)) {
                ++m_facts.activations;
            } else if (params->type == TensorProto::INT8) {
                shift(node, *readers, -kShift);
                ++m_facts.activations;
            }
        }
    }

    /// Gives the pair unsigned codes: code' = code − `offset`.
    void shift(onnx::NodeProto& quantize, const std::vector<onnx::NodeProto*>& readers, std::int64_t offset) {
        for (onnx::NodeProto* node : readers)
            setZero(*node, TensorProto::UINT8, {qdqParams(m_view, *node)->zeroPoints[0] - offset});
        setZero(quantize, TensorProto::UINT8, {qdqParams(m_view, quantize)->zeroPoints[0] - offset});
    }

    /// Behind an activation that gives nothing below 0; false where that is not so or already holds.
    bool countFromZero(onnx::NodeProto& quantize, const QdqParams& params,
                       const std::vector<onnx::NodeProto*>& readers) {
        onnx::NodeProto* activation = m_view.producer(quantize.input(0));
        const auto top = activationTop(m_view, activation);
        const std::string& tensor = quantize.input(0);
        if (!top || m_view.consumers(tensor).size() != 1 || !isFree(tensor)) return false;
        const float scale = params.scales[0];
        const std::int64_t zero = params.zeroPoints[0];
        constexpr float kSteps = 255;
        const bool melts = activation->op_type() == "Relu" || kSteps * scale <= *top;
        if (params.type == TensorProto::UINT8 && zero == 0 && melts) return false;
        const bool equalZeros = std::all_of(readers.begin(), readers.end(), [&](const auto* reader) {
            return qdqParams(m_view, *reader)->zeroPoints[0] == zero;
        });
        if (!equalZeros) return false;

        const auto last = static_cast<float>(codeRange(params.type)->second - zero);
        const float end = std::min(last, std::nearbyintf(std::min(*top / scale, kSteps)));
        shift(quantize, readers, zero);
        if (activation->op_type() == "Clip") {
            // Its upper end is the codes' from here on.
            activation->set_op_type("Relu");
            activation->clear_attribute();
            activation->mutable_input()->DeleteSubrange(1, activation->input_size() - 1);
        }
        if (end < kSteps) endCodesAt(quantize, end);
        return true;
    }

    void endCodesAt(onnx::NodeProto& quantize, float end) {
        const std::string codes = quantize.output(0);
        quantize.set_output(0, m_names.unique(codes + "_open"));
        const auto bound = [&](const char* suffix, float value) {
            return addTensor(
                model::makeRawTensor(m_names.unique(codes + suffix), TensorProto::UINT8, {},
                                     std::string(1, static_cast<char>(static_cast<int>(value)))));
        };
        onnx::NodeProto& clip = m_newNodes.emplace_back();
        clip.set_op_type("Clip");
        clip.set_name(m_names.unique(codes + "_end"));
        clip.add_input(quantize.output(0));
        clip.add_input(bound("_from", 0));
        clip.add_input(bound("_to", end));
        clip.add_output(codes);
    }

    onnx::ModelProto& m_model;
    model::GraphView m_view;
    model::NameSource m_names;
    std::vector<onnx::NodeProto> m_newNodes;
    std::vector<TensorProto> m_newTensors;
    ReencodeFacts m_facts;
};

}  // namespace

ReencodeFacts reencodeQdq(onnx::ModelProto& model) {
    const ReencodeFacts facts = Reencoder(model).run();
    // Appended nodes come before their readers again; a graph without cycles cannot fail here.
    (void)model::sortTopologically(*model.mutable_graph());
    return facts;
}

int restoreConstants(onnx::ModelProto& model, const std::unordered_set<std::string>& outputs) {
    const model::GraphView view(model);
    model::NameSource names(model);
    std::vector<TensorProto> restored;
    for (onnx::NodeProto& node : *model.mutable_graph()->mutable_node()) {
        if (!isDequantize(node) || !outputs.contains(node.output(0)) || view.isGraphOutput(node.output(0)))
            continue;
        const auto* codes = view.initializer(node.input(0));
        const auto params = qdqParams(view, node);
        auto floats = codes && params ? dequantizeConstant(*codes, *params, node.output(0)) : std::nullopt;
        if (!floats) continue;
        restored.push_back(std::move(*floats));
        node.set_output(0, names.unique(node.output(0) + "_gone"));
    }
    for (TensorProto& tensor : restored) model.mutable_graph()->add_initializer()->Swap(&tensor);
    model::removeDead(model);
    return static_cast<int>(restored.size());
}

}  // namespace pwb::quantize
