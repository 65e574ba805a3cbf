// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// By extension: jpg, jpeg, png, bmp, webp, tif, tiff, ppm and pgm.
[[nodiscard]] bool isImageName(const std::filesystem::path& path);
[[nodiscard]] bool isHidden(const std::filesystem::path& path);

/// What is not an image: how many, and the first of them by name.
struct SkippedFiles {
    int count = 0;
    std::string first = {};
    void add(const std::filesystem::path& path);
    void warn(Manifest& manifest) const;  ///< dataset.files_skipped, where there is any
};

/// The images in `folder` and below, sorted by the bytes of their paths; hidden files and linked folders are
/// passed over. Errors (BadInput): dataset.folder_unreadable.
[[nodiscard]] base::Result<std::vector<std::filesystem::path>> listImages(const std::filesystem::path& folder,
                                                                          SkippedFiles& skipped);

/// What lies in a folder itself, hidden ones left out, each sorted by the bytes of its name.
struct FolderContent {
    std::vector<std::filesystem::path> folders, files;
    /// Has it a file for which `wanted` is true?
    template <class Wanted>
    [[nodiscard]] bool holds(const Wanted& wanted) const {
        for (const std::filesystem::path& file : files)
            if (wanted(file)) return true;
        return false;
    }
};
/// Empty where it cannot be listed.
[[nodiscard]] FolderContent contentOf(const std::filesystem::path& folder);

/// Images without annotations: those that lie in `root`, or where it has none, in its only folder with
/// images, called images. Errors (BadInput): dataset.empty, dataset.no_images, dataset.folder_unreadable,
/// dataset.folders_for_detection (`folder`; a folder per class).
[[nodiscard]] base::Result<Manifest> readImageFolder(const std::filesystem::path& root,
                                                     const LabelOptions& options);
/// Does it hold images, or a folder of images called "images" and no others?
[[nodiscard]] bool isImageFolder(const std::filesystem::path& root);

}  // namespace pwb::dataset
