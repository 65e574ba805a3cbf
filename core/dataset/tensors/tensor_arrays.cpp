// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/tensors/tensor_arrays.h"

#include <cctype>
#include <string_view>
#include <vector>

#include "core/base/text.h"
#include "core/base/try.h"
#include "core/dataset/tensors/npz.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

bool isNpy(const fs::path& path) {
    return lowered(path.extension().string()) == ".npy";
}

/// "val_x" → "val_y", "x" → "y": an x that stands alone between other than letters and digits.
std::string withYForX(const std::string& stem) {
    const auto stands = [&](std::size_t at) {
        return at >= stem.size() || std::isalnum(static_cast<unsigned char>(stem[at])) == 0;
    };
    for (std::size_t i = stem.size(); i-- > 0;) {
        const bool x = stem[i] == 'x' || stem[i] == 'X';
        if (!x || !stands(i + 1) || (i > 0 && !stands(i - 1))) continue;
        std::string changed = stem;
        changed[i] = stem[i] == 'x' ? 'y' : 'Y';
        return changed;
    }
    return {};
}

fs::path labelsBeside(const fs::path& samples) {
    const std::string stem = samples.stem().string(), ending = samples.extension().string();
    std::vector<std::string> candidates = {withYForX(stem), stem + "_y", stem + "_labels"};
    for (const std::string& candidate : candidates) {
        const fs::path path = samples.parent_path() / (candidate + ending);
        std::error_code code;
        if (!candidate.empty() && fs::is_regular_file(path, code)) return path;
    }
    return {};
}

}  // namespace

base::Result<TensorArrays> TensorArrays::list(const fs::path& path) {
    TensorArrays arrays;
    std::error_code code;
    if (fs::is_directory(path, code)) {
        for (const fs::directory_entry& entry : fs::directory_iterator(path, code))
            if (isNpy(entry.path())) arrays.m_places[entry.path().stem().string()] = {entry.path(), -1};
        if (code)
            return base::badInput(path.string(), "dataset.folder_unreadable", {{"reason", code.message()}});
    } else if (isNpy(path)) {
        arrays.m_places["x"] = {path, -1};
        if (const fs::path labels = labelsBeside(path); !labels.empty()) arrays.m_places["y"] = {labels, -1};
    } else {
        PWB_TRY(const auto members, listNpz(path));
        for (const auto& [key, member] : members)
            arrays.m_places[key] = {path, static_cast<std::int64_t>(member)};
    }
    return arrays;
}

std::string TensorArrays::keys() const {
    if (m_places.empty()) return "–";
    return base::joined(m_places, ", ", [](const auto& place) { return place.first; });
}

std::string TensorArrays::mainKey() const {
    if (has("x")) return "x";
    for (const auto& [key, place] : m_places)
        if (key != "y") return key;
    return {};
}

base::Result<TensorArrays::Opened> TensorArrays::open(const std::string& key) const {
    const Place& place = m_places.at(key);
    PWB_TRY(auto bytes, place.member < 0
                            ? openMapped(place.file)
                            : openNpzMember(place.file, static_cast<std::uint64_t>(place.member)));
    PWB_TRY(auto header, readNpyHeader(*bytes, place.file.string(), key));
    return Opened{std::move(bytes), std::move(header)};
}

}  // namespace pwb::dataset
