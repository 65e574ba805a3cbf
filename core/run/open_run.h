// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <memory>

#include "core/result/run_result.h"
#include "core/run/plan.h"

namespace pwb::run {

/// Opens a run folder written earlier, finished or not. Errors (BadInput): run.not_a_run, run.store_failed.
[[nodiscard]] base::Result<std::shared_ptr<const result::RunResult>> openRun(
    const std::filesystem::path& runFolder);

/// The plan of a run that was written earlier, with `runFolder` as where it is now. Errors: as openRun().
[[nodiscard]] base::Result<RunPlan> planOf(const std::filesystem::path& runFolder);

/// Decides anew for other requirements, without touching the store.
[[nodiscard]] decide::Decision redecide(const result::RunResult& document,
                                        const decide::Requirements& requirements);

}  // namespace pwb::run
