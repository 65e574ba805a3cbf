// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/grid_cells.h"

namespace pwb::model {

std::pair<std::int64_t, std::int64_t> imageSize(const ModelInfo& info) {
    if (info.inputs.empty() || info.inputs[0].shape.size() != 4) return {0, 0};
    const auto& shape = info.inputs[0].shape;
    const bool channelsLast = shape[3] == 3 || shape[3] == 1;
    const auto height = shape[channelsLast ? 1 : 2], width = shape[channelsLast ? 2 : 3];
    return height > 0 && width > 0 ? std::pair(height, width) : std::pair<std::int64_t, std::int64_t>(0, 0);
}

int gridAnchors(std::int64_t count, std::int64_t height, std::int64_t width) {
    for (const std::int64_t first : {4, 8, 16})
        for (const std::int64_t last : {16, 32, 64}) {
            if (last <= first) continue;  // one grid is no sign
            std::int64_t cells = 0;
            for (std::int64_t stride = first; stride <= last; stride *= 2)
                cells += (height / stride) * (width / stride);
            if (cells > 0 && count == cells) return 1;
            if (cells > 0 && count == 3 * cells) return 3;
        }
    return 0;
}

}  // namespace pwb::model
