// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <stop_token>
#include <vector>

#include "core/run/plan.h"
#include "core/run/progress.h"

namespace pwb::run {

/// Runs the whole plan: read, build, evaluate, measure, compare, decide, store, report. A failed engine does
/// not fail the run; cancelling gives cancelled() and leaves everything produced so far in the store.
/// With `resume`, finished parts found in the run folder's store are kept and the rest is done.
/// Errors: those of reading model and data, run.folder_in_use, run.store_failed, run.resume_mismatch,
/// run.too_many_unreadable; when every engine failed, the first one's error.
[[nodiscard]] base::Result<std::shared_ptr<const result::RunResult>> execute(const RunPlan& plan, bool resume,
                                                                             const Observer& observer,
                                                                             std::stop_token stop);

/// Only builds the engines of the plan into its run folder's engines/; needs data for INT8 only. Failed
/// engines carry their error. Errors: those of reading model and data, run.int8_needs_data,
/// run.folder_in_use, cancelled.
[[nodiscard]] base::Result<std::vector<result::EngineResult>> buildEngines(const RunPlan& plan,
                                                                           const Observer& observer,
                                                                           std::stop_token stop);

}  // namespace pwb::run
