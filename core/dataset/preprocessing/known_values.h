// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset: means and standard deviations of pixels from 0 to 1, red, green, blue.
#pragma once

#include <array>

namespace pwb::dataset {

inline constexpr std::array<double, 3> kImageNetMean = {0.485, 0.456, 0.406};
inline constexpr std::array<double, 3> kImageNetStd = {0.229, 0.224, 0.225};
inline constexpr std::array<double, 3> kClipMean = {0.48145466, 0.4578275, 0.40821073};
inline constexpr std::array<double, 3> kClipStd = {0.26862954, 0.26130258, 0.27577711};

}  // namespace pwb::dataset
