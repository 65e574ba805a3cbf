// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "core/quantize/types.h"
#include "core/runtime/session.h"

namespace pwb::quantize {

struct TurnOptions {
    std::vector<int> batches = {1};  ///< of a dynamic batch dimension; a fixed one is timed as it is
    int rounds = 9;                  ///< every model has its turn in each
    double seconds = 0.02;           ///< of one turn
};

/// The first sample of `inputs` as often as `batch` says, for inputs whose first dimension is dynamic.
[[nodiscard]] std::vector<base::Tensor> repeatFirst(const runtime::Session& session,
                                                    const std::vector<base::Tensor>& inputs, int batch);

/// Milliseconds of serialised models on the context's provider, run on the first sample of
/// `inputs` and timed in turns so that what disturbs the
/// machine disturbs them alike: [model][batch]. Of each round the lower quartile counts, of the rounds the
/// least: what the model needs when nothing else wants the processor.
/// Errors: those of core/runtime; cancelled.
[[nodiscard]] base::Result<std::vector<std::vector<double>>> timeInTurns(
    const std::vector<std::string>& models, const std::vector<base::Tensor>& inputs,
    const BuildContext& context, const TurnOptions& options, std::stop_token stop);

}  // namespace pwb::quantize
