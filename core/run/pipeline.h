// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/result/run_result.h"
#include "core/run/plan.h"

namespace pwb::run {

/// What an engine is doing.
enum class Stage {
    Waiting,
    Reading,
    Preparing,
    Calibrating,
    Quantizing,
    Verifying,
    Searching,  ///< which layers INT8 has to leave float
    Evaluating,
    Measuring,
    Profiling,  ///< layer by layer
    Done,
    Failed,
    Cancelled
};
[[nodiscard]] std::string_view stageId(Stage stage);

struct EngineProgress {
    base::EngineId engine;
    Stage stage = Stage::Waiting;
    double done = 0, total = 0;  ///< of this stage; total 0: unknown
    double overall = 0;          ///< 0–1 over all stages of the engine
    double secondsLeft = -1;     ///< of the whole run; −1 unknown
};

/// How the front ends follow a run. Called from worker threads, one call at a time.
struct Observer {
    std::function<void(const EngineProgress&)> progress;
    /// A new immutable picture of the run, whenever a part is finished (and a few times a second while
    /// accuracy accumulates).
    std::function<void(std::shared_ptr<const result::RunResult>)> snapshot;
};

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

/// Opens a run folder written earlier, finished or not. Errors (BadInput): run.not_a_run, run.store_failed.
[[nodiscard]] base::Result<std::shared_ptr<const result::RunResult>> openRun(
    const std::filesystem::path& runFolder);

/// Builds the INT8 engine of a finished run anew with `keepFloat` as the layers that stay float, and
/// evaluates, measures and (where the run was profiled) profiles it; all else stays as it is. Calibration
/// statistics and trials of the run are reused. The run's plan and reports follow. When it fails or is
/// cancelled, the run is as it was before. Errors: run.not_a_run, run.no_int8, run.folder_in_use,
/// run.resume_mismatch, quantize.unknown_layer {layer, similar}, those of building and evaluating, cancelled.
[[nodiscard]] base::Result<std::shared_ptr<const result::RunResult>> rebuildInt8(
    const std::filesystem::path& runFolder, const std::vector<std::string>& keepFloat,
    const Observer& observer, std::stop_token stop);

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

/// Decides anew for other requirements, without touching the store.
[[nodiscard]] decide::Decision redecide(const result::RunResult& document,
                                        const decide::Requirements& requirements);

}  // namespace pwb::run
