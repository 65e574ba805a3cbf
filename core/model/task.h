// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/model only.
#pragma once

#include "core/model/info.h"

namespace pwb::model {

/// Classification or detection, from metadata, names and shapes; Unknown where none is conclusive.
[[nodiscard]] Task recognizeTask(const ModelInfo& info);

}  // namespace pwb::model
