// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/graph/value_tensors.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "core/model/walk.h"
#include "core/quantize/graph/fp16_types.h"

namespace pwb::quantize {
namespace {

using Names = std::unordered_set<std::string>;

bool sizedByValue(const onnx::NodeProto& node) {
    static constexpr std::array<std::string_view, 4> sizing = {"NonZero", "NonMaxSuppression", "Compress",
                                                               "Unique"};
    return std::find(sizing.begin(), sizing.end(), node.op_type()) != sizing.end() || model::hasBody(node) ||
           node.op_type().find("Sequence") != std::string::npos;
}

}  // namespace

Names shapeTensors(const model::GraphView& view) {
    Names shapes;
    for (const onnx::NodeProto& node : view.graph().node()) {
        const bool asks = node.op_type() == "Shape" || node.op_type() == "Size";
        bool any = false, all = true;
        for (const std::string& input : node.input()) {
            if (input.empty() || view.initializer(input)) continue;
            any = true;
            all = all && shapes.contains(input);
        }
        if (asks || (any && all)) shapes.insert(node.output().begin(), node.output().end());
    }
    return shapes;
}

Names valueTensors(const onnx::ModelProto& model) {
    const auto types = tensorTypes(model);
    const auto isFloat = [&](const std::string& tensor) {
        const auto type = types.find(tensor);
        return type != types.end() && type->second == onnx::TensorProto::FLOAT;
    };
    Names constants, values;
    for (const onnx::TensorProto& tensor : model.graph().initializer()) constants.insert(tensor.name());
    for (const auto& input : model.graph().input())
        if (isFloat(input.name()) && !constants.contains(input.name())) values.insert(input.name());
    for (const onnx::NodeProto& node : model.graph().node()) {
        const bool reached = std::any_of(node.input().begin(), node.input().end(),
                                         [&](const std::string& input) { return values.contains(input); });
        if (!reached || sizedByValue(node)) continue;
        for (const std::string& output : node.output())
            if (isFloat(output)) values.insert(output);
    }
    return values;
}

}  // namespace pwb::quantize
