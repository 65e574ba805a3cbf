// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/tensor.h"
#include "core/run/inputs.h"
#include "core/runtime/session.h"

namespace pwb::run {

/// Shape of one sample as the model's first input takes it, without the batch dimension.
[[nodiscard]] std::vector<std::int64_t> sampleShape(const RunInputs& inputs);

/// The model's batch dimension: −1 when dynamic.
[[nodiscard]] std::int64_t fixedBatch(const model::ModelInfo& model);

/// A loaded batch as the model's input tensors, padded by repeating the last sample when the batch is fixed.
[[nodiscard]] std::vector<base::Tensor> modelInputs(std::vector<base::Tensor> batch,
                                                    const model::ModelInfo& model);

/// Inputs with the element types that an engine takes: some take half precision.
[[nodiscard]] std::vector<base::Tensor> asTaken(const runtime::Session& session,
                                                const std::vector<base::Tensor>& inputs);

/// An output's values as float (float, float16 or double; empty for other types).
[[nodiscard]] std::vector<float> floatsOf(const base::Tensor& output);

}  // namespace pwb::run
