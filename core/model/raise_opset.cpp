// SPDX-License-Identifier: GPL-3.0-or-later
#include <onnx/version_converter/convert.h>

#include <algorithm>

#include "core/base/log.h"
#include "core/model/graph.h"
#include "core/model/io.h"
#include "core/model/parse.h"
#include "core/model/prepare.h"
#include "core/model/simplify.h"
#include "core/model/walk.h"

namespace pwb::model {
namespace {

bool sameNames(const google::protobuf::RepeatedPtrField<onnx::ValueInfoProto>& a,
               const google::protobuf::RepeatedPtrField<onnx::ValueInfoProto>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const auto& x, const auto& y) { return x.name() == y.name(); });
}

/// The converter loses functions and does not look into the bodies of If, Loop and Scan.
bool convertible(const onnx::ModelProto& model) {
    if (!knownToOnnxLibrary(model) || model.functions_size() > 0) return false;
    const auto& nodes = model.graph().node();
    return std::none_of(nodes.begin(), nodes.end(),
                        [](const auto& node) { return hasBody(node) || !node.domain().empty(); });
}

}  // namespace

bool raiseOpset(onnx::ModelProto& model, std::int64_t minimumOpset) {
    if (!convertible(model)) return false;
    try {
        inferShapes(model);  // Softmax, for one, cannot be converted without
        onnx::ModelProto raised =
            onnx::version_conversion::ConvertVersion(model, static_cast<int>(minimumOpset));
        model.mutable_graph()->clear_value_info();
        raised.mutable_graph()->clear_value_info();
        if (!sameNames(raised.graph().input(), model.graph().input()) ||
            !sameNames(raised.graph().output(), model.graph().output()))
            return false;
        *raised.mutable_graph()->mutable_input() = model.graph().input();
        *raised.mutable_graph()->mutable_output() = model.graph().output();
        *raised.mutable_metadata_props() = model.metadata_props();
        raised.set_ir_version(std::max<std::int64_t>(model.ir_version(), onnx::Version::IR_VERSION));
        if (!sortTopologically(*raised.mutable_graph()) || !check(raised)) return false;
        model.Swap(&raised);
        return true;
    } catch (const std::exception& problem) {
        model.mutable_graph()->clear_value_info();
        base::logDebug(std::string("version converter: ") + problem.what());
        return false;
    }
}

}  // namespace pwb::model
