// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>

#include "core/quantize/calibrate/histogram.h"
#include "core/quantize/calibrate/ranges.h"
#include "core/quantize/layers.h"

namespace pwb::quantize {

/// A tensor's values for people: extremes, at most 64 bins between them (each of whole bins of `histogram`),
/// and with `params` the range that its codes span and what lies beyond it.
[[nodiscard]] LayerValues layerValues(const Histogram& histogram, const std::optional<QuantParams>& params);

}  // namespace pwb::quantize
