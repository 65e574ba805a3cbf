// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/external.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fstream>
#include <set>

#include "core/base/tensor.h"
#include "core/model/graph.h"
#include "core/model/walk.h"

namespace pwb::model {
namespace fs = std::filesystem;
namespace {

constexpr const char* kFolderKey = "folder";  // ours, in memory only: of a lazy weight

struct Place {
    std::string location;
    fs::path folder;
    std::uint64_t offset = 0, length = 0;
};

std::uint64_t number(const std::string& text) {
    std::uint64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

Place placeOf(const onnx::TensorProto& tensor) {
    Place place;
    place.length = expectedBytes(tensor);
    for (const auto& entry : tensor.external_data()) {
        if (entry.key() == "location") place.location = entry.value();
        if (entry.key() == kFolderKey) place.folder = entry.value();
        if (entry.key() == "offset") place.offset = number(entry.value());
        if (entry.key() == "length" && number(entry.value()) > 0) place.length = number(entry.value());
    }
    return place;
}

/// Judged by the name alone: a link inside the folder (as download caches make them) is fine.
bool liesInside(const std::string& location) {
    const fs::path path = fs::path(location).lexically_normal();
    return !path.empty() && path.is_relative() && *path.begin() != "..";
}

base::Status checkPlace(const onnx::TensorProto& tensor, const Place& place, const fs::path& folder) {
    const base::Args args = {{"file", place.location}, {"tensor", tensor.name()}};
    if (!liesInside(place.location)) return base::badInput("", "model.external_data_outside", args);
    std::error_code code;
    const std::uintmax_t size = fs::file_size(folder / place.location, code);
    if (code) return base::badInput("", "model.external_data_missing", args);
    if (place.length < expectedBytes(tensor) || place.offset > size || size - place.offset < place.length)
        return base::badInput("", "model.external_data_short", args);
    return {};
}

}  // namespace

std::uint64_t expectedBytes(const onnx::TensorProto& tensor) {
    const auto count = static_cast<std::uint64_t>(elementCount(tensor));
    constexpr int kUint4 = 21, kInt4 = 22;  // two to a byte; newer than the library's enumeration
    if (tensor.data_type() == kUint4 || tensor.data_type() == kInt4) return (count + 1) / 2;
    return count * base::elementSize(static_cast<base::ElementType>(tensor.data_type()));
}

std::uint64_t dataBytes(const onnx::TensorProto& tensor) {
    return isLazy(tensor) ? placeOf(tensor).length : tensor.raw_data().size();
}

base::Result<std::vector<std::string>> checkExternalData(onnx::ModelProto& model, const fs::path& folder) {
    std::set<std::string> files;
    base::Status status;
    forEachTensor(model, [&](onnx::TensorProto& tensor) {
        if (!status || !isExternal(tensor)) return;
        const Place place = placeOf(tensor);
        status = checkPlace(tensor, place, folder);
        files.insert(place.location);
    });
    if (!status) return tl::make_unexpected(status.error());
    return std::vector<std::string>(files.begin(), files.end());
}

base::Result<std::string> readExternal(const onnx::TensorProto& tensor, const fs::path& folder) {
    const Place place = placeOf(tensor);
    const fs::path path = (place.folder.empty() ? folder : place.folder) / place.location;
    std::ifstream in(path, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(place.offset));
    std::string bytes(place.length, '\0');
    in.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!in) return base::badInput(path.string(), "base.read_failed", {{"reason", std::strerror(errno)}});
    return bytes;
}

base::Status copyLazy(const onnx::TensorProto& tensor, std::ostream& out) {
    constexpr std::uint64_t kPiece = 1u << 22;
    const Place place = placeOf(tensor);
    const fs::path path = place.folder / place.location;
    std::ifstream in(path, std::ios::binary);
    in.seekg(static_cast<std::streamoff>(place.offset));
    std::string piece;
    for (std::uint64_t left = place.length; left > 0 && in; left -= piece.size()) {
        piece.resize(std::min(left, kPiece));
        in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        out.write(piece.data(), static_cast<std::streamsize>(piece.size()));
    }
    if (!in) return base::badInput(path.string(), "base.read_failed", {{"reason", std::strerror(errno)}});
    return {};
}

bool isLazy(const onnx::TensorProto& tensor) {
    return isExternal(tensor) && !placeOf(tensor).folder.empty();
}

void makeLazy(onnx::ModelProto& model, const fs::path& folder, std::uint64_t least) {
    for (auto& tensor : *model.mutable_graph()->mutable_initializer()) {
        if (!isExternal(tensor) || placeOf(tensor).length < least) continue;
        auto* entry = tensor.add_external_data();
        entry->set_key(kFolderKey);
        entry->set_value(folder.string());
    }
}

fs::path forgetFolder(onnx::TensorProto& tensor) {
    auto& entries = *tensor.mutable_external_data();
    for (int i = 0; i < entries.size(); ++i)
        if (entries[i].key() == kFolderKey) {
            fs::path folder = entries[i].value();
            entries.DeleteSubrange(i, 1);
            return folder;
        }
    return {};
}

base::Status inlineExternalData(onnx::ModelProto& model, const fs::path& folder) {
    base::Status status;
    forEachTensor(model, [&](onnx::TensorProto& tensor) {
        if (!status || !isExternal(tensor) || isLazy(tensor) != folder.empty()) return;
        auto bytes = readExternal(tensor, folder);
        if (!bytes) {
            status = tl::make_unexpected(bytes.error());
            return;
        }
        tensor.set_raw_data(std::move(*bytes));
        tensor.clear_external_data();
        tensor.clear_data_location();
    });
    return status;
}

}  // namespace pwb::model
