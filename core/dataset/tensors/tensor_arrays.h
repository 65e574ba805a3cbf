// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "core/dataset/tensors/byte_source.h"
#include "core/dataset/tensors/npy.h"

namespace pwb::dataset {

/// The arrays of an archive, a folder or a file, by key. Which file or member holds each is decided here
/// alone.
class TensorArrays {
public:
    [[nodiscard]] static base::Result<TensorArrays> list(const std::filesystem::path& path);

    [[nodiscard]] bool has(const std::string& key) const { return m_places.contains(key); }
    [[nodiscard]] std::string keys() const;  ///< "x, y"; "–" for none
    /// The array to show of a sample: `x`, else the first that is not `y`; empty for none.
    [[nodiscard]] std::string mainKey() const;

    struct Opened {
        std::unique_ptr<ByteSource> bytes;
        NpyHeader header;
    };
    /// `key` must be there.
    [[nodiscard]] base::Result<Opened> open(const std::string& key) const;

private:
    struct Place {
        std::filesystem::path file;
        std::int64_t member = -1;  ///< of an archive; −1 for a file of its own
    };
    std::map<std::string, Place> m_places;
};

}  // namespace pwb::dataset
