// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <cstdint>

#include "core/dataset/preprocessing/pillow_resize.h"
#include "core/dataset/preprocessing/resample_taps.h"

namespace pwb::dataset {

/// Resamples each row of the source: writes [source.height, taps.targetSize(), channels] without gaps.
/// Sums are exact in 32 bits, rounded to the nearest whole number (halves up) and clipped to 0…255.
void resampleAcross(const Pixels8& source, const ResampleTaps& taps, bool portable, std::uint8_t* target);

/// Resamples each column likewise: writes [taps.targetSize(), source.width, channels]. Row 0 of `source` is
/// the row `firstRow` of the taps; the rows that they name are all there.
void resampleDown(const Pixels8& source, int firstRow, const ResampleTaps& taps, bool portable,
                  std::uint8_t* target);

}  // namespace pwb::dataset
