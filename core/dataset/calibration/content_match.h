// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace pwb::dataset {

/// A text for each file: equal texts mean equal contents. A frame's is its video's, with the number. Only
/// files of a size that occurs more than once are read (SHA-256), a few at a time. A file that cannot be read
/// is like no other: it is reported when it is decoded.
[[nodiscard]] std::vector<std::string> contentIds(const std::vector<std::filesystem::path>& files);

/// How many of `files` have the same content as one of `others`.
[[nodiscard]] int countSameContent(const std::vector<std::filesystem::path>& files,
                                   const std::vector<std::filesystem::path>& others);

}  // namespace pwb::dataset
