// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <string>
#include <unordered_set>
#include <vector>

#include "core/base/error.h"
#include "core/base/half.h"

namespace pwb::quantize {

struct Fp16Options {
    bool keepIo = true;  ///< inputs and outputs stay FP32, with a Cast behind and before them; else those
                         ///< that FP16 operators alone read or make are FP16
    std::unordered_set<std::string> keepFp32 = {};  ///< names of further nodes to leave in FP32
    std::unordered_set<std::string> boxes = {};     ///< names of nodes that compute boxes: they stay FP32 too
};

/// What rounding one initialiser to FP16 did.
struct TensorLoss {
    std::string tensor;
    base::HalfCounts counts;
};

/// A node that reads or makes floats and was left in FP32; `why` is a message code.
struct KeptNode {
    std::string node;
    std::string op;
    std::string why;
};

struct Fp16Facts {
    int converted = 0;  ///< nodes that work in FP16
    int casts = 0;      ///< Cast nodes added
    base::HalfCounts total;
    std::vector<TensorLoss> losses;  ///< tensors with overflow, underflow or subnormals, worst first
    std::vector<KeptNode> kept;
};

/// Turns a prepared model (core/model/prepare.h) into one that stores and computes in FP16. Stay in FP32:
/// operators that ONNX does not define for FP16 or that are known to need the range, operators of other
/// domains, everything inside If/Loop/Scan, and arithmetic on shapes. There is one Cast per tensor and
/// type, and one copy of an initialiser per precision that reads it; weights are rounded to nearest, finite
/// ones clamped to ±65504.
/// Errors (BadInput): quantize.fp16_already_quantized, quantize.fp16_nothing_to_convert.
[[nodiscard]] base::Result<Fp16Facts> convertToFp16(onnx::ModelProto& model, const Fp16Options& options = {});

/// A model that shows on any CPU what the converted one computes: the FP32 graph with FP16-rounded weights
/// and, wherever the converted graph holds an FP16 tensor, a Cast to FP16 and back. It models FP16 storage
/// with FP32 accumulation. `facts` may be null.
/// Weights are stored as FP16 there too, so it is half as large as the FP32 model.
/// Errors: as convertToFp16(), and model.too_large (over 2 GB in one piece).
[[nodiscard]] base::Result<std::string> emulateFp16(const onnx::ModelProto& prepared, Fp16Facts* facts,
                                                    const Fp16Options& options = {});

}  // namespace pwb::quantize
