// SPDX-License-Identifier: GPL-3.0-or-later
// How a run begins.
#pragma once

#include "core/run/inputs.h"
#include "core/run/store/run_folder.h"
#include "core/run/store/store.h"

namespace pwb::run {

/// A run about to start: everything read and checked, its folder there and held.
struct Opened {
    RunPlan plan;  ///< with the provider that "auto" came to
    RunInputs inputs;
    runtime::Environment environment;
    FolderLock lock;
};
/// Errors: those of reading model and data, run.folder_in_use, quantize.unknown_layer, run.max_drop_labels,
/// chooseProvider()'s.
[[nodiscard]] base::Result<Opened> openFolder(const RunPlan& wanted, bool needData, bool resume,
                                              const std::stop_token& stop);

/// The document of a run of which nothing is done yet.
[[nodiscard]] result::RunResult startDocument(const RunPlan& plan, const RunInputs& inputs,
                                              const runtime::Environment& environment);

/// What the store has to know before the first part comes.
[[nodiscard]] base::Status storeStart(RunStore& store, const RunPlan& plan, const RunInputs& inputs,
                                      const result::RunResult& document);

}  // namespace pwb::run
