// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset: the only header that shows OpenCV.
#pragma once

#include <filesystem>
#include <opencv2/core/mat.hpp>

#include "core/base/error.h"
#include "core/dataset/preprocess.h"

namespace pwb::dataset {

/// An image file as cv2.imread(path) gives it: 8-bit BGR, turned as EXIF says, alpha dropped, 16 bits
/// reduced to 8; or as Image.open(path).convert("RGB") of Pillow does (Decoding). Never writes to stderr for
/// files that end early. A frame of a video ("clip.mp4#120", video.h) likewise. Errors (BadInput):
/// base.read_failed, base.is_folder, dataset.unreadable_image, dataset.truncated_image; those of
/// readSharedFrame().
[[nodiscard]] base::Result<cv::Mat> decodePicture(const std::filesystem::path& path,
                                                  Decoding decoding = Decoding::OpenCv);

/// A BGR picture brought to the model's size and number of channels (grey before resizing, by
/// cv2.COLOR_BGR2GRAY or Pillow's weights), resized as cv2.resize, Pillow or torchvision does:
/// - Stretch: to width × height, whatever the ratio.
/// - CenterCrop: scaled by max(width / w, height / h), so that the picture just covers the target, then the
///   middle is cut out; with `resizeTo` resized to that first (256 for a crop of 224). What is too small then
///   is put in the middle of `pad`, as torchvision does.
/// - Letterbox: scaled by min(width / w, height / h), centred, the rest filled with 114 (or
///   `pad`), as Ultralytics does; with `padsAfter` at the upper left.
/// Sides and offsets are rounded half to even, as Python's round() does. May throw cv::Exception.
[[nodiscard]] cv::Mat fitPicture(const cv::Mat& picture, const Preprocess& preprocess);

/// Scaled down so that neither side exceeds `edge`, averaging over areas; never scaled up.
[[nodiscard]] cv::Mat shrinkPicture(const cv::Mat& picture, int edge);

[[nodiscard]] cv::Mat toRgb(const cv::Mat& picture);

}  // namespace pwb::dataset
