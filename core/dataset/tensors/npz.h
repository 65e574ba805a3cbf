// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset: the only part that knows libzip.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/base/error.h"
#include "core/dataset/tensors/byte_source.h"

namespace pwb::dataset {

/// The arrays of an .npz archive: name (without .npy) and place in the archive.
/// Errors (BadInput): base.read_failed, base.is_folder, dataset.npz_unreadable {reason} (not an archive, or
/// one that ends early).
[[nodiscard]] base::Result<std::map<std::string, std::uint64_t>> listNpz(const std::filesystem::path& path);

/// A member of the archive, whatever its size, in constant memory: a stored member is read in place, a
/// deflated one is streamed. Going back in a deflated member unpacks it into a temporary file where it is
/// small enough (1 GiB), else streams it anew.
/// Errors (BadInput): those above, dataset.npz_damaged {array, reason}, dataset.npz_ends_early {array},
/// dataset.npz_no_room {array, bytes} (from map()).
[[nodiscard]] base::Result<std::unique_ptr<ByteSource>> openNpzMember(const std::filesystem::path& path,
                                                                      std::uint64_t member);

}  // namespace pwb::dataset
