// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <filesystem>
#include <vector>

namespace pwb::dataset {

/// How many of `files` have the same content as one of `others`. Only files of equal size are hashed
/// (SHA-256). A file that cannot be read matches nothing: it is reported when it is decoded.
[[nodiscard]] int countSameContent(const std::vector<std::filesystem::path>& files,
                                   const std::vector<std::filesystem::path>& others);

}  // namespace pwb::dataset
