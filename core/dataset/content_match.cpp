// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/content_match.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/base/files.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

std::optional<std::uintmax_t> sizeOf(const fs::path& path) {
    std::error_code code;
    const std::uintmax_t size = fs::file_size(path, code);
    return code ? std::nullopt : std::optional(size);
}

}  // namespace

int countSameContent(const std::vector<fs::path>& files, const std::vector<fs::path>& others) {
    std::map<std::uintmax_t, std::vector<const fs::path*>> bySize;
    for (const fs::path& file : files)
        if (const auto size = sizeOf(file)) bySize[*size].push_back(&file);

    std::map<std::uintmax_t, std::set<std::string>> hashes;
    for (const fs::path& other : others) {
        const auto size = sizeOf(other);
        if (!size || !bySize.contains(*size)) continue;
        if (auto hash = base::sha256OfFile(other)) hashes[*size].insert(std::move(*hash));
    }
    int same = 0;
    for (const auto& [size, known] : hashes)
        for (const fs::path* file : bySize[size])
            if (const auto hash = base::sha256OfFile(*file); hash && known.contains(*hash)) ++same;
    return same;
}

}  // namespace pwb::dataset
