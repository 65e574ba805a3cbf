// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <stop_token>

#include "core/quantize/build.h"

namespace pwb::quantize {

/// Opens `engine` with the options that the measurement uses, has the runtime write its optimised graph, and
/// counts what is really in it. Errors: those of the session.
[[nodiscard]] base::Result<ExecutedOperators> readBackExecuted(const std::filesystem::path& engine,
                                                               const std::string& provider, int threads);

}  // namespace pwb::quantize
