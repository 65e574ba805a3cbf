// SPDX-License-Identifier: GPL-3.0-or-later
// For this folder's .cpp files only.
#pragma once

#include "core/runtime/session_implementation.h"

namespace pwb::runtime {

/// A session with this process's own library.
[[nodiscard]] OpenedSession openLocal(const ModelSource& model, const SessionOptions& options);

}  // namespace pwb::runtime
