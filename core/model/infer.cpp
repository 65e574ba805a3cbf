// SPDX-License-Identifier: GPL-3.0-or-later
#include <onnx/shape_inference/implementation.h>

#include "core/base/log.h"
#include "core/model/parse.h"
#include "core/model/prepare.h"

namespace pwb::model {
namespace {

bool inferInto(onnx::ModelProto& model, bool propagateData) {
    try {
        const onnx::ShapeInferenceOptions options(false, 0, propagateData);
        onnx::shape_inference::InferShapes(model, onnx::OpSchemaRegistry::Instance(), options);
        return true;
    } catch (const std::exception& problem) {
        base::logDebug(std::string("shape inference: ") + problem.what());
        return false;
    }
}

}  // namespace

void inferShapes(onnx::ModelProto& model) {
    model.mutable_graph()->clear_value_info();
    if (!knownToOnnxLibrary(model)) return;
    if (inferInto(model, true)) return;
    model.mutable_graph()->clear_value_info();
    inferInto(model, false);
}

}  // namespace pwb::model
