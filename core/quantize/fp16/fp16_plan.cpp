// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/fp16/fp16_plan.h"

#include <algorithm>
#include <array>

#include "core/base/text.h"
#include "core/model/graph.h"
#include "core/model/walk.h"
#include "core/quantize/graph/fp16_types.h"

namespace pwb::quantize {
namespace {

using Names = std::unordered_set<std::string>;

// Operators that runtimes reject in FP16 or that need FP32's range: the lists of onnxconverter-common and
// NVIDIA's Model-Optimizer, and generators, whose type is an attribute.
constexpr std::array<std::string_view, 22> kBlocked = {"NonMaxSuppression",
                                                       "Upsample",
                                                       "Celu",
                                                       "TopK",
                                                       "RoiAlign",
                                                       "Range",
                                                       "CumSum",
                                                       "Min",
                                                       "Max",
                                                       "RandomUniform",
                                                       "RandomNormal",
                                                       "RandomUniformLike",
                                                       "RandomNormalLike",
                                                       "Bernoulli",
                                                       "Multinomial",
                                                       "EyeLike",
                                                       "QuantizeLinear",
                                                       "DequantizeLinear",
                                                       "HannWindow",
                                                       "HammingWindow",
                                                       "BlackmanWindow",
                                                       "MeanVarianceNormalization"};
// Defined for FP16 in operator sets that onnx's library does not know.
constexpr std::array<std::string_view, 5> kNewer = {"Gelu", "Mish", "GroupNormalization", "RMSNormalization",
                                                    "Swish"};

bool isSequenceOperator(const std::string& op) {
    return op.find("Sequence") != std::string::npos || op.starts_with("Optional");
}

/// Runtimes scatter halves, but cannot add or multiply them on the way.
bool reducesWhileScattering(const onnx::NodeProto& node) {
    const auto* reduction = model::attribute(node, "reduction");
    return node.op_type().starts_with("Scatter") && reduction && reduction->s() != "none";
}

/// Steps on the way to a whole number, as of indices, sizes and token ids.
constexpr std::array<std::string_view, 16> kTowardsIntegers = {
    "Floor",   "Ceil",    "Round",     "Mul",   "Div",    "Add",       "Sub",      "Clip",
    "Reshape", "Squeeze", "Unsqueeze", "Slice", "Gather", "Transpose", "Identity", "Flatten"};

class Fp16Planner {
public:
    Fp16Planner(const onnx::ModelProto& model, const Fp16Options& options)
        : m_options(options), m_opset(model::defaultOpset(model)), m_types(tensorTypes(model)) {
        for (const auto& tensor : model.graph().initializer()) m_constants.insert(tensor.name());
        findIntegers(model.graph());
    }

    NodePrecision plan(const onnx::NodeProto& node) {
        NodePrecision precision;
        precision.halfInput.resize(static_cast<std::size_t>(node.input_size()));
        precision.halfOutput.resize(static_cast<std::size_t>(node.output_size()));
        const bool shapesOnly = derivesFromShapes(node);
        if (!touchesFloats(node)) return precision;
        precision.why = shapesOnly ? "quantize.fp16_kept_shapes" : whyBlocked(node);
        if (precision.why.empty()) choose(node, precision);
        return precision;
    }

private:
    bool isFloat(const std::string& tensor) const {
        const auto it = m_types.find(tensor);
        return it != m_types.end() && it->second == onnx::TensorProto::FLOAT;
    }

    bool touchesFloats(const onnx::NodeProto& node) const {
        const auto test = [&](const std::string& tensor) { return isFloat(tensor); };
        return std::any_of(node.input().begin(), node.input().end(), test) ||
               std::any_of(node.output().begin(), node.output().end(), test);
    }

    /// FP16 holds whole numbers up to 2048 only: what is cast to another type than a float, and the steps
    /// that lead to nothing else, stay FP32.
    void findIntegers(const onnx::GraphProto& graph) {
        Names readOtherwise;
        for (const auto& output : graph.output()) readOtherwise.insert(output.name());
        for (int i = graph.node_size() - 1; i >= 0; --i) {
            const onnx::NodeProto& node = graph.node(i);
            const std::int64_t to = model::attributeInt(node, "to", onnx::TensorProto::FLOAT);
            const bool leaves = node.op_type() == "Cast" && to != onnx::TensorProto::FLOAT &&
                                to != onnx::TensorProto::FLOAT16 && to != onnx::TensorProto::BFLOAT16 &&
                                to != onnx::TensorProto::DOUBLE;
            const bool leads = base::isOneOf(node.op_type(), kTowardsIntegers) && node.output_size() == 1 &&
                               m_integers.contains(node.output(0)) && !readOtherwise.contains(node.output(0));
            const bool integers = leaves || leads;
            auto& readers = integers ? m_integers : readOtherwise;
            readers.insert(node.input().begin(), node.input().end());
            if (!integers && model::hasBody(node)) readOtherwise.merge(model::capturedBy(node));
            if (integers) m_integerNodes.insert(&node);
        }
    }

