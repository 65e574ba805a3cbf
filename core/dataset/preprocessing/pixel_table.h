// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <array>

#include "core/dataset/preprocess.h"

namespace pwb::dataset {

/// float((pixel · scale − mean) / std) for every 8-bit pixel and channel of the model, as
/// preprocess.h says for each Arithmetic. Double: computed in double in this order and rounded once,
/// bit-equal to NumPy's ((image / 255.0 - mean) / std) .astype(float32). Where the scale is the nearest
/// double to 1/n, n a whole number, the pixel is divided by n as NumPy does there; a multiplication by the
/// rounded 1/n may differ in the last bit.
class PixelTable {
public:
    explicit PixelTable(const Preprocess& preprocess);
    /// 256 values; `channel` counts in the model's order (0 is red in RGB).
    [[nodiscard]] const float* channel(std::size_t channel) const { return m_values[channel].data(); }

private:
    std::array<std::array<float, 256>, 3> m_values{};
};

}  // namespace pwb::dataset
