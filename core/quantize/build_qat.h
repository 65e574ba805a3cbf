// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <stop_token>

#include "core/base/progress.h"
#include "core/quantize/types.h"

namespace pwb::quantize {

/// buildQat() for an engine of any variant: the INT8 engine of a model that is quantised already has none.
[[nodiscard]] base::Result<BuiltEngine> buildFromQuantized(const BuildContext& context,
                                                           const std::filesystem::path& quantized,
                                                           base::Variant variant,
                                                           const base::ProgressSink& progress,
                                                           std::stop_token stop);

}  // namespace pwb::quantize
