// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/measure only: the child's side of timeKernels().
#pragma once

#include "core/runtime/protocol.h"

namespace pwb::measure {

using runtime::Json;

/// Answers the command "profile" (worker.cpp).
[[nodiscard]] runtime::Json profileReply(const runtime::Json& command);

}  // namespace pwb::measure
