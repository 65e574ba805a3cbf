// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <optional>
#include <utility>

#include "core/base/error.h"

namespace pwb::run {

/// Held while a run is written: two processes must not write one run folder. Ends with the process.
class FolderLock {
public:
    /// Errors (BadInput): run.folder_in_use.
    [[nodiscard]] static base::Result<FolderLock> take(const std::filesystem::path& folder);
    ~FolderLock();
    FolderLock(FolderLock&& other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    FolderLock& operator=(FolderLock&&) = delete;

private:
    FolderLock() = default;
    int m_fd = -1;
};

/// Moves an earlier run's files, all or none, into previous/<n> of the folder, so that a new run there loses
/// nothing; the message says where they are, or is absent when there were none.
[[nodiscard]] base::Result<std::optional<base::Message>> keepPrevious(const std::filesystem::path& folder);

}  // namespace pwb::run
