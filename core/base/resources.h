// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

namespace pwb::base {

/// A text file of resources/ that was put into the binary at build time.
struct EmbeddedFile {
    std::string_view name;  ///< path below resources/, for example "decision-tree.json"
    std::string_view bytes;
};

[[nodiscard]] const std::vector<EmbeddedFile>& embeddedFiles();
/// Empty when there is no such file.
[[nodiscard]] std::string_view embeddedFile(std::string_view name);

}  // namespace pwb::base
