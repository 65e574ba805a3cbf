// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/calibration/content_match.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <unordered_set>

#include "core/base/files.h"
#include "core/base/in_parallel.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

std::optional<std::uintmax_t> sizeOf(const fs::path& path) {
    std::error_code code;
    const std::uintmax_t size = fs::file_size(path, code);
    return code ? std::nullopt : std::optional(size);
}

/// Of files that are each named once.
std::vector<std::string> idsOfFiles(const std::vector<fs::path>& files) {
    std::vector<std::string> ids(files.size());
    std::map<std::uintmax_t, std::vector<std::size_t>> bySize;
    for (std::size_t i = 0; i < files.size(); ++i) {
        ids[i] = "alone " + std::to_string(i);
        if (const auto size = sizeOf(files[i])) bySize[*size].push_back(i);
    }
    std::vector<std::size_t> toRead;
    for (const auto& [size, sharing] : bySize)
        if (sharing.size() > 1) toRead.insert(toRead.end(), sharing.begin(), sharing.end());
    base::inParallel(toRead.size(), {}, [&](std::size_t i) {
        if (auto hash = base::sha256OfFile(files[toRead[i]])) ids[toRead[i]] = std::move(*hash);
    });
    return ids;
}

}  // namespace

std::vector<std::string> contentIds(const std::vector<fs::path>& files) {
    std::map<fs::path, std::size_t> known;
    std::vector<fs::path> different;
    std::vector<std::size_t> place;
    for (const fs::path& path : files) {
        const auto [at, fresh] = known.emplace(sampleFile(path), different.size());
        if (fresh) different.push_back(at->first);
        place.push_back(at->second);
    }
    const std::vector<std::string> fileIds = idsOfFiles(different);
    std::vector<std::string> ids;
    ids.reserve(files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto frame = videoFrameOf(files[i]);
        ids.push_back(fileIds[place[i]] + (frame ? "#" + std::to_string(frame->number) : ""));
    }
    return ids;
}

int countSameContent(const std::vector<fs::path>& files, const std::vector<fs::path>& others) {
    std::vector<fs::path> all = files;
    all.insert(all.end(), others.begin(), others.end());
    const std::vector<std::string> ids = contentIds(all);
    const auto split = ids.begin() + static_cast<std::ptrdiff_t>(files.size());
    const std::unordered_set<std::string> known(split, ids.end());
    return static_cast<int>(
        std::count_if(ids.begin(), split, [&](const std::string& id) { return known.contains(id); }));
}

}  // namespace pwb::dataset
