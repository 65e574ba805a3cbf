// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <onnx/onnx_pb.h>

#include <stop_token>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/progress.h"
#include "core/quantize/calibrate/ranges.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// Statistics of the named tensors over all calibration samples.
using Statistics = std::unordered_map<std::string, TensorStatistics>;

/// A few samples with the FP32 outputs they gave, to compare quantised outputs with.
struct ReferenceBatch {
    std::vector<base::Tensor> inputs;
    std::vector<base::Tensor> outputs;
};

struct Collected {
    Statistics statistics;
    std::vector<ReferenceBatch> references;
    int samples = 0;
};

struct CollectOptions {
    std::size_t memoryBudgetBytes = 256u << 20;  ///< of watched tensors; a quarter of it again for references
    int threads = 1;
    std::size_t referenceSamples = 64;  ///< kept, spread over the set, as far as the budget lets them
};

/// Runs `model` over the calibration samples with the tensors appended as outputs, and folds each batch into
/// the statistics at once. Tensors are taken in groups whose bytes stay within the memory budget; each group
/// is one pass over the data. Memory therefore does not depend on the number of samples. Tensors of float16,
/// bfloat16 and double are counted as float. Padding in a batch does not count.
/// Errors: those of the source and of the session; quantize.calibration_empty;
/// quantize.calibration_type {tensor, type} (integers, say); quantize.calibration_non_finite {tensor} (it
/// gave no finite value at all); cancelled.
[[nodiscard]] base::Result<Collected> collectStatistics(
    const onnx::ModelProto& model, const std::vector<std::string>& tensors, const CalibrationSource& source,
    const CollectOptions& options, const base::ProgressSink& progress, std::stop_token stop);

}  // namespace pwb::quantize
