// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/prepare/constant_folding.h"

#include <algorithm>
#include <array>
#include <span>

#include "core/base/log.h"
#include "core/model/graph.h"
#include "core/model/walk.h"
#include "core/quantize/trials/trial_run.h"

namespace pwb::quantize {
namespace {

using Names = std::unordered_set<std::string>;
using Values = std::unordered_map<std::string, onnx::TensorProto>;

constexpr std::size_t kLargestGrowth = 4;
constexpr std::size_t kAlwaysSmall = 64u << 10;

bool isFoldable(const onnx::NodeProto& node) {
    static constexpr std::array<std::string_view, 10> never = {
        "QuantizeLinear",    "DequantizeLinear", "DynamicQuantizeLinear", "RandomUniform", "RandomNormal",
        "RandomUniformLike", "RandomNormalLike", "Multinomial",           "Bernoulli",     "Dropout"};
    const std::string& op = node.op_type();
    const bool plain = (node.domain().empty() || node.domain() == "ai.onnx") && !model::hasBody(node);
    return plain && node.output_size() > 0 && std::find(never.begin(), never.end(), op) == never.end();
}

/// The constant part of a graph: which nodes depend on initialisers alone, and what of them the rest reads.
class ConstantPart {
public:
    /// `excluded`: tensors that are not to be computed.
    ConstantPart(onnx::ModelProto& model, const Names& excluded) : m_view(model) {
        Names constants, listed;
        for (const auto& input : model.graph().input()) listed.insert(input.name());
        for (const auto& tensor : model.graph().initializer())
            if (!listed.contains(tensor.name())) constants.insert(tensor.name());  // else a mere default
        for (const auto& node : model.graph().node()) {
            const auto constant = [&](const std::string& input) {
                return input.empty() || constants.contains(input);
            };
            const auto kept = [&](const std::string& output) {
                return m_view.isGraphOutput(output) || excluded.contains(output);
            };
            if (!isFoldable(node) || !std::all_of(node.input().begin(), node.input().end(), constant) ||
                std::any_of(node.output().begin(), node.output().end(), kept))
                continue;
            m_nodes.insert(&node);
            constants.insert(node.output().begin(), node.output().end());
        }
        for (const auto& node : model.graph().node())
            if (m_nodes.contains(&node))
                for (const auto& output : node.output())
                    if (isReadOutside(output)) m_results.push_back(output);
    }

    /// Tensors that it makes and that the rest of the graph reads.
    [[nodiscard]] const std::vector<std::string>& results() const { return m_results; }

    /// A model without inputs that makes `targets`.
    [[nodiscard]] onnx::ModelProto extract(const onnx::ModelProto& from,
                                           std::span<const std::string> targets) const {
        constexpr std::int64_t kFirstWithoutListing = 4;  // of initialisers among the inputs
        onnx::ModelProto made;
        made.set_ir_version(std::max(from.ir_version(), kFirstWithoutListing));
        *made.mutable_opset_import() = from.opset_import();
        auto& graph = *made.mutable_graph();
        graph.set_name("constants");
        const Names needed = cone(targets);
        for (const auto& node : from.graph().node())
            if (std::any_of(node.output().begin(), node.output().end(),
                            [&](const auto& output) { return !output.empty() && needed.contains(output); }))
                *graph.add_node() = node;
        for (const auto& tensor : from.graph().initializer())
            if (needed.contains(tensor.name())) *graph.add_initializer() = tensor;
        for (const auto& target : targets) graph.add_output()->set_name(target);
        return made;
    }

    /// The outputs of the node that makes `result`.
    [[nodiscard]] std::vector<std::string> madeWith(const std::string& result) const {
        const auto& outputs = m_view.producer(result)->output();
        return {outputs.begin(), outputs.end()};
    }

