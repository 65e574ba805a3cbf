// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/model/info.h"
#include "core/result/run_result.h"
#include "core/run/plan.h"

namespace pwb::run {

/// The engines that a plan asks for, waiting: its precisions, then INT8 (QAT), dynamic INT8 and, of a
/// detector, plain INT8. INT8 for another family of providers than the plan's own is a variant named after
/// it. `task`: the model's.
[[nodiscard]] std::vector<result::EngineResult> plannedEngines(const RunPlan& plan, model::Task task);

/// Whether INT8 (plain) stands beside INT8: for a detector that is calibrated, and not for TensorRT, which
/// takes no codes in between.
[[nodiscard]] bool plansPlainInt8(const RunPlan& plan, model::Task task);

/// Checks that `qat` can stand in for `model`: the same inputs and outputs by name, type and shape (a dynamic
/// dimension of `qat` fits any size). Gives its SHA-256. Errors: those of inspect(), quantize.not_quantized,
/// run.qat_differs_inputs,
/// run.qat_differs_outputs {given, wanted}.
[[nodiscard]] base::Result<std::string> checkQatModel(const std::filesystem::path& qat,
                                                      const model::ModelInfo& model);

/// An engine that a plan asked for and that this model does not have, as opposed to one that failed: dynamic
/// INT8 of a model without matrix products, plain INT8 where the default one leaves nothing float.
[[nodiscard]] bool doesNotApply(const result::EngineResult& engine, const base::Error& error);

}  // namespace pwb::run
