// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/quantize/layers.h"
#include "core/quantize/trials/optimized_graph.h"

namespace pwb::quantize {

struct LayerMapping {
    std::vector<OptimizedKernel> kernels;             ///< in the file's order, which is that of running
    std::vector<std::optional<std::size_t>> ofLayer;  ///< index into kernels; absent: melted away
};

/// Finds for each layer of the prepared graph the operator of the optimised graph that does its work. Names
/// of nodes and tensors that survive decide, with the marks that the runtime and our converters add taken off
/// (`_nchwc`, `_token_12`, `_q`, `InsertedPrecisionFreeCast_`, …). A layer whose names are gone was fused:
/// an activation into the operator before it, any other into the nearest one behind it that survives. What
/// only moves data and is gone was removed.
[[nodiscard]] LayerMapping mapLayers(const onnx::ModelProto& prepared, std::span<const LayerFacts> layers,
                                     const onnx::ModelProto& optimized);

}  // namespace pwb::quantize
