// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/graph/weights.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pwb::quantize {

ChannelLayout channelLayout(std::span<const std::int64_t> dims, int axis) {
    ChannelLayout layout{dims[axis], 1};
    for (std::size_t i = axis + 1; i < dims.size(); ++i) layout.inner *= dims[i];
    return layout;
}

QuantizedWeight quantizeWeight(std::span<const float> values, ChannelLayout layout,
                               std::span<const float> minimumScales) {
    QuantizedWeight weight;
    const auto channels = static_cast<std::size_t>(layout.channels);
    const auto inner = static_cast<std::size_t>(layout.inner);
    weight.scales.assign(channels, 0);
    // The values of one channel stand in runs of `inner`, one run per round over the channels.
    const auto forEachRun = [&](const auto& work) {
        std::size_t channel = 0;
        for (std::size_t start = 0; start < values.size(); start += inner) {
            work(channel, start, std::min(start + inner, values.size()));
            if (++channel == channels) channel = 0;
        }
    };
    forEachRun([&](std::size_t channel, std::size_t start, std::size_t end) {
        float absmax = weight.scales[channel];
        for (std::size_t i = start; i < end; ++i) absmax = std::max(absmax, std::fabs(values[i]));
        weight.scales[channel] = absmax;
    });
    // A dead channel (or one of denormals) must not give a scale whose product with the input's underflows.
    constexpr float kFloor = 1e-12F;
    for (std::size_t c = 0; c < channels; ++c) {
        weight.scales[c] = std::max(weight.scales[c] / 127.0F, kFloor);
        if (!minimumScales.empty()) weight.scales[c] = std::max(weight.scales[c], minimumScales[c]);
    }
    weight.codes.resize(values.size());
    forEachRun([&](std::size_t channel, std::size_t start, std::size_t end) {
        const float scale = weight.scales[channel];
        for (std::size_t i = start; i < end; ++i) {
            const float code = std::nearbyintf(values[i] / scale);
            weight.codes[i] = static_cast<std::int8_t>(std::clamp(code, -127.0F, 127.0F));
        }
    });
    return weight;
}

std::vector<float> leastScalesForBias(std::span<const float> bias, float inputScale) {
    std::vector<float> scales(bias.size());
    // A little below 2³¹, so that float rounding of the quotient cannot pass it.
    constexpr double kLargest = 2147483392.0;
    std::transform(bias.begin(), bias.end(), scales.begin(), [&](float b) {
        return static_cast<float>(std::fabs(static_cast<double>(b)) /
                                  (static_cast<double>(inputScale) * kLargest));
    });
    return scales;
}

std::vector<std::int32_t> quantizeBias(std::span<const float> bias, float inputScale,
                                       std::span<const float> weightScales) {
    std::vector<std::int32_t> codes(bias.size());
    for (std::size_t c = 0; c < bias.size(); ++c) {
        const double code = std::nearbyint(static_cast<double>(bias[c]) /
                                           (static_cast<double>(inputScale) * weightScales[c]));
        codes[c] = static_cast<std::int32_t>(
            std::clamp(code, static_cast<double>(std::numeric_limits<std::int32_t>::min()),
                       static_cast<double>(std::numeric_limits<std::int32_t>::max())));
    }
    return codes;
}

}  // namespace pwb::quantize
