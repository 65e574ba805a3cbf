// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace pwb::dataset {

/// By Pillow's names (Image.Resampling). Pillow's bicubic has a = −0.5, OpenCV's a = −0.75; OpenCV has no box
/// and no Hamming.
enum class ResampleFilter { Nearest, Box, Bilinear, Hamming, Bicubic, Lanczos };

/// Whose resizing: cv2.resize, which looks at the nearest pixels only; Image.resize of Pillow, which averages
/// over all that a new pixel covers (antialiasing); torchvision's of 8-bit tensors, likewise with other
/// rounding (nearest, bilinear and bicubic only; as with AVX2).
enum class Resizer { OpenCv, Pillow, Torchvision };

[[nodiscard]] std::string_view filterId(ResampleFilter filter);  ///< "nearest", "box", "bilinear", …
[[nodiscard]] std::string_view resizerId(Resizer resizer);       ///< "opencv", "pillow", "torchvision"
[[nodiscard]] std::optional<ResampleFilter> filterFromId(std::string_view id);
[[nodiscard]] std::optional<Resizer> resizerFromId(std::string_view id);

}  // namespace pwb::dataset
