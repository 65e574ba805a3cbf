// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/fp16/fp16.h"

#include <algorithm>
#include <array>
#include <tuple>

#include "core/base/try.h"
#include "core/model/graph.h"
#include "core/model/io.h"
#include "core/quantize/fp16/fp16_plan.h"
#include "core/quantize/graph/model_kind.h"

namespace pwb::quantize {
namespace {

using Names = std::unordered_set<std::string>;
using onnx::TensorProto;

// Their outputs hold only values that their inputs hold (or those negated): nothing is left to round.
constexpr std::array<std::string_view, 24> kExact = {
    "Reshape",        "Transpose",    "Flatten", "Squeeze",      "Unsqueeze",
    "Slice",          "Split",        "Concat",  "Gather",       "GatherND",
    "GatherElements", "Expand",       "Tile",    "Identity",     "MaxPool",
    "Relu",           "Abs",          "Neg",     "DepthToSpace", "ReduceMax",
    "GlobalMaxPool",  "SpaceToDepth", "Where",   "Clip"};

bool isExact(const std::string& op) {
    return std::find(kExact.begin(), kExact.end(), op) != kExact.end();
}

/// Writes either the FP16 model or, with `emulate`, the FP32 model that computes the same. Both have the
/// same plan; what "the FP16 version of a tensor" is differs: a float16 tensor, or a rounded float one.
class Rewriter {
public:
    Rewriter(onnx::ModelProto& model, const Fp16Options& options, bool emulate)
        : m_graph(*model.mutable_graph()),
          m_names(model),
          m_view(model),
          m_keepIo(options.keepIo || emulate),
          m_emulate(emulate),
          m_plan(planFp16(model, options)) {
        for (int i = 0; i < m_graph.node_size(); ++i) m_indexOf[m_graph.node(i).output(0)] = i;
        for (int i = 0; i < m_graph.node_size(); ++i)
            for (int j = 0; j < m_graph.node(i).input_size(); ++j)
                if (!planOf(i).halfInput[static_cast<std::size_t>(j)])
                    m_readAsFloat.insert(m_graph.node(i).input(j));
    }

    Fp16Facts run() {
        if (!m_keepIo) retypeInputs();
        google::protobuf::RepeatedPtrField<onnx::NodeProto> nodes;
        nodes.Swap(m_graph.mutable_node());
        for (int i = 0; i < nodes.size(); ++i) rewrite(nodes[i], planOf(i));
        m_graph.clear_value_info();
        std::sort(m_facts.losses.begin(), m_facts.losses.end(), [](const TensorLoss& a, const TensorLoss& b) {
            const auto key = [](const base::HalfCounts& c) {
                return std::tuple(c.overflowed, c.underflowed, c.subnormal);
            };
            return key(a.counts) > key(b.counts);
        });
        return std::move(m_facts);
    }

private:
    [[nodiscard]] const NodePrecision& planOf(int node) const {
        return m_plan[static_cast<std::size_t>(node)];
    }

    /// A name that others rely on keeps its FP32 tensor; the FP16 one gets a name of its own.
    [[nodiscard]] bool nameIsTaken(const std::string& tensor) const {
        return m_view.isCaptured(tensor) || (m_keepIo && m_view.isGraphOutput(tensor));
    }

    void retypeInputs() {
        for (auto& input : *m_graph.mutable_input()) {
            auto& type = *input.mutable_type()->mutable_tensor_type();
            if (type.elem_type() != TensorProto::FLOAT || m_view.isCaptured(input.name()) ||
                m_view.isGraphOutput(input.name()) || m_readAsFloat.contains(input.name()))
                continue;
            type.set_elem_type(TensorProto::FLOAT16);
            m_half[input.name()] = input.name();
            m_halfNative.insert(input.name());
        }
    }

