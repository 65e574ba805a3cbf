// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <queue>

#include "core/model/graph.h"
#include "core/model/walk.h"

namespace pwb::model {
namespace {

std::unordered_set<std::string> everythingRead(const onnx::NodeProto& node) {
    std::unordered_set<std::string> names = capturedBy(node);
    names.insert(node.input().begin(), node.input().end());
    names.erase("");
    return names;
}

/// Puts nodes into `order` (indices of the nodes as they are now) without copying any.
void reorder(onnx::GraphProto& graph, const std::vector<int>& order) {
    google::protobuf::RepeatedPtrField<onnx::NodeProto> sorted;
    sorted.Reserve(graph.node_size());
    for (const int index : order) sorted.Add()->Swap(graph.mutable_node(index));
    graph.mutable_node()->Swap(&sorted);
}

template <class Field, class Keep>
int keepOnly(Field& field, const Keep& keep) {
    Field kept;
    for (auto& element : field)
        if (keep(element)) kept.Add()->Swap(&element);
    const int removed = field.size() - kept.size();
    field.Swap(&kept);
    return removed;
}

}  // namespace

base::Status sortTopologically(onnx::GraphProto& graph) {
    const int count = graph.node_size();
    std::unordered_map<std::string, int> producer;
    for (int i = 0; i < count; ++i)
        for (const auto& output : graph.node(i).output())
            if (!output.empty()) producer[output] = i;

    std::vector<std::vector<int>> readers(static_cast<std::size_t>(count));
    std::vector<int> missing(static_cast<std::size_t>(count), 0);
    for (int i = 0; i < count; ++i)
        for (const auto& name : everythingRead(graph.node(i)))
            if (const auto it = producer.find(name); it != producer.end()) {
                readers[static_cast<std::size_t>(it->second)].push_back(i);
                ++missing[static_cast<std::size_t>(i)];
            }

    // The lowest index among the ready nodes goes first: a sorted graph stays as it is.
    std::priority_queue<int, std::vector<int>, std::greater<>> ready;
    for (int i = 0; i < count; ++i)
        if (missing[static_cast<std::size_t>(i)] == 0) ready.push(i);
    std::vector<int> order;
    while (!ready.empty()) {
        const int node = ready.top();
        ready.pop();
        order.push_back(node);
        for (const int reader : readers[static_cast<std::size_t>(node)])
            if (--missing[static_cast<std::size_t>(reader)] == 0) ready.push(reader);
    }
    if (std::ssize(order) != count) {
        const auto stuck = std::find_if(missing.begin(), missing.end(), [](int n) { return n > 0; });
        const auto& node = graph.node(static_cast<int>(stuck - missing.begin()));
        return base::badInput("", "model.cycle",
                              {{"node", node.name().empty() ? node.op_type() : node.name()}});
    }
    if (!std::is_sorted(order.begin(), order.end())) reorder(graph, order);
    return {};
}

int removeDead(onnx::ModelProto& model) {
    onnx::GraphProto& graph = *model.mutable_graph();
    std::unordered_map<std::string, const onnx::NodeProto*> producer;
    for (const auto& node : graph.node())
        for (const auto& output : node.output()) producer[output] = &node;
    producer.erase("");

    std::unordered_set<std::string> read;
    std::unordered_set<const onnx::NodeProto*> alive;
    std::vector<std::string> open;
    for (const auto& output : graph.output()) open.push_back(output.name());
    while (!open.empty()) {
        const std::string name = std::move(open.back());
        open.pop_back();
        if (!read.insert(name).second) continue;
        const auto it = producer.find(name);
        if (it == producer.end() || !alive.insert(it->second).second) continue;
        for (const auto& input : everythingRead(*it->second)) open.push_back(input);
    }

    std::unordered_set<std::string> gone;
    for (const auto& tensor : graph.initializer())
        if (!read.contains(tensor.name())) gone.insert(tensor.name());
    const auto stays = [&](const auto& value) { return !gone.contains(value.name()); };
    keepOnly(*graph.mutable_input(), stays);  // the default values among the inputs go with their tensors
    int removed = keepOnly(*graph.mutable_initializer(), stays);
    for (const auto& node : graph.node())
        if (!alive.contains(&node)) gone.insert(node.output().begin(), node.output().end());
    removed += keepOnly(*graph.mutable_node(), [&](const auto& node) { return alive.contains(&node); });
    keepOnly(*graph.mutable_value_info(), stays);
    return removed;
}

}  // namespace pwb::model
