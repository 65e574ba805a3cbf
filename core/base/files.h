// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "core/base/error.h"

namespace pwb::base {

[[nodiscard]] Result<std::string> readFile(const std::filesystem::path& path);

/// Writes beside `path`, syncs, renames: the final name holds either the old or the whole new content.
[[nodiscard]] Status writeFileAtomically(const std::filesystem::path& path, std::string_view content);
/// The same for a writer that needs a file name of its own: `write` gets the temporary path, which is
/// removed if it fails.
[[nodiscard]] Status writeFileAtomically(const std::filesystem::path& path,
                                         const std::function<Status(const std::filesystem::path&)>& write);
/// Creates the folder and proves that it can be written to.
[[nodiscard]] Status ensureWritableFolder(const std::filesystem::path& folder);

/// Where things are kept that can be made again: what PWB_CACHE names, $XDG_CACHE_HOME/precision-workbench
/// or ~/.cache/precision-workbench. Empty, for keeping nothing, where PWB_CACHE is empty or there is no
/// home.
[[nodiscard]] std::filesystem::path cacheFolder();

/// Lower-case hexadecimal SHA-256.
[[nodiscard]] Result<std::string> sha256OfFile(const std::filesystem::path& path);
[[nodiscard]] std::string sha256(std::string_view bytes);

}  // namespace pwb::base