    void rewrite(onnx::NodeProto& node, const NodePrecision& precision) {
        if (!precision.why.empty())
            m_facts.kept.push_back({node.name(), node.op_type(), std::string(precision.why)});
        for (int i = 0; i < node.input_size(); ++i) {
            const bool half = precision.halfInput[static_cast<std::size_t>(i)];
            node.set_input(i, half ? halfVersion(node.input(i)) : floatVersion(node.input(i)));
        }
        auto& placed = *m_graph.add_node();
        placed.Swap(&node);
        bool makesHalf = false;
        for (int i = 0; i < placed.output_size(); ++i) {
            if (!precision.halfOutput[static_cast<std::size_t>(i)]) continue;
            makesHalf = true;
            m_emulate ? roundOutput(placed, i) : halveOutput(placed, i);
        }
        m_facts.converted += makesHalf ? 1 : 0;
        if (makesHalf && !m_emulate) retypeAttributes(placed);
    }

    void halveOutput(onnx::NodeProto& node, int index) {
        const std::string name = node.output(index);
        m_halfNative.insert(name);
        m_half[name] = name;
        if (nameIsTaken(name)) {
            m_half[name] = m_names.unique(name + "_fp16");
            node.set_output(index, m_half[name]);
            addCast(m_half[name], name, TensorProto::FLOAT);
            m_float[name] = name;
            return;
        }
        for (auto& output : *m_graph.mutable_output())
            if (output.name() == name)
                output.mutable_type()->mutable_tensor_type()->set_elem_type(TensorProto::FLOAT16);
    }

    void roundOutput(onnx::NodeProto& node, int index) {
        const std::string name = node.output(index);
        m_half[name] = name;
        const bool pending = node.input_size() > 0 && m_unrounded.contains(node.input(0));
        if (node.op_type() == "Clip") roundBounds(node);
        if (isExact(node.op_type()) && !pending) return;
        if (feedsOnlyABound(name)) {
            m_unrounded.insert(name);
            return;
        }
        const std::string raw = m_names.unique(name + "_unrounded");
        node.set_output(index, raw);
        addRounding(raw, name);
    }

    /// Bounds that are attributes (before operator set 11), as FP16 arithmetic takes them.
    static void roundBounds(onnx::NodeProto& node) {
        for (auto& attribute : *node.mutable_attribute()) {
            float bound = attribute.f();
            base::roundThroughHalf({&bound, 1});
            attribute.set_f(bound);
        }
    }

    /// Whether the only reader is a Relu or Clip in FP16. Rounding is monotonic and leaves FP16 bounds where
    /// they are, so rounding after the bound gives the same values, and the runtime can fuse the two.
    [[nodiscard]] bool feedsOnlyABound(const std::string& tensor) const {
        if (m_view.isCaptured(tensor) || m_view.isGraphOutput(tensor)) return false;
        const auto& readers = m_view.consumers(tensor);
        if (readers.size() != 1) return false;
        const onnx::NodeProto& reader = *readers[0];
        const auto& op = reader.op_type();
        if ((op != "Relu" && op != "Clip") || reader.input(0) != tensor) return false;
        const NodePrecision& precision = planOf(m_indexOf.at(reader.output(0)));
        return precision.halfOutput[0] && std::find(precision.halfInput.begin(), precision.halfInput.end(),
                                                    false) == precision.halfInput.end();
    }

    void addRounding(const std::string& from, const std::string& to) {
        const std::string half = m_names.unique(to + "_fp16");
        addCast(from, half, TensorProto::FLOAT16);
        addCast(half, to, TensorProto::FLOAT);
    }

    static void retypeAttributes(onnx::NodeProto& node) {
        if (node.op_type() == "Cast") model::setAttribute(node, "to", TensorProto::FLOAT16);
        if (node.op_type() != "ConstantOfShape") return;
        float value = 0;
        if (const auto* given = model::attribute(node, "value"))
            for (const float x : model::floatValues(given->t())) value = x;
        std::uint16_t half = 0;
        base::toHalf({&value, 1}, {&half, 1});
        node.clear_attribute();
        auto& attribute = *node.add_attribute();
        attribute.set_name("value");
        attribute.set_type(onnx::AttributeProto::TENSOR);
        *attribute.mutable_t() = model::makeRawTensor(
            "", TensorProto::FLOAT16, {1}, std::string(reinterpret_cast<const char*>(&half), sizeof half));
    }

