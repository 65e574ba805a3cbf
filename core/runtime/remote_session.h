// SPDX-License-Identifier: GPL-3.0-or-later
// For this folder's .cpp files only: sessions in a child process, `pwb worker session PROVIDER`.
#pragma once

#include "core/runtime/library.h"
#include "core/runtime/session_implementation.h"

namespace pwb::runtime {

[[nodiscard]] OpenedSession openRemote(const ModelSource& model, const SessionOptions& options);

/// What a child for `provider` has loaded.
[[nodiscard]] base::Result<Library> libraryOfWorker(const std::string& provider);

}  // namespace pwb::runtime
