// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

#include "core/base/error.h"
#include "core/dataset/preprocess.h"

namespace pwb::dataset {

/// The original picture of a sample at its full size, turned as EXIF says: the one whose pixels Object::box
/// and Placement count. Frames of videos ("clip.mp4#120") too; one near the last one that was asked for,
/// above all a later one, comes fast, for a few videos stay open. A row of a tensor set is drawn as
/// thumbnail() does, larger. Safe to call from several threads. Errors (BadInput): base.read_failed,
/// base.is_folder, dataset.unreadable_image, dataset.truncated_image, dataset.video_unreadable,
/// dataset.video_frame {frame}; those of tensor_set.h.
[[nodiscard]] base::Result<PreviewImage> fullPicture(const std::filesystem::path& path);

/// The file that a sample is in: of a frame its video ("clip.mp4#120": clip.mp4), else the path itself.
[[nodiscard]] std::filesystem::path sampleFile(const std::filesystem::path& path);

}  // namespace pwb::dataset
