// SPDX-License-Identifier: GPL-3.0-or-later
// Writes NumPy files in tests.
#pragma once

#include <zip.h>

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace pwb::tests {

/// The text of a header: descr as numpy writes it ("<f4").
inline std::string npyHeader(const std::string& descr, const std::vector<std::int64_t>& shape,
                             bool fortran = false, int version = 1) {
    std::string extents;
    for (const std::int64_t extent : shape) extents += std::to_string(extent) + ",";
    const bool quoted = !descr.starts_with('[');
    std::string text = "{'descr': " + (quoted ? "'" + descr + "'" : descr) +
                       ", 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': (" + extents +
                       "), }";
    const std::size_t start = version == 1 ? 10 : 12;
    text.append((64 - (start + text.size() + 1) % 64) % 64, ' ');
    text += '\n';
    std::string header = "\x93NUMPY";
    header += static_cast<char>(version);
    header += '\0';
    for (std::size_t i = 0; i < start - 8; ++i) header += static_cast<char>((text.size() >> (8 * i)) & 0xFF);
    return header + text;
}

template <class T>
std::string npy(const std::string& descr, const std::vector<std::int64_t>& shape,
                const std::vector<T>& values, bool fortran = false, int version = 1) {
    return npyHeader(descr, shape, fortran, version) +
           std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T));
}

/// Arrays by key, deflated or stored.
inline void writeNpz(const std::filesystem::path& path,
                     const std::vector<std::pair<std::string, std::string>>& arrays, bool deflated = true) {
    int error = 0;
    zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &error);
    for (const auto& [key, bytes] : arrays) {
        zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
        const zip_int64_t index = zip_file_add(archive, (key + ".npy").c_str(), source, 0);
        zip_set_file_compression(archive, static_cast<zip_uint64_t>(index),
                                 deflated ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    }
    zip_close(archive);
}

}  // namespace pwb::tests
