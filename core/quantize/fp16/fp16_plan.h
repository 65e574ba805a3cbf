// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <string_view>
#include <vector>

#include "core/quantize/fp16/fp16.h"

namespace pwb::quantize {

/// How one node takes part: which of its inputs are to be FP16 and which of its outputs then are.
struct NodePrecision {
    bool half = false;
    std::vector<bool> halfInput, halfOutput;
    std::string_view why = {};  ///< message code where floats stay FP32; empty otherwise
};

/// One entry per node of the main graph, in its order.
[[nodiscard]] std::vector<NodePrecision> planFp16(const onnx::ModelProto& model, const Fp16Options& options);

}  // namespace pwb::quantize
