// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <span>
#include <vector>

namespace pwb::dataset {

/// Is it [3, T, 17]: x, y and confidence of COCO's 17 joints over T frames?
[[nodiscard]] bool isSkeleton(const std::vector<std::int64_t>& shape);

/// Some frames of a skeleton sequence side by side, from the first to the last, no wider than `edge`: bones
/// of the left side blue, of the right side orange; faint where the confidence is below a half, left out
/// where it is 0. All frames have one scale; the head is up, whichever way y counts. BGR.
[[nodiscard]] cv::Mat drawSkeletons(std::span<const float> values, int frames, int edge);

}  // namespace pwb::dataset
