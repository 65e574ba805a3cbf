// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/run/plan.h"
#include "core/run/progress.h"

namespace pwb::run {

/// Profiles the engines of a run layer by layer (precision, time, values; with `withSensitivity` also what
/// quantising each layer costs), stores the result and writes the reports anew. What an earlier call found is
/// reused. Errors: run.not_a_run, run.no_engines, run.folder_in_use, run.resume_mismatch, cancelled.
[[nodiscard]] base::Result<std::shared_ptr<const result::RunResult>> profileLayers(
    const std::filesystem::path& runFolder, bool withSensitivity, const Observer& observer,
    std::stop_token stop);

/// What `pwb layers MODEL` does: builds the engines of the plan into its run folder and profiles them,
/// without evaluating or timing them as a whole. Errors: as execute() and profileLayers().
[[nodiscard]] base::Result<std::shared_ptr<const result::RunResult>> buildAndProfile(const RunPlan& plan,
                                                                                     bool withSensitivity,
                                                                                     const Observer& observer,
                                                                                     std::stop_token stop);

}  // namespace pwb::run
