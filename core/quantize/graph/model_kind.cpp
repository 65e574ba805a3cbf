// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/graph/model_kind.h"

#include "core/model/graph.h"
#include "core/model/walk.h"

namespace pwb::quantize {

using onnx::TensorProto;

bool isHalfModel(const onnx::ModelProto& model) {
    std::int64_t half = 0, single = 0;
    model::forEachTensor(model, [&](const onnx::TensorProto& tensor) {
        const bool narrow =
            tensor.data_type() == TensorProto::FLOAT16 || tensor.data_type() == TensorProto::BFLOAT16;
        half += narrow ? model::elementCount(tensor) : 0;
        single += tensor.data_type() == TensorProto::FLOAT ? model::elementCount(tensor) : 0;
    });
    return half > single;
}

bool isQuantizedModel(const onnx::ModelProto& model) {
    bool quantized = false;
    model::forEachGraph(model.graph(), [&](const onnx::GraphProto& graph) {
        for (const auto& node : graph.node()) {
            const std::string& op = node.op_type();
            quantized = quantized || op == "QuantizeLinear" || op == "DequantizeLinear" ||
                        op.starts_with("QLinear") || op.ends_with("Integer") ||
                        op == "DynamicQuantizeLinear" || op == "MatMulNBits";
        }
    });
    return quantized;
}

}  // namespace pwb::quantize
