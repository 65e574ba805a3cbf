// SPDX-License-Identifier: GPL-3.0-or-later
// Built with -ffp-contract=off (CMakeLists.txt): a fused multiply-add would round once less than NumPy.
#include "core/dataset/preprocessing/pixel_table.h"

#include <cmath>

namespace pwb::dataset {

PixelTable::PixelTable(const Preprocess& preprocess) {
    const double divisor = std::nearbyint(1.0 / preprocess.scale);
    const bool divides = 1.0 / divisor == preprocess.scale;
    for (std::size_t channel = 0; channel < m_values.size(); ++channel) {
        for (std::size_t pixel = 0; pixel < 256; ++pixel) {
            const auto value = static_cast<double>(pixel);
            const double scaled = divides ? value / divisor : value * preprocess.scale;
            m_values[channel][pixel] =
                static_cast<float>((scaled - preprocess.mean[channel]) / preprocess.std[channel]);
        }
    }
}

}  // namespace pwb::dataset
