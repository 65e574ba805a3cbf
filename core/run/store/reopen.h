// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/result/run_result.h"
#include "core/run/store/store.h"

namespace pwb::run {

/// Takes the stored parts of the engines into the document. `forResume`: leaves out what has to be done again
/// (engine files that are gone, failures). Otherwise engines that this model does not have leave the
/// document.
[[nodiscard]] base::Status takeParts(const RunStore& store, result::RunResult& document, bool forResume);

}  // namespace pwb::run
