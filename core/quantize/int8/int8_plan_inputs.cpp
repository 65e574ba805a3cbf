// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <numeric>

#include "core/quantize/int8/int8_plan.h"
#include "core/quantize/int8/int8_roles.h"

namespace pwb::quantize {
namespace {

/// Below this, TensorRT's INT8 kernels lose to its FP16 ones (NVIDIA Model Optimizer's rule).
constexpr std::int64_t kLeastChannels = 16;

/// Quantises what operators read. A pair is put as far up as codes pass unchanged (MaxPool, Reshape, Concat),
/// so that the provider finds it right behind the operator that can give codes itself.
class InputsPlanner {
public:
    InputsPlanner(model::GraphView& view, const Int8PlanOptions& options)
        : m_view(view), m_options(options) {}

    Int8Plan run() {
        for (const onnx::NodeProto& node : m_view.graph().node()) mark(node);
        for (const onnx::NodeProto& node : m_view.graph().node()) joinResiduals(node);
        if (!tensorRt()) carryCodes();
        for (const onnx::NodeProto& node : m_view.graph().node()) {
            const auto wanted = m_reads.find(&node);
            if (wanted == m_reads.end()) continue;
            // OpenVINO's matrix products are far slower with a zero point; its convolutions are not.
            const bool symmetric = node.op_type() == "MatMul" || node.op_type() == "Gemm";
            for (const std::string& tensor : wanted->second) hoist(tensor, symmetric);
        }
        // In graph order, so that the file reads as the model does.
        for (const auto& input : m_view.graph().input()) addInOrder(input.name());
        for (const onnx::NodeProto& node : m_view.graph().node())
            for (const std::string& output : node.output()) addInOrder(output);
        return std::move(m_plan);
    }

private:
    [[nodiscard]] bool tensorRt() const { return m_options.scheme == Int8Scheme::TensorRt; }

    static bool isProduct(const onnx::NodeProto& node) {
        return node.op_type() == "Conv" || node.op_type() == "ConvTranspose" || node.op_type() == "Gemm" ||
               node.op_type() == "MatMul";
    }

    /// Whether TensorRT has a fast INT8 kernel for it.
    bool pays(const onnx::NodeProto& node, Int8Role role) const {
        if (!tensorRt()) return true;
        const onnx::TensorProto& weight = *m_view.initializer(node.input(1));
        if (role == Int8Role::MatrixProduct)
            return weight.dims(0) >= kLeastChannels && weight.dims(1) >= kLeastChannels;
        const std::int64_t groups = model::attributeInt(node, "group", 1);
        const bool transposed = node.op_type() == "ConvTranspose";
        const std::int64_t in = transposed ? weight.dims(0) : weight.dims(1) * groups;
        const std::int64_t out = transposed ? weight.dims(1) * groups : weight.dims(0);
        return in >= kLeastChannels && out >= kLeastChannels;
    }

    /// A product of two activations, as attention has. TensorRT has its own kernels for whole attention
    /// blocks, which codes would break up.
    bool isActivationProduct(const onnx::NodeProto& node) const {
        return !tensorRt() && node.op_type() == "MatMul" && !m_view.initializer(node.input(0)) &&
               !m_view.initializer(node.input(1));
    }

    void mark(const onnx::NodeProto& node) {
        Int8Role role = int8Role(m_view, node);
        if (node.op_type() == "ConvTranspose" && model::attributeInt(node, "group", 1) == 1 &&
            m_view.initializer(node.input(1)) &&
            m_view.initializer(node.input(1))->data_type() == onnx::TensorProto::FLOAT)
            role = Int8Role::Convolution;
        const bool compute = role == Int8Role::Convolution || role == Int8Role::MatrixProduct;
        if (!compute && isActivationProduct(node) && !m_options.keepFloat.contains(node.name())) {
            m_plan.nodes.insert(node.output(0));
            m_reads[&node] = {node.input(0), node.input(1)};
            return;
        }
        if (!compute) {
            if (isProduct(node)) m_plan.keptFloat.push_back(node.name());
            return;
        }
        if (m_options.keepFloat.contains(node.name()) || !pays(node, role)) {
            if (!m_options.keepFloat.contains(node.name())) m_plan.keptFloat.push_back(node.name());
            return;
        }
        m_plan.nodes.insert(node.output(0));
        m_plan.convolutions += role == Int8Role::Convolution;
        m_plan.matmuls += role == Int8Role::MatrixProduct;
        m_reads[&node] = {node.input(0)};
    }

