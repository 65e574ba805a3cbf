// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// Reads `root`/CLASS/…/image. Files that are not images are left out and counted in one warning,
/// dataset.files_skipped; hidden files and folders are passed over.
/// Errors (BadInput): dataset.empty, dataset.no_images, dataset.unsupported (no folder in it),
/// dataset.folder_unreadable, and those of orderClasses().
[[nodiscard]] base::Result<Manifest> readClassFolders(const std::filesystem::path& root,
                                                      const LabelOptions& options);

}  // namespace pwb::dataset
