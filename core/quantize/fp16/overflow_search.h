// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// A node that FP16 cannot hold: it reads or makes `tensor`, whose largest |x| was `largest`.
struct BeyondHalf {
    std::string node, op, tensor;
    float largest = 0;
};

/// FP16 ends at 65504. Data that was not seen makes larger values than the calibration samples: from 64 to
/// 1,008 samples the largest value of a tensor grew by up to 2.3 × in a MobileNetV2, 1.5 × in a ResNet. So a
/// quarter of the range is the limit there.
inline constexpr float kCalibratedLimit = 65504.0F / 4;

/// Runs a prepared FP32 model over 64 samples spread over `source` and names the nodes that read or make a
/// value beyond kCalibratedLimit, and those that square inside (normalisations, ReduceL2, …) and read a value
/// whose square is. Without `source` it runs once on random inputs (trial_run.h), and 65504 itself is the
/// limit. Every tensor is reduced to its largest |x| inside the graph: memory is that of one run. Tensors
/// whose size depends on values (behind NonZero, NonMaxSuppression, …) are not looked at.
/// Errors: those of the source and of core/runtime.
[[nodiscard]] base::Result<std::vector<BeyondHalf>> nodesBeyondHalf(const onnx::ModelProto& prepared,
                                                                    const CalibrationSource* source,
                                                                    std::stop_token stop);

}  // namespace pwb::quantize
