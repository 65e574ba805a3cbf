// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/quantize/calibrate/collector.h"

namespace pwb::quantize {

/// Everything of `collected`, exactly; tensors in the order of their names, so that equal statistics give
/// equal bytes. As statistics.proto has it.
[[nodiscard]] std::string encodeStatistics(const Collected& collected);
/// Nothing where `bytes` is not what encodeStatistics() writes.
[[nodiscard]] std::optional<Collected> decodeStatistics(std::string_view bytes);

}  // namespace pwb::quantize