    void addCast(const std::string& from, const std::string& to, int type) {
        auto& cast = *m_graph.add_node();
        cast.set_op_type("Cast");
        cast.set_name(m_names.unique(to + "_cast"));
        cast.add_input(from);
        cast.add_output(to);
        model::setAttribute(cast, "to", type);
        ++m_facts.casts;
    }

    std::string halfVersion(const std::string& tensor) {
        if (const auto it = m_half.find(tensor); it != m_half.end()) return it->second;
        if (auto* initializer = m_view.initializer(tensor))
            return m_half[tensor] = halfInitializer(*initializer);
        const std::string half = m_names.unique(tensor + (m_emulate ? "_rounded" : "_fp16"));
        m_emulate ? addRounding(tensor, half) : addCast(tensor, half, TensorProto::FLOAT16);
        return m_half[tensor] = half;
    }

    std::string floatVersion(const std::string& tensor) {
        if (!m_halfNative.contains(tensor)) return tensor;
        if (const auto it = m_float.find(tensor); it != m_float.end()) return it->second;
        const std::string name = m_names.unique(tensor + "_fp32");
        addCast(m_half.at(tensor), name, TensorProto::FLOAT);
        return m_float[tensor] = name;
    }

    std::string halfInitializer(onnx::TensorProto& tensor) {
        std::vector<float> values = model::floatValues(tensor);
        const std::vector<std::int64_t> dims(tensor.dims().begin(), tensor.dims().end());
        const bool shared = m_readAsFloat.contains(tensor.name()) || m_view.isCaptured(tensor.name()) ||
                            m_view.isGraphOutput(tensor.name());
        const std::string name = shared ? m_names.unique(tensor.name() + "_fp16") : tensor.name();
        std::string bytes(values.size() * sizeof(std::uint16_t), '\0');
        const base::HalfCounts counts =
            base::toHalf(values, {reinterpret_cast<std::uint16_t*>(bytes.data()), values.size()});
        onnx::TensorProto rounded = model::makeRawTensor(name, TensorProto::FLOAT16, dims, std::move(bytes));
        m_facts.total += counts;
        if (counts.overflowed + counts.underflowed + counts.subnormal > 0)
            m_facts.losses.push_back({tensor.name(), counts});
        (shared ? *m_graph.add_initializer() : tensor).Swap(&rounded);
        if (!m_emulate) return name;
        // Stored as FP16 there too, which halves the emulation; the runtime widens it once, when loading.
        const std::string widened = m_names.unique(tensor.name() + "_rounded");
        addCast(name, widened, TensorProto::FLOAT);
        return widened;
    }

    onnx::GraphProto& m_graph;
    model::NameSource m_names;
    model::GraphView m_view;  // of the graph as it was: what is captured, what is an output or a weight
    bool m_keepIo;
    bool m_emulate;
    std::vector<NodePrecision> m_plan;
    std::unordered_map<std::string, int> m_indexOf;  // node by its first output
    Names m_readAsFloat, m_halfNative;
    Names m_unrounded;  // emulated only: rounded after the bound that reads them
    std::unordered_map<std::string, std::string> m_half, m_float;  // tensor → its FP16, its FP32 version
    Fp16Facts m_facts;
};

base::Result<Fp16Facts> rewriteModel(onnx::ModelProto& model, const Fp16Options& options, bool emulate) {
    if (isQuantizedModel(model)) return base::badInput("", "quantize.fp16_already_quantized");
    Fp16Facts facts = Rewriter(model, options, emulate).run();
    if (facts.converted == 0) return base::badInput("", "quantize.fp16_nothing_to_convert");
    return facts;
}

}  // namespace

base::Result<Fp16Facts> convertToFp16(onnx::ModelProto& model, const Fp16Options& options) {
    return rewriteModel(model, options, false);
}

base::Result<std::string> emulateFp16(const onnx::ModelProto& prepared, Fp16Facts* facts,
                                      const Fp16Options& options) {
    onnx::ModelProto model = prepared;
    PWB_TRY(auto rewritten, rewriteModel(model, options, true));
    if (facts) *facts = std::move(rewritten);
    PWB_CHECK(model::loadWeights(model));
    if (model.ByteSizeLong() > model::kLargestInlineFile) return base::badInput("", "model.too_large");
    return model.SerializeAsString();
}

}  // namespace pwb::quantize
