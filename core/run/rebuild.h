// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/run/progress.h"

namespace pwb::run {

/// Builds the INT8 engine of a finished run anew with `keepFloat` as the layers that stay float, and
/// evaluates, measures and (where the run was profiled) profiles it; all else stays as it is. Calibration
/// statistics and trials of the run are reused. The run's plan and reports follow. When it fails or is
/// cancelled, the run is as it was before. Errors: run.not_a_run, run.no_int8, run.folder_in_use,
/// run.resume_mismatch, quantize.unknown_layer {layer, similar}, those of building and evaluating, cancelled.
[[nodiscard]] base::Result<std::shared_ptr<const result::RunResult>> rebuildInt8(
    const std::filesystem::path& runFolder, const std::vector<std::string>& keepFloat,
    const Observer& observer, std::stop_token stop);

}  // namespace pwb::run
