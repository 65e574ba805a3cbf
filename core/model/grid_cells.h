// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <utility>

#include "core/model/info.h"

namespace pwb::model {

/// The first input's height and width where it is a picture of a fixed size, else {0, 0}.
[[nodiscard]] std::pair<std::int64_t, std::int64_t> imageSize(const ModelInfo& info);

/// Anchors per cell, one or three, where `count` is the number of boxes of a YOLO head: of the cells of its
/// grids (two to five of the strides 4, 8 … 64 in a row) times that; else 0.
[[nodiscard]] int gridAnchors(std::int64_t count, std::int64_t height, std::int64_t width);

}  // namespace pwb::model