    /// Sizes, scales and grids computed from shapes need FP32's integers, and cost nothing.
    bool derivesFromShapes(const onnx::NodeProto& node) {
        bool fromShapes = node.op_type() == "Shape" || node.op_type() == "Size";
        if (!fromShapes) {
            if (model::hasBody(node)) return false;
            for (const auto& input : node.input()) {
                if (input.empty() || m_constants.contains(input)) continue;
                if (!m_shapeDerived.contains(input)) return false;
                fromShapes = true;
            }
        }
        if (fromShapes) m_shapeDerived.insert(node.output().begin(), node.output().end());
        return fromShapes && node.op_type() != "Shape" && node.op_type() != "Size";
    }

    std::string_view whyBlocked(const onnx::NodeProto& node) const {
        if (m_options.keepFp32.contains(node.name())) return "quantize.fp16_kept_range";
        if (m_options.boxes.contains(node.name())) return "quantize.fp16_kept_boxes";
        if (m_integerNodes.contains(&node)) return "quantize.fp16_kept_integers";
        if (model::hasBody(node)) return "quantize.fp16_kept_body";
        if (!node.domain().empty() && node.domain() != "ai.onnx") return "quantize.fp16_kept_domain";
        if (base::isOneOf(node.op_type(), kBlocked) || isSequenceOperator(node.op_type()) ||
            reducesWhileScattering(node))
            return "quantize.fp16_kept_blocked";
        return {};
    }

    void choose(const onnx::NodeProto& node, NodePrecision& precision) const {
        const onnx::OpSchema* schema = schemaOf(node, m_opset);
        if (!schema && !base::isOneOf(node.op_type(), kNewer)) {
            precision.why = "quantize.fp16_kept_no_half";
            return;
        }
        chooseInputs(node, schema, precision);
        chooseOutputs(node, schema, precision);
        const auto any = [](const std::vector<bool>& v) {
            return std::find(v.begin(), v.end(), true) != v.end();
        };
        precision.half = any(precision.halfInput) || any(precision.halfOutput);
        if (!precision.half && node.op_type() != "Constant") precision.why = "quantize.fp16_kept_no_half";
    }

    void chooseInputs(const onnx::NodeProto& node, const onnx::OpSchema* schema,
                      NodePrecision& precision) const {
        constexpr int kResizeRegion = 1;
        for (int i = 0; i < node.input_size(); ++i) {
            if (!isFloat(node.input(i)) || (node.op_type() == "Resize" && m_opset > 10 && i == kResizeRegion))
                continue;
            const auto* parameter = schema ? inputParameter(*schema, i) : nullptr;
            precision.halfInput[static_cast<std::size_t>(i)] =
                !schema || (parameter && admitsHalf(*parameter));
        }
    }

    void chooseOutputs(const onnx::NodeProto& node, const onnx::OpSchema* schema,
                       NodePrecision& precision) const {
        const bool typedByAttribute = node.op_type() == "Cast" || node.op_type() == "ConstantOfShape";
        for (int i = 0; i < node.output_size(); ++i) {
            if (!isFloat(node.output(i))) continue;
            precision.halfOutput[static_cast<std::size_t>(i)] =
                typedByAttribute || followsHalfInput(node, schema, i, precision);
        }
    }

    static bool followsHalfInput(const onnx::NodeProto& node, const onnx::OpSchema* schema, int output,
                                 const NodePrecision& precision) {
        const auto* made = schema ? outputParameter(*schema, output) : nullptr;
        if (schema && !made) return false;
        if (node.op_type() == "GridSample") return precision.halfInput[0];  // misprinted in onnx's library
        for (int i = 0; i < node.input_size(); ++i) {
            if (!precision.halfInput[static_cast<std::size_t>(i)]) continue;
            if (!schema || inputParameter(*schema, i)->GetTypeStr() == made->GetTypeStr()) return true;
        }
        return false;
    }

    const Fp16Options& m_options;
    std::int64_t m_opset;
    std::unordered_map<std::string, int> m_types;
    Names m_constants, m_shapeDerived, m_integers;
    std::unordered_set<const onnx::NodeProto*> m_integerNodes;
};

}  // namespace

std::vector<NodePrecision> planFp16(const onnx::ModelProto& model, const Fp16Options& options) {
    Fp16Planner planner(model, options);
    std::vector<NodePrecision> plan;
    plan.reserve(static_cast<std::size_t>(model.graph().node_size()));
    for (const auto& node : model.graph().node()) plan.push_back(planner.plan(node));
    return plan;
}

}  // namespace pwb::quantize
