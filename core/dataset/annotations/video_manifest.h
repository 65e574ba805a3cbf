// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// The video files in a folder that has no images, nor folders of images, sorted by the bytes of their names.
[[nodiscard]] std::vector<std::filesystem::path> videosIn(const std::filesystem::path& folder);

/// Frames of `files`, which lie in one folder: the first one at or after 0, 1, 2, … times 1 /
/// options.videoRate seconds from the first frame, by the times that the file gives (all where it has fewer
/// frames per second). With annotations, COCO's in a file of the video's name (clip.json) or in
/// annotations.json, whose images are named "clip.mp4#120" or end in the frame's number ("clip_000120.jpg",
/// counted from 0), it is the annotated frames instead, and of these with a rate no more than so many per
/// second. Warnings: dataset.video_short {file, found, stated} (it ends early), dataset.videos_skipped
/// (`count`, `first`; files of several that cannot be read), those of COCO's. Errors (BadInput):
/// dataset.video_unreadable, dataset.video_rate {rate}, dataset.video_labels (no image of the annotations is
/// a frame), those of coco_manifest.h and labels.h.
[[nodiscard]] base::Result<Manifest> readVideos(const std::vector<std::filesystem::path>& files,
                                                const LabelOptions& options);

}  // namespace pwb::dataset
