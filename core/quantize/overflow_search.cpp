// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/overflow_search.h"

#include <algorithm>
#include <cmath>

#include "core/model/graph.h"
#include "core/quantize/fp16_types.h"
#include "core/quantize/half.h"
#include "core/quantize/trial_run.h"

namespace pwb::quantize {
namespace {

/// The model with every float tensor of the main graph among its outputs; their names in that order.
std::vector<std::string> exposeFloats(onnx::ModelProto& model) {
    const auto types = tensorTypes(model);
    auto& graph = *model.mutable_graph();
    std::vector<std::string> names;
    graph.clear_output();
    for (const auto& node : graph.node())
        for (const auto& output : node.output()) {
            const auto type = types.find(output);
            if (output.empty() || type == types.end() || type->second != onnx::TensorProto::FLOAT) continue;
            auto& added = *graph.add_output();
            added.set_name(output);
            added.mutable_type()->mutable_tensor_type()->set_elem_type(onnx::TensorProto::FLOAT);
            names.push_back(output);
        }
    return names;
}

bool exceedsHalf(const runtime::Session::OutputView& view) {
    if (view.type != base::ElementType::Float) return false;
    const std::span values(reinterpret_cast<const float*>(view.bytes.data()),
                           view.bytes.size() / sizeof(float));
    return std::any_of(values.begin(), values.end(), [](float x) { return std::abs(x) > kLargestHalf; });
}

}  // namespace

base::Result<std::unordered_set<std::string>> nodesBeyondHalf(const onnx::ModelProto& prepared,
                                                              std::stop_token stop) {
    onnx::ModelProto model = prepared;
    const std::vector<std::string> names = exposeFloats(model);
    auto session = runtime::Session::create(std::string_view(model.SerializeAsString()), {});
    if (!session) return tl::make_unexpected(session.error());
    std::unordered_set<std::string> nodes;
    const model::GraphView view(model);
    const auto inputs = randomInputs(*session);
    const auto status = session->run(
        inputs,
        [&](const runtime::Session::OutputView& output) {
            if (!exceedsHalf(output)) return;
            const std::string& tensor = names[output.index];
            nodes.insert(view.producer(tensor)->name());
            for (const auto* reader : view.consumers(tensor)) nodes.insert(reader->name());
        },
        stop);
    if (!status) return tl::make_unexpected(status.error());
    return nodes;
}

}  // namespace pwb::quantize
