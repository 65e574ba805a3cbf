// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/simplify.h"

#include <algorithm>
#include <optional>

#include "core/model/graph.h"

namespace pwb::model {
namespace {

std::optional<onnx::TensorProto> constantValue(const onnx::NodeProto& node) {
    if (const auto* value = attribute(node, "value")) return value->t();
    if (const auto* value = attribute(node, "value_float")) return makeFloatTensor("", {}, {value->f()});
    if (const auto* value = attribute(node, "value_int")) return makeInt64Tensor("", {}, {value->i()});
    if (const auto* value = attribute(node, "value_floats"))
        return makeFloatTensor("", {value->floats_size()}, {value->floats().begin(), value->floats().end()});
    if (const auto* value = attribute(node, "value_ints"))
        return makeInt64Tensor("", {value->ints_size()}, {value->ints().begin(), value->ints().end()});
    return {};
}

bool isIdentity(const onnx::NodeProto& node, const GraphView& view) {
    if (!node.domain().empty() || node.input_size() == 0) return false;
    if (node.op_type() == "Identity") return true;
    if (node.op_type() != "Dropout") return false;
    for (int i = 1; i < node.output_size(); ++i)
        if (!node.output(i).empty() &&
            (!view.consumers(node.output(i)).empty() || view.isGraphOutput(node.output(i))))
            return false;
    if (node.input_size() < 3 || node.input(2).empty()) return true;
    const auto* training = view.initializer(node.input(2));
    return training && intValues(*training) == std::vector<std::int64_t>{0};
}

/// The graph output's name must stay: the source takes that name, if it is free to.
bool renameSource(const onnx::NodeProto& node, const GraphView& view) {
    const std::string source = node.input(0), output = node.output(0);
    onnx::NodeProto* producer = view.producer(source);
    if (!producer || view.isGraphOutput(source) || view.isCaptured(source) || view.isCaptured(output))
        return false;
    std::replace(producer->mutable_output()->begin(), producer->mutable_output()->end(), source, output);
    for (auto* reader : view.consumers(source))
        std::replace(reader->mutable_input()->begin(), reader->mutable_input()->end(), source, output);
    return true;
}

void removeNodes(onnx::GraphProto& graph, const std::unordered_set<const onnx::NodeProto*>& gone) {
    google::protobuf::RepeatedPtrField<onnx::NodeProto> kept;
    for (auto& node : *graph.mutable_node())
        if (!gone.contains(&node)) kept.Add()->Swap(&node);
    graph.mutable_node()->Swap(&kept);
}

/// Identities whose output is only read inside the main graph: their readers read the source instead.
int bypassInnerIdentities(onnx::ModelProto& model) {
    const GraphView view(model);
    onnx::GraphProto& graph = *model.mutable_graph();
    std::unordered_map<std::string, std::string> sources;
    std::unordered_set<const onnx::NodeProto*> gone;
    for (auto& node : *graph.mutable_node()) {
        for (auto& input : *node.mutable_input())
            if (const auto it = sources.find(input); it != sources.end()) input = it->second;
        if (!isIdentity(node, view) || view.isGraphOutput(node.output(0)) || view.isCaptured(node.output(0)))
            continue;
        sources[node.output(0)] = node.input(0);  // sorted: the input is already the first source
        gone.insert(&node);
    }
    removeNodes(graph, gone);
    return static_cast<int>(gone.size());
}

}  // namespace

int liftConstants(onnx::ModelProto& model) {
    const GraphView view(model);
    onnx::GraphProto& graph = *model.mutable_graph();
    auto& nodes = *graph.mutable_node();
    int lifted = 0;
    const auto lift = [&](const onnx::NodeProto& node) {
        if (node.op_type() != "Constant" || !node.domain().empty() || node.output_size() != 1) return false;
        if (view.isGraphOutput(node.output(0))) return false;
        auto value = constantValue(node);
        if (!value) return false;
        value->set_name(node.output(0));
        *graph.add_initializer() = std::move(*value);
        ++lifted;
        return true;
    };
    nodes.erase(std::remove_if(nodes.begin(), nodes.end(), lift), nodes.end());
    return lifted;
}

int removeIdentities(onnx::ModelProto& model) {
    int removed = bypassInnerIdentities(model);
    auto& nodes = *model.mutable_graph()->mutable_node();
    GraphView view(model);
    for (int i = 0; i < nodes.size();) {
        if (!isIdentity(nodes[i], view) || !view.isGraphOutput(nodes[i].output(0)) ||
            !renameSource(nodes[i], view)) {
            ++i;
            continue;
        }
        nodes.DeleteSubrange(i, 1);
        view.refresh();
        ++removed;
    }
    return removed;
}

void dropInitializerInputs(onnx::ModelProto& model) {
    const GraphView view(model);
    auto& inputs = *model.mutable_graph()->mutable_input();
    const auto before = inputs.size();
    inputs.erase(std::remove_if(inputs.begin(), inputs.end(),
                                [&](const auto& input) { return view.initializer(input.name()) != nullptr; }),
                 inputs.end());
    // Format 3 still asked for the listing.
    constexpr std::int64_t kFirstWithoutListing = 4;
    if (inputs.size() != before || model.ir_version() < kFirstWithoutListing)
        model.set_ir_version(std::max(model.ir_version(), kFirstWithoutListing));
}

void nameNodes(onnx::ModelProto& model) {
    NameSource names(model);
    std::unordered_set<std::string> taken;
    for (auto& node : *model.mutable_graph()->mutable_node()) {
        if (!node.name().empty() && taken.insert(node.name()).second) continue;
        const std::string wish =
            node.output_size() > 0 && !node.output(0).empty() ? node.output(0) : node.op_type();
        node.set_name(names.unique(wish + "_node"));
        taken.insert(node.name());
    }
}

}  // namespace pwb::model
