// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

namespace pwb::dataset {

struct PictureSize {
    int width = 0, height = 0;  ///< pixels, turned as EXIF says
    bool operator==(const PictureSize&) const = default;
};

/// The size that decodePicture() would give, from the header of JPEG, PNG, BMP and binary PNM files; others
/// are decoded. Of a frame the video's. Nothing where the file cannot be read.
[[nodiscard]] std::optional<PictureSize> pictureSize(const std::filesystem::path& path);
/// One per path, on a few threads.
[[nodiscard]] std::vector<std::optional<PictureSize>> pictureSizes(
    const std::vector<std::filesystem::path>& paths);

}  // namespace pwb::dataset
