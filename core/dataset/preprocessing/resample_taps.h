// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/dataset/preprocessing/pillow_resize.h"

namespace pwb::dataset {

/// Pillow's weights are whole numbers of 2^−22: 32 bits less 8 for the pixel and 2 for sums outside 0…255.
inline constexpr int kPillowWeightBits = 22;

/// For each position of the target along one axis, the source positions that make it up.
struct ResampleTaps {
    struct Window {
        int first = 0;
        int count = 0;  ///< may be 0: such a position becomes 0
    };

    std::vector<Window> windows;        ///< one per target position
    std::vector<std::int32_t> weights;  ///< [target][longest], zeros after a window's own
    std::size_t longest = 1;
    int weightBits = kPillowWeightBits;  ///< weights are whole numbers of 2^−weightBits; at least 1

    [[nodiscard]] int targetSize() const { return static_cast<int>(windows.size()); }
    [[nodiscard]] const std::int32_t* weightsOf(std::size_t target) const {
        return weights.data() + target * longest;
    }
};

/// The taps of one axis: the source has `sourceSize` positions, of which [begin, end] becomes the target's
/// `targetSize`. Not for Nearest. Windows carry no zero weights at their ends.
[[nodiscard]] ResampleTaps resampleTaps(int sourceSize, float begin, float end, int targetSize,
                                        ResampleFilter filter);

}  // namespace pwb::dataset
