// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/model/external.h"
#include "core/model/graph.h"
#include "core/model/info.h"
#include "core/model/input_scaling.h"
#include "core/model/io.h"
#include "core/model/parse.h"
#include "core/model/prepare.h"
#include "core/model/shape_values.h"
#include "core/model/task.h"
#include "core/model/walk.h"

namespace pwb::model {
namespace fs = std::filesystem;
namespace {

constexpr int kMostWeightWarnings = 10;

bool isFloatType(int type) {
    using onnx::TensorProto;
    return type == TensorProto::FLOAT || type == TensorProto::FLOAT16 || type == TensorProto::BFLOAT16 ||
           type == TensorProto::DOUBLE;
}

ValueInfo valueInfo(const onnx::ValueInfoProto& proto) {
    ValueInfo value;
    value.name = proto.name();
    value.type = static_cast<base::ElementType>(proto.type().tensor_type().elem_type());
    for (const auto& dim : proto.type().tensor_type().shape().dim()) {
        value.shape.push_back(dim.has_dim_value() && dim.dim_value() >= 0 ? dim.dim_value() : -1);
        value.dimNames.push_back(dim.dim_param());
    }
    return value;
}

std::vector<ValueInfo> outputsOf(const onnx::GraphProto& graph) {
    std::vector<ValueInfo> outputs;
    for (const auto& output : graph.output()) outputs.push_back(valueInfo(output));
    return outputs;
}

void countOperators(const onnx::GraphProto& main, ModelInfo& info) {
    forEachGraph(main, [&](const onnx::GraphProto& graph) {
        for (const auto& node : graph.node()) {
            ++info.operators[node.op_type()];
            ++info.nodes;
            info.hasQdq = info.hasQdq || node.op_type() == "QuantizeLinear" ||
                          node.op_type() == "DequantizeLinear" || node.op_type().starts_with("QLinear");
        }
    });
}

std::int64_t nonFiniteCount(const onnx::TensorProto& tensor) {
    std::int64_t count = 0;
    for (const float x : floatValues(tensor)) count += std::isfinite(x) ? 0 : 1;
    return count;
}

/// Reads one initialiser, wherever its data lies, and forgets it again: memory stays at one tensor.
base::Status inspectWeight(const onnx::TensorProto& tensor, const fs::path& folder, ModelInfo& info,
                           int& warnings) {
    info.weightBytes += expectedBytes(tensor);
    info.hasFloat16 = info.hasFloat16 || tensor.data_type() == onnx::TensorProto::FLOAT16;
    if (!isFloatType(tensor.data_type())) return {};
    info.parameters += elementCount(tensor);
    std::int64_t bad = 0;
    if (isExternal(tensor)) {
        PWB_TRY(auto bytes, readExternal(tensor, folder));
        bad = nonFiniteCount(makeRawTensor("", tensor.data_type(), {}, std::move(bytes)));
    } else {
        bad = nonFiniteCount(tensor);
    }
    if (bad > 0 && warnings++ < kMostWeightWarnings)
        info.warnings.push_back(
            {"model.non_finite_weights", {{"tensor", tensor.name()}, {"count", std::to_string(bad)}}});
    return {};
}

base::Status hashFiles(ModelInfo& info) {
    auto hash = base::sha256OfFile(info.path);
    if (!hash) return tl::make_unexpected(hash.error());
    info.sha256 = *hash;
    info.fileBytes = fs::file_size(info.path);
    for (const std::string& name : info.externalData) {
        const fs::path file = info.path.parent_path() / name;
        hash = base::sha256OfFile(file);
        if (!hash) return tl::make_unexpected(hash.error());
        info.sha256 = base::sha256(info.sha256 + *hash);
        info.fileBytes += fs::file_size(file);
    }
    return {};
}

base::Status inspectWeights(onnx::ModelProto& model, ModelInfo& info) {
    const fs::path folder = info.path.parent_path();
    PWB_TRY(auto external, checkExternalData(model, folder));
    info.externalData = std::move(external);
    int warnings = 0;
    base::Status status;
    forEachGraph(model.graph(), [&](const onnx::GraphProto& graph) {
        for (const auto& tensor : graph.initializer())
            if (status) status = inspectWeight(tensor, folder, info, warnings);
    });
    return status;
}

void describe(const onnx::ModelProto& model, ModelInfo& info) {
    info.irVersion = model.ir_version();
    info.opset = defaultOpset(model);
    info.producer = model.producer_name();
    if (!model.producer_version().empty()) info.producer += " " + model.producer_version();
    for (const auto& entry : model.metadata_props()) info.metadata[entry.key()] = entry.value();
    std::unordered_set<std::string> initializers;
    for (const auto& tensor : model.graph().initializer()) initializers.insert(tensor.name());
    for (const auto& input : model.graph().input())
        if (!initializers.contains(input.name())) info.inputs.push_back(valueInfo(input));
    info.outputs = outputsOf(model.graph());
    countOperators(model.graph(), info);
}

/// Exporters may leave the class count open although it can be inferred.
void completeOutputs(onnx::ModelProto& model, ModelInfo& info) {
    const auto& shape = info.outputs[0].shape;
    if (!shape.empty() && shape.back() >= 0) return;
    inferOpenShapes(model);
    const std::vector<ValueInfo> inferred = outputsOf(model.graph());
    for (std::size_t i = 0; i < inferred.size(); ++i)
        if (info.outputs[i].shape.empty() || inferred[i].shape.size() == info.outputs[i].shape.size())
            info.outputs[i] = inferred[i];
}

}  // namespace

base::Result<ModelInfo> inspect(const fs::path& path) {
    PWB_TRY(auto model, parseFile(path));
    ModelInfo info;
    info.path = path;
    describe(model, info);
    base::Status status = checkStructure(model);
    if (status) status = inspectWeights(model, info);
    if (status) status = hashFiles(info);
    if (!status) {
        if (status.error().file.empty()) status.error().file = path.string();
        return tl::make_unexpected(status.error());
    }
    completeOutputs(model, info);
    info.task = recognizeTask(info);
    info.inputScaling = inputScaling(model);
    return info;
}

}  // namespace pwb::model
