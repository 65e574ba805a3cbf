// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "core/run/store/run_facts.h"

namespace pwb::run {

/// Puts what the store has of the engines into the document, but for their answers.
/// Errors: run.store_failed, run.store_damaged.

/// For reading: engines that this model does not have leave the document.
[[nodiscard]] base::Status showStoredEngines(const RunFacts& facts, result::RunResult& document);

/// For going on: what has to be done again is left out and forgotten (engine files that are gone, failures,
/// and FP16 emulations, which live in memory only).
[[nodiscard]] base::Status resumeStoredEngines(RunFacts& facts, result::RunResult& document);

}  // namespace pwb::run
