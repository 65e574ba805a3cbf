// SPDX-License-Identifier: GPL-3.0-or-later
#include <onnx/defs/schema.h>

#include "core/base/try.h"
#include "core/model/external.h"
#include "core/model/graph.h"
#include "core/model/parse.h"
#include "core/model/walk.h"

namespace pwb::model {
namespace {

using Names = std::unordered_set<std::string>;

base::Status invalid(std::string detail) {
    return base::badInput("", "model.invalid", {{"detail", std::move(detail)}});
}

base::Status checkData(const onnx::TensorProto& tensor) {
    for (const std::int64_t dim : tensor.dims())
        if (dim < 0) return invalid("initializer '" + tensor.name() + "' has a negative dimension");
    const std::uint64_t expected = expectedBytes(tensor);
    if (tensor.has_raw_data() && expected > 0 && tensor.raw_data().size() != expected)
        return invalid("initializer '" + tensor.name() + "' holds " +
                       std::to_string(tensor.raw_data().size()) + " bytes instead of " +
                       std::to_string(expected));
    return {};
}

Names producedBy(const onnx::GraphProto& graph) {
    Names names;
    for (const auto& node : graph.node()) names.insert(node.output().begin(), node.output().end());
    return names;
}

base::Status checkNodes(const onnx::GraphProto& graph, Names known) {
    const Names produced = producedBy(graph);
    const auto readable = [&](const onnx::NodeProto& node, const std::string& name) -> base::Status {
        if (name.empty() || known.contains(name)) return {};
        if (produced.contains(name)) return base::badInput("", "model.cycle", {{"node", node.name()}});
        return invalid("node '" + node.name() + "' (" + node.op_type() + ") reads '" + name +
                       "', which nothing makes");
    };
    for (const auto& node : graph.node()) {
        for (const auto& input : node.input()) PWB_CHECK(readable(node, input));
        for (const auto& input : capturedBy(node)) PWB_CHECK(readable(node, input));
        for (const auto& output : node.output())
            if (!output.empty() && !known.insert(output).second)
                return invalid("'" + output + "' is made more than once");
    }
    for (const auto& output : graph.output())
        if (!known.contains(output.name()))
            return invalid("nothing makes the output '" + output.name() + "'");
    return {};
}

}  // namespace

base::Status checkStructure(const onnx::ModelProto& model) {
    const onnx::GraphProto& graph = model.graph();
    Names known;
    for (const auto& input : graph.input())
        if (!known.insert(input.name()).second)
            return invalid("the input '" + input.name() + "' is listed twice");
    Names weights;
    for (const auto& tensor : graph.initializer()) {
        if (!weights.insert(tensor.name()).second)
            return invalid("the initializer '" + tensor.name() + "' is listed twice");
        PWB_CHECK(checkData(tensor));
    }
    for (const auto& tensor : graph.sparse_initializer()) weights.insert(tensor.values().name());
    known.merge(weights);
    return checkNodes(graph, std::move(known));
}

bool knownToOnnxLibrary(const onnx::ModelProto& model) {
    if (model.ir_version() > onnx::Version::IR_VERSION) return false;
    const auto& known = onnx::OpSchemaRegistry::DomainToVersionRange::Instance().Map();
    for (const auto& opset : model.opset_import()) {
        const auto range = known.find(opset.domain() == "ai.onnx" ? "" : opset.domain());
        if (range != known.end() && opset.version() > range->second.second) return false;
    }
    return true;
}

}  // namespace pwb::model
