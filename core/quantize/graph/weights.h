// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pwb::quantize {

/// A weight in signed 8-bit codes, symmetric, one scale per output channel: real = code · scale[channel].
struct QuantizedWeight {
    std::vector<std::int8_t> codes;  ///< in the weight's own layout
    std::vector<float> scales;       ///< one per channel, > 0
};

/// Where the channels of a weight lie: element i belongs to channel (i / inner) % channels.
struct ChannelLayout {
    std::int64_t channels = 1;
    std::int64_t inner = 1;
};
/// Of a tensor with `dims` and its channels along `axis`.
[[nodiscard]] ChannelLayout channelLayout(std::span<const std::int64_t> dims, int axis);

/// scale = max|w| / 127 per channel, codes within ±127. `minimumScales` (empty or one per channel) raises a
/// scale where the bias would else not fit into 32 bits. A channel of zeros gets a small harmless scale.
[[nodiscard]] QuantizedWeight quantizeWeight(std::span<const float> values, ChannelLayout layout,
                                             std::span<const float> minimumScales);

/// The least weight scale per channel for which round(bias / (inputScale·scale)) fits into int32.
[[nodiscard]] std::vector<float> leastScalesForBias(std::span<const float> bias, float inputScale);

/// round(bias / (inputScale·weightScale)) per channel, saturated to int32.
[[nodiscard]] std::vector<std::int32_t> quantizeBias(std::span<const float> bias, float inputScale,
                                                     std::span<const float> weightScales);

}  // namespace pwb::quantize
