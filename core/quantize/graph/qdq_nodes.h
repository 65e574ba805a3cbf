// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/model/graph.h"

namespace pwb::quantize {

/// Parameters of one QuantizeLinear or DequantizeLinear, with constant float scale: real = (code − zero) ·
/// scale.
struct QdqParams {
    std::vector<float> scales;             ///< one, or one per channel
    std::vector<std::int64_t> zeroPoints;  ///< as many
    int type = 0;                          ///< of the codes, as in onnx::TensorProto
    bool perChannel = false;
    int axis = 0;  ///< of the channels, as written (may be negative); only with perChannel

    /// Of a tensor's scales, the one of channel c.
    [[nodiscard]] float scale(std::size_t c) const { return scales[perChannel ? c : 0]; }
    [[nodiscard]] std::int64_t zero(std::size_t c) const { return zeroPoints[perChannel ? c : 0]; }
    bool operator==(const QdqParams&) const = default;
};

[[nodiscard]] bool isQuantize(const onnx::NodeProto& node);
[[nodiscard]] bool isDequantize(const onnx::NodeProto& node);
/// Nothing where scale or zero point are computed, not float32, or given per block.
[[nodiscard]] std::optional<QdqParams> qdqParams(const model::GraphView& view, const onnx::NodeProto& node);
/// Least and largest code of an integer type of 8 bits, or nothing for another type.
[[nodiscard]] std::optional<std::pair<int, int>> codeRange(int type);

/// The codes that QuantizeLinear gives a float constant: saturate(round half to even(x / scale) + zero), one
/// byte each. Nothing where the parameters do not fit the tensor or the type is not 8 bits wide.
[[nodiscard]] std::optional<onnx::TensorProto> quantizeConstant(const onnx::TensorProto& values,
                                                                const QdqParams& params,
                                                                const std::string& name);
/// The floats that DequantizeLinear gives a constant of codes (8 or 32 bits): (code − zero) · scale.
[[nodiscard]] std::optional<onnx::TensorProto> dequantizeConstant(const onnx::TensorProto& codes,
                                                                  const QdqParams& params,
                                                                  const std::string& name);

}  // namespace pwb::quantize
