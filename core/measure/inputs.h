// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/measure only.
#pragma once

#include <vector>

#include "core/base/tensor.h"
#include "core/runtime/session.h"

namespace pwb::measure {

/// The batch size that the model insists on, 0 when it takes any.
[[nodiscard]] int fixedBatch(const std::vector<runtime::ValueSpec>& inputs);

/// Inputs to time with: normally distributed numbers, the same ones every time; integers are 1, which is a
/// valid token, mask or length. `sampleShape` (no batch dimension) fills the first input's dynamic
/// dimensions; what stays unknown is 1.
[[nodiscard]] std::vector<base::Tensor> makeInputs(const std::vector<runtime::ValueSpec>& inputs, int batch,
                                                   const std::vector<std::int64_t>& sampleShape);

}  // namespace pwb::measure