    /// Of the constants that a result comes from.
    [[nodiscard]] std::size_t bytesBehind(const std::string& target) const {
        std::size_t bytes = 0;
        for (const auto& name : cone({&target, 1}))
            if (const auto* tensor = m_view.initializer(name)) bytes += tensor->ByteSizeLong();
        return bytes;
    }

private:
    [[nodiscard]] bool isReadOutside(const std::string& tensor) const {
        const auto& readers = m_view.consumers(tensor);
        return m_view.isCaptured(tensor) ||
               std::any_of(readers.begin(), readers.end(),
                           [&](const auto* node) { return !m_nodes.contains(node); });
    }

    [[nodiscard]] Names cone(std::span<const std::string> targets) const {
        Names seen;
        std::vector<std::string> open(targets.begin(), targets.end());
        while (!open.empty()) {
            const std::string name = std::move(open.back());
            open.pop_back();
            if (name.empty() || !seen.insert(name).second) continue;
            if (const auto* node = m_view.producer(name))
                open.insert(open.end(), node->input().begin(), node->input().end());
        }
        return seen;
    }

    model::GraphView m_view;
    std::unordered_set<const onnx::NodeProto*> m_nodes;
    std::vector<std::string> m_results;
};

/// Runs `targets` together and, where that fails, in halves, so that one that the runtime cannot compute
/// costs only itself. What came out is added to `values`.
void evaluate(const onnx::ModelProto& model, const ConstantPart& part, std::span<const std::string> targets,
              const std::stop_token& stop, Values& values) {
    if (targets.empty() || stop.stop_requested()) return;
    runtime::SessionOptions options;
    options.optimization = runtime::OptimizationLevel::None;  // it would compute everything once more
    auto session = openInMemory(part.extract(model, targets), options);
    base::Status status;
    if (!session)
        status = tl::make_unexpected(session.error());
    else
        status = session->run(
            {},
            [&](const runtime::Session::OutputView& view) {
                const std::string& name = targets[view.index];
                values[name] = model::makeRawTensor(
                    name, static_cast<int>(view.type), {view.shape.begin(), view.shape.end()},
                    std::string(reinterpret_cast<const char*>(view.bytes.data()), view.bytes.size()));
            },
            stop);
    if (status) return;
    if (targets.size() == 1) return base::logDebug("constant '" + targets[0] + "' cannot be computed");
    evaluate(model, part, targets.first(targets.size() / 2), stop, values);
    evaluate(model, part, targets.subspan(targets.size() / 2), stop, values);
}

/// The results go in as initialisers; the nodes that made them lose those outputs.
void replace(onnx::ModelProto& model, Values values) {
    auto& graph = *model.mutable_graph();
    for (auto& node : *graph.mutable_node())
        for (auto& output : *node.mutable_output())
            if (values.contains(output)) output.clear();
    for (auto& [name, value] : values) graph.add_initializer()->Swap(&value);
    model::removeDead(model);
}

}  // namespace

int foldConstants(onnx::ModelProto& model, std::stop_token stop) {
    const int before = model.graph().node_size();
    Names excluded;
    Values values;
    // A result that may not be folded makes what it is computed from a result in its turn.
    for (bool settled = false; !settled;) {
        const ConstantPart part(model, excluded);
        std::vector<std::string> wanted;
        for (const auto& result : part.results())
            if (!values.contains(result)) wanted.push_back(result);
        evaluate(model, part, wanted, stop, values);
        if (stop.stop_requested()) return 0;
        settled = true;
        for (const auto& name : wanted) {
            const auto found = values.find(name);
            const std::size_t allowed = std::max(kAlwaysSmall, kLargestGrowth * part.bytesBehind(name));
            if (found != values.end() && found->second.raw_data().size() <= allowed) continue;
            // A node goes with all its outputs or stays with all.
            for (const auto& output : part.madeWith(name)) {
                values.erase(output);
                excluded.insert(output);
            }
            settled = false;
        }
    }
    if (values.empty()) return 0;
    replace(model, std::move(values));
    return before - model.graph().node_size();
}

}  // namespace pwb::quantize
