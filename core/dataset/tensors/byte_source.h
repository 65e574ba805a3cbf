// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>

#include "core/base/error.h"

namespace pwb::dataset {

/// The bytes of a file or of a member of an archive, read in pieces so that they need not fit into memory.
/// Not safe to use from several threads at once.
class ByteSource {
public:
    virtual ~ByteSource() = default;
    [[nodiscard]] virtual std::uint64_t size() const = 0;
    /// Fills `out` with the bytes from `offset` on, all of which must exist.
    [[nodiscard]] virtual base::Status read(std::uint64_t offset, std::span<std::byte> out) = 0;
    /// Compares with a checksum where there is one and the whole is not too large to be read for it (1 GiB).
    [[nodiscard]] virtual base::Status verify() { return {}; }
    /// All bytes, mapped; for access in an order that no stream can follow.
    [[nodiscard]] virtual base::Result<const std::byte*> map() = 0;
};

/// A file mapped for reading. Errors (BadInput): base.read_failed, base.is_folder.
[[nodiscard]] base::Result<std::unique_ptr<ByteSource>> openMapped(const std::filesystem::path& path);

/// A mapped file without a name, to be filled once, which goes with the object.
class ScratchFile {
public:
    /// Nothing where the temporary folder cannot hold `size` bytes and some to spare.
    [[nodiscard]] static std::unique_ptr<ScratchFile> make(std::uint64_t size);
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;
    ScratchFile& operator=(const ScratchFile&) = delete;
    [[nodiscard]] std::span<std::byte> bytes() const { return m_bytes; }

private:
    explicit ScratchFile(std::span<std::byte> bytes) : m_bytes(bytes) {}
    std::span<std::byte> m_bytes;
};

}  // namespace pwb::dataset
