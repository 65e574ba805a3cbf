// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/int8/int8_plan.h"

#include <algorithm>

#include "core/quantize/int8/int8_roles.h"

namespace pwb::quantize {
namespace {

class Int8Planner {
public:
    Int8Planner(model::GraphView& view, const Int8PlanOptions& options) : m_view(view), m_options(options) {}

    Int8Plan run() {
        markNodes();
        if (!m_options.everywhere) dropIdleFollowers();
        for (const onnx::NodeProto& node : m_view.graph().node()) describe(node);
        return std::move(m_plan);
    }

private:
    bool isInt8(const onnx::NodeProto* node) const { return node && m_plan.nodes.contains(node->output(0)); }

    /// Whether codes of `tensor` exist: made by an INT8 node, directly or through its folded Relu.
    bool carriesCodes(const std::string& tensor) const {
        const onnx::NodeProto* producer = m_view.producer(tensor);
        if (!producer) return false;
        if (isInt8(producer)) return !foldedActivation(m_view, tensor);
        const bool activation = producer->op_type() == "Relu" || producer->op_type() == "Clip";
        return activation && isInt8(m_view.producer(producer->input(0))) &&
               foldedActivation(m_view, producer->input(0)) == producer;
    }

    /// Whether what the node reads has codes, or may have.
    bool readsCodes(const onnx::NodeProto& node, Int8Role role) const {
        const std::vector<std::string> inputs = activationInputs(m_view, node, role);
        return !inputs.empty() && std::all_of(inputs.begin(), inputs.end(), [&](const std::string& tensor) {
            return m_options.everywhere ? m_options.everywhere->contains(tensor) : carriesCodes(tensor);
        });
    }

    void markNodes() {
        for (const onnx::NodeProto& node : m_view.graph().node()) {
            const Int8Role role = int8Role(m_view, node);
            const bool compute = role == Int8Role::Convolution || role == Int8Role::MatrixProduct;
            const bool product = node.op_type() == "Conv" || node.op_type() == "ConvTranspose" ||
                                 node.op_type() == "Gemm" || node.op_type() == "MatMul";
            if (product && !compute) m_plan.keptFloat.push_back(node.name());
            if (role == Int8Role::Float || m_options.keepFloat.contains(node.name())) continue;
            if (!(compute && !m_options.everywhere) && !readsCodes(node, role)) continue;
            m_plan.nodes.insert(node.output(0));
            m_plan.convolutions += role == Int8Role::Convolution;
            m_plan.matmuls += role == Int8Role::MatrixProduct;
        }
    }

    bool feedsInt8(const onnx::NodeProto& node) const {
        for (const std::string& output : node.output()) {
            if (m_view.isGraphOutput(output)) continue;
            for (const onnx::NodeProto* reader : m_view.consumers(output)) {
                if (isInt8(reader)) return true;
                if (reader == foldedActivation(m_view, output) && feedsInt8(*reader)) return true;
            }
        }
        return false;
    }

    /// An elementwise operator whose result nobody reads as codes is better computed in float: the same
    /// conversions, no rounding.
    void dropIdleFollowers() {
        for (bool changed = true; changed;) {
            changed = false;
            for (int i = m_view.graph().node_size() - 1; i >= 0; --i) {
                const onnx::NodeProto& node = m_view.graph().node(i);
                if (!isInt8(&node)) continue;
                const Int8Role role = int8Role(m_view, node);
                const bool follower = role != Int8Role::Convolution && role != Int8Role::MatrixProduct;
                if (follower && !feedsInt8(node)) {
                    m_plan.nodes.erase(node.output(0));
                    changed = true;
                }
            }
        }
    }

    void addTensor(const std::string& name) {
        if (m_plan.rescaled.contains(name)) return;  // has another tensor's codes
        if (m_seen.insert(name).second) m_plan.tensors.push_back(name);
    }

    void describe(const onnx::NodeProto& node) {
        if (!isInt8(&node)) return;
        const Int8Role role = int8Role(m_view, node);
        for (const std::string& input : activationInputs(m_view, node, role)) addTensor(input);
        if (role == Int8Role::MatrixProduct && !m_options.everywhere && !feedsInt8(node))
            return;  // its sums come out in float, unrounded
        if (role == Int8Role::Rescale) {
            m_plan.rescaled[node.output(0)] = {activationInputs(m_view, node, role).front(),
                                               rescaleFactor(m_view, node)};
            m_plan.made.insert(node.output(0));
            return;
        }
        for (const std::string& output : node.output()) {
            std::string tensor = output;
            if (const auto* activation = foldedActivation(m_view, output)) {
                tensor = activation->output(0);
                m_plan.bounded[tensor] = *activationBounds(m_view, *activation);
            }
            addTensor(tensor);
            m_plan.made.insert(tensor);
            if (role == Int8Role::PassThrough) m_plan.sameAs[tensor] = node.input(0);
            if (node.op_type() == "Sigmoid") m_plan.fixed[tensor] = {1.0F / 256, 0};
        }
    }

    model::GraphView& m_view;
    const Int8PlanOptions& m_options;
    Int8Plan m_plan;
    std::unordered_set<std::string> m_seen;
};

}  // namespace

std::vector<std::string> Int8Plan::measured() const {
    std::vector<std::string> names;
    for (const std::string& tensor : tensors)
        if (!fixed.contains(tensor)) names.push_back(tensor);
    std::unordered_set<std::string> known(names.begin(), names.end());
    for (const std::string& tensor : passed)
        if (known.insert(tensor).second) names.push_back(tensor);
    return names;
}

const std::string& Int8Plan::source(const std::string& tensor) const {
    const std::string* name = &tensor;
    for (auto it = sameAs.find(*name); it != sameAs.end(); it = sameAs.find(*name)) name = &it->second;
    return *name;
}

Int8Plan planInt8(model::GraphView& view, const Int8PlanOptions& options) {
    Int8Plan plan =
        options.scheme == Int8Scheme::Cpu ? Int8Planner(view, options).run() : planInt8Inputs(view, options);
    plan.scheme = options.scheme;
    return plan;
}

}  // namespace pwb::quantize