    bool isInt8(const std::string& tensor) const { return m_plan.nodes.contains(tensor); }

    /// The quantised operator that makes `tensor`, alone or with its Relu.
    const onnx::NodeProto* maker(const std::string& tensor) const {
        const onnx::NodeProto* producer = m_view.producer(tensor);
        if (producer && activationBounds(m_view, *producer)) producer = m_view.producer(producer->input(0));
        return producer && isInt8(producer->output(0)) ? producer : nullptr;
    }

    /// A residual sum melts into the convolution that gives one side; the other side is read as codes. Where
    /// both sides are a convolution's, the first one is taken for the main branch.
    void joinResiduals(const onnx::NodeProto& node) {
        if (node.op_type() != "Add" || node.input_size() != 2 || m_options.keepFloat.contains(node.name()))
            return;
        for (int main = 0; main < 2; ++main) {
            const std::string& sum = node.input(main);
            const std::string& skip = node.input(1 - main);
            if (m_view.initializer(skip) || m_view.initializer(sum)) return;
            const onnx::NodeProto* producer = m_view.producer(sum);
            const bool direct = producer && isInt8(producer->output(0)) && producer->op_type() == "Conv" &&
                                m_view.consumers(sum).size() == 1;
            if (!direct) continue;
            m_plan.nodes.insert(node.output(0));
            m_reads[&node] = {skip};
            return;
        }
    }

    static bool passes(Int8Role role) { return role == Int8Role::PassThrough; }

    /// Marks what stands between quantised convolutions and can work on codes too (sums, Concat, what moves
    /// data), so that the provider has no values to convert in between. This is how the branches of a
    /// detector's blocks come together, where a gate between a convolution and its sum keeps the two apart.
    void carryCodes() {
        auto& nodes = *m_view.graph().mutable_node();
        for (const onnx::NodeProto& node : nodes)
            if (canCarry(node)) m_able.insert(&node);
        for (int i = nodes.size() - 1; i >= 0; --i)
            if (m_able.contains(&nodes.Get(i)) && isWanted(nodes.Get(i))) m_carriers.insert(&nodes.Get(i));
        for (const onnx::NodeProto& node : nodes) {
            if (!m_carriers.contains(&node)) continue;
            m_plan.nodes.insert(node.output(0));
            m_reads[&node] = carried(node);
            if (node.op_type() == "Concat") unify(rootsOf(node));
        }
    }

    /// What a carrier reads as codes.
    std::vector<std::string> carried(const onnx::NodeProto& node) const {
        if (passes(int8Role(m_view, node))) return {node.input(0)};
        return {node.input().begin(), node.input().end()};
    }

    bool canCarry(const onnx::NodeProto& node) const {
        const Int8Role role = int8Role(m_view, node);
        const bool joins = node.op_type() == "Concat" || (node.op_type() == "Add" && node.input_size() == 2);
        if ((!passes(role) && !(role == Int8Role::Join && joins)) || m_reads.contains(&node) ||
            node.output_size() != 1 || m_options.keepFloat.contains(node.name()) ||
            m_view.isGraphOutput(node.output(0)) || m_view.isCaptured(node.output(0)))
            return false;
        const auto inputs = carried(node);
        return std::all_of(inputs.begin(), inputs.end(),
                           [&](const std::string& input) { return givesCodes(input); });
    }

    /// Whether the operator behind `tensor` can give codes itself.
    bool givesCodes(const std::string& tensor) const {
        const onnx::NodeProto* producer = m_view.producer(tensor);
        if (!producer || m_view.isGraphOutput(tensor) || m_view.isCaptured(tensor)) return false;
        return m_able.contains(producer) || maker(tensor) || isGatedConvolution(*producer);
    }

    /// An activation that melts into the convolution before it: x · Sigmoid(x), HardSwish, LeakyRelu.
    bool isGatedConvolution(const onnx::NodeProto& node) const {
        const auto isConvolution = [&](const std::string& tensor) {
            const onnx::NodeProto* made = m_view.producer(tensor);
            return made && made->op_type() == "Conv" && isInt8(tensor);
        };
        if (node.op_type() == "HardSwish" || node.op_type() == "LeakyRelu")
            return isConvolution(node.input(0));
        if (node.op_type() != "Mul" || node.input_size() != 2) return false;
        for (int gate = 0; gate < 2; ++gate) {
            const onnx::NodeProto* sigmoid = m_view.producer(node.input(gate));
            if (sigmoid && sigmoid->op_type() == "Sigmoid" && sigmoid->input(0) == node.input(1 - gate))
                return isConvolution(node.input(1 - gate));
        }
        return false;
    }

