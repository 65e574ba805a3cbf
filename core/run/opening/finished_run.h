// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/run/inputs.h"
#include "core/run/progress.h"
#include "core/run/stages/stages.h"
#include "core/run/store/run_folder.h"
#include "core/run/store/store.h"

namespace pwb::run {

/// A run of an earlier process, open for changes.
struct FinishedRun {
    RunPlan plan;
    RunInputs inputs;
    FolderLock lock;
    RunStore store;
    std::shared_ptr<const result::RunResult> document;

    /// `needData`: else it is read where the run has read it. Errors: run.not_a_run, run.folder_in_use,
    /// run.resume_mismatch, those of reading model and data.
    [[nodiscard]] static base::Result<FinishedRun> open(const std::filesystem::path& runFolder,
                                                        bool needData);
};

/// Ends a change of a run: decides anew, writes the reports and tells that the engines are done.
/// `finished`: whether nothing is missing in the run. Errors: those of report::writeAll().
[[nodiscard]] base::Result<std::shared_ptr<const result::RunResult>> concludeChange(
    const StageContext& context, bool finished);

}  // namespace pwb::run
