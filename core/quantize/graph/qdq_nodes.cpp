// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/graph/qdq_nodes.h"

#include <algorithm>
#include <cmath>

#include "core/quantize/graph/weights.h"

namespace pwb::quantize {
namespace {

using onnx::TensorProto;

/// The type of the codes where no zero point tells it.
int typeWithoutZeroPoint(const model::GraphView& view, const onnx::NodeProto& node) {
    if (const auto wanted = model::attributeInt(node, "output_dtype", 0); isQuantize(node) && wanted != 0)
        return static_cast<int>(wanted);
    if (isQuantize(node)) return TensorProto::UINT8;
    if (const auto* codes = view.initializer(node.input(0))) return codes->data_type();
    const auto* producer = view.producer(node.input(0));
    if (!producer || !isQuantize(*producer)) return TensorProto::UINT8;
    if (!model::hasInput(*producer, 2)) return typeWithoutZeroPoint(view, *producer);
    const auto* zero = view.initializer(producer->input(2));
    return zero ? zero->data_type() : TensorProto::UNDEFINED;
}

/// Where the channels of `tensor` lie, or nothing where the parameters do not fit it.
std::optional<ChannelLayout> layoutFor(const TensorProto& tensor, const QdqParams& params) {
    if (!params.perChannel) return ChannelLayout{1, std::max<std::int64_t>(model::elementCount(tensor), 1)};
    const int rank = tensor.dims_size();
    const int axis = params.axis < 0 ? params.axis + rank : params.axis;
    if (axis < 0 || axis >= rank || tensor.dims(axis) != std::ssize(params.scales)) return std::nullopt;
    const std::vector<std::int64_t> dims(tensor.dims().begin(), tensor.dims().end());
    return channelLayout(dims, axis);
}

std::vector<std::int64_t> dimsOf(const TensorProto& tensor) {
    return {tensor.dims().begin(), tensor.dims().end()};
}

}  // namespace

bool isQuantize(const onnx::NodeProto& node) {
    return node.op_type() == "QuantizeLinear";
}

bool isDequantize(const onnx::NodeProto& node) {
    return node.op_type() == "DequantizeLinear";
}

std::optional<QdqParams> qdqParams(const model::GraphView& view, const onnx::NodeProto& node) {
    if (node.input_size() < 2 || model::attributeInt(node, "block_size", 0) != 0) return std::nullopt;
    const auto* scale = view.initializer(node.input(1));
    if (!scale || scale->data_type() != TensorProto::FLOAT || scale->dims_size() > 1) return std::nullopt;
    QdqParams params;
    params.scales = model::floatValues(*scale);
    if (params.scales.empty()) return std::nullopt;
    params.zeroPoints.assign(params.scales.size(), 0);
    if (model::hasInput(node, 2)) {
        const auto* zero = view.initializer(node.input(2));
        if (!zero) return std::nullopt;
        params.type = zero->data_type();
        params.zeroPoints = model::intValues(*zero);
        if (params.zeroPoints.size() != params.scales.size()) return std::nullopt;
    } else {
        params.type = typeWithoutZeroPoint(view, node);
    }
    params.perChannel = params.scales.size() > 1;
    if (params.perChannel) params.axis = static_cast<int>(model::attributeInt(node, "axis", 1));
    return params;
}

std::optional<std::pair<int, int>> codeRange(int type) {
    if (type == TensorProto::UINT8) return std::pair{0, 255};
    if (type == TensorProto::INT8) return std::pair{-128, 127};
    return std::nullopt;
}

std::optional<TensorProto> quantizeConstant(const TensorProto& values, const QdqParams& params,
                                            const std::string& name) {
    const auto range = codeRange(params.type);
    const auto layout = layoutFor(values, params);
    if (!range || !layout || values.data_type() != TensorProto::FLOAT) return std::nullopt;
    const std::vector<float> floats = model::floatValues(values);
    if (!std::all_of(floats.begin(), floats.end(), [](float x) { return std::isfinite(x); }))
        return std::nullopt;  // no code stands for NaN
    std::string codes(floats.size(), '\0');
    for (std::size_t i = 0; i < floats.size(); ++i) {
        const std::size_t c =
            i / static_cast<std::size_t>(layout->inner) % static_cast<std::size_t>(layout->channels);
        const float code = std::nearbyintf(floats[i] / params.scale(c)) + static_cast<float>(params.zero(c));
        codes[i] = static_cast<char>(static_cast<int>(
            std::clamp(code, static_cast<float>(range->first), static_cast<float>(range->second))));
    }
    return model::makeRawTensor(name, params.type, dimsOf(values), std::move(codes));
}

std::optional<TensorProto> dequantizeConstant(const TensorProto& codes, const QdqParams& params,
                                              const std::string& name) {
    const auto layout = layoutFor(codes, params);
    const bool known = codeRange(codes.data_type()) || codes.data_type() == TensorProto::INT32;
    if (!layout || !known) return std::nullopt;
    const std::vector<std::int64_t> values = model::intValues(codes);
    std::vector<float> floats(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
        const std::size_t c =
            i / static_cast<std::size_t>(layout->inner) % static_cast<std::size_t>(layout->channels);
        floats[i] = static_cast<float>(values[i] - params.zero(c)) * params.scale(c);
    }
    return model::makeFloatTensor(name, dimsOf(codes), floats);
}

}  // namespace pwb::quantize