    /// Whether a quantised convolution reads it, at once or through further carriers.
    bool isWanted(const onnx::NodeProto& node) const {
        const auto& readers = m_view.consumers(node.output(0));
        return std::any_of(readers.begin(), readers.end(), [&](const onnx::NodeProto* reader) {
            return m_carriers.contains(reader) || (reader->op_type() == "Conv" && m_reads.contains(reader));
        });
    }

    /// The tensors whose codes a carrier's result consists of.
    std::vector<std::string> rootsOf(const onnx::NodeProto& carrier) const {
        std::vector<std::string> roots;
        for (const std::string& input : carried(carrier)) {
            const onnx::NodeProto* producer = m_view.producer(input);
            const bool through = m_carriers.contains(producer) && producer->op_type() != "Add";
            const auto more = through ? rootsOf(*producer) : std::vector<std::string>{input};
            roots.insert(roots.end(), more.begin(), more.end());
        }
        return roots;
    }

    void hoist(const std::string& tensor, bool symmetric) {
        onnx::NodeProto* producer = m_view.producer(tensor);
        if (m_carriers.contains(producer) && producer->op_type() != "Add") {
            m_plan.passed.push_back(tensor);
            return;  // what it reads is hoisted for its own sake
        }
        if (producer && !m_view.isGraphOutput(tensor) && !m_view.isCaptured(tensor) &&
            producer->output_size() == 1 && !m_options.keepFloat.contains(producer->name())) {
            const Int8Role role = int8Role(m_view, *producer);
            const bool all =
                std::all_of(m_view.consumers(tensor).begin(), m_view.consumers(tensor).end(),
                            [&](const onnx::NodeProto* reader) { return m_reads.contains(reader); });
            if (passes(role) && all) {
                m_plan.nodes.insert(producer->output(0));
                m_reads[producer] = {producer->input(0)};
                m_plan.passed.push_back(tensor);
                hoist(producer->input(0), symmetric);
                return;
            }
            if (producer->op_type() == "Concat" && all && hoistConcat(*producer)) return;
        }
        m_pairs.insert(tensor);
        if (symmetric) m_plan.symmetric.insert(tensor);
    }

    bool hoistConcat(const onnx::NodeProto& concat) {
        const std::vector<std::string> inputs(concat.input().begin(), concat.input().end());
        const bool fromInt8 = std::all_of(inputs.begin(), inputs.end(), [&](const std::string& input) {
            return !m_view.initializer(input) && maker(input);
        });
        if (!fromInt8) return false;
        m_plan.nodes.insert(concat.output(0));
        m_reads[&concat] = inputs;
        m_plan.passed.push_back(concat.output(0));
        for (const std::string& input : inputs) m_pairs.insert(input);
        unify(inputs);
        return true;
    }

    /// Groups that share a tensor become one.
    void unify(const std::vector<std::string>& tensors) {
        std::vector<std::string> merged = tensors;
        std::erase_if(m_plan.unified, [&](const std::vector<std::string>& group) {
            const bool touches = std::any_of(group.begin(), group.end(), [&](const std::string& name) {
                return std::find(merged.begin(), merged.end(), name) != merged.end();
            });
            if (touches) merged.insert(merged.end(), group.begin(), group.end());
            return touches;
        });
        std::sort(merged.begin(), merged.end());
        merged.erase(std::unique(merged.begin(), merged.end()), merged.end());
        m_plan.unified.push_back(std::move(merged));
    }

    void addInOrder(const std::string& tensor) {
        if (!m_pairs.contains(tensor)) return;
        m_plan.tensors.push_back(tensor);
        const onnx::NodeProto* producer = m_view.producer(tensor);
        if (!producer) return;
        if (const auto bounds = activationBounds(m_view, *producer)) m_plan.bounded[tensor] = *bounds;
    }

    model::GraphView& m_view;
    const Int8PlanOptions& m_options;
    Int8Plan m_plan;
    std::unordered_map<const onnx::NodeProto*, std::vector<std::string>> m_reads;  ///< as codes, by node
    std::unordered_set<std::string> m_pairs;
    std::unordered_set<const onnx::NodeProto*> m_able, m_carriers;  ///< can carry codes; are to
};

}  // namespace

Int8Plan planInt8Inputs(model::GraphView& view, const Int8PlanOptions& options) {
    return InputsPlanner(view, options).run();
}

}  // namespace pwb::quantize
