// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/quantize/calibrate/calibration_cache.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <set>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/quantize/calibrate/statistics_bytes.h"
#include "core/runtime/library.h"

namespace pwb::quantize {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kMagic = "precision-workbench calibration 2";
constexpr std::string_view kExtension = ".calibration";
/// To be raised whenever the collector would count differently.
constexpr int kCollectorVersion = 2;

constexpr std::array<std::pair<std::string_view, std::string CacheKey::*>, 4> kParts = {{
    {"model", &CacheKey::model},
    {"data", &CacheKey::data},
    {"settings", &CacheKey::settings},
    {"toolchain", &CacheKey::toolchain},
}};

/// The graph with its weights; nothing where weights lie in files that are not read, since nothing here could
/// tell that they changed.
std::string modelKey(const onnx::ModelProto& model) {
    std::string parts = std::to_string(model.ir_version());
    const auto add = [&parts](const auto& messages) {
        for (const auto& message : messages) parts += base::sha256(message.SerializeAsString());
        parts += '\n';
    };
    const onnx::GraphProto& graph = model.graph();
    for (const onnx::TensorProto& tensor : graph.initializer())
        if (tensor.data_location() == onnx::TensorProto::EXTERNAL) return "";
    add(model.opset_import());
    add(model.functions());
    add(graph.input());
    add(graph.output());
    add(graph.node());
    add(graph.initializer());
    add(graph.sparse_initializer());
    return base::sha256(parts);
}

std::string toolchain() {
    const auto library = runtime::loadLibrary();
    // Statistics are always collected on the CPU provider, whatever the engine is for.
    return "collector " + std::to_string(kCollectorVersion) + ", onnxruntime " +
           (library ? library->version : std::string("?")) + ", cpu";
}

fs::path entryFile(const fs::path& folder, const CacheKey& key) {
    std::string all(kMagic);  // what another version wrote is not found
    all += '\n';
    for (const auto& [name, part] : kParts) all += key.*part + "\n";
    return folder / (base::sha256(all).substr(0, 32) + std::string(kExtension));
}

/// An entry begins with the magic line, a line for each part of the key, the payload's hash and its length.
struct Header {
    CacheKey key;
    std::string sha256;
    std::size_t bytes = 0;
    std::size_t payload = 0;  ///< its offset in the file
};

std::string headerText(const CacheKey& key, std::string_view payload) {
    std::string text(kMagic);
    text += '\n';
    for (const auto& [name, part] : kParts) text += std::string(name) + " " + key.*part + "\n";
    return text + "sha256 " + base::sha256(payload) + "\nbytes " + std::to_string(payload.size()) + "\n";
}

std::optional<Header> parseHeader(std::string_view text) {
    std::size_t at = 0;
    const auto line = [&](std::string_view name) -> std::optional<std::string> {
        const std::size_t end = text.find('\n', at);
        if (end == std::string_view::npos) return std::nullopt;
        std::string_view found = text.substr(at, end - at);
        at = end + 1;
        if (!found.starts_with(name)) return std::nullopt;
        found.remove_prefix(name.size());
        return std::string(found.starts_with(' ') ? found.substr(1) : found);
    };
    Header header;
    if (const auto magic = line(kMagic); !magic || !magic->empty()) return std::nullopt;
    for (const auto& [name, part] : kParts) {
        auto value = line(name);
        if (!value) return std::nullopt;
        header.key.*part = std::move(*value);
    }
    const auto hash = line("sha256");
    const auto bytes = line("bytes");
    if (!hash || !bytes) return std::nullopt;
    header.sha256 = *hash;
    const auto [end, error] = std::from_chars(bytes->data(), bytes->data() + bytes->size(), header.bytes);
    if (error != std::errc() || end != bytes->data() + bytes->size()) return std::nullopt;
    header.payload = at;
    return header;
}

std::vector<fs::path> entriesIn(const fs::path& folder) {
    std::vector<fs::path> files;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code))
        if (it->path().extension() == kExtension) files.push_back(it->path());
    return files;
}

/// In which parts the most similar entry differs from `key`.
std::vector<std::string> nearestDifference(const fs::path& folder, const CacheKey& key) {
    std::vector<std::string> fewest;
    for (const fs::path& file : entriesIn(folder)) {
        std::array<char, 1024> start{};
        std::ifstream in(file, std::ios::binary);
        in.read(start.data(), start.size());
        const auto header = parseHeader({start.data(), static_cast<std::size_t>(in.gcount())});
        if (!header || (header->key.model != key.model && header->key.data != key.data)) continue;
        std::vector<std::string> differing;
        for (const auto& [name, part] : kParts)
            if (header->key.*part != key.*part) differing.emplace_back(name);
        if (differing.empty()) continue;  // this very entry, which could not be read
        if (fewest.empty() || differing.size() < fewest.size()) fewest = std::move(differing);
    }
    return fewest;
}

std::optional<Collected> readEntry(const std::string& content, const CacheKey& key) {
    const auto header = parseHeader(content);
    if (!header || header->key != key) return std::nullopt;
    const std::string_view payload = std::string_view(content).substr(header->payload);
    if (payload.size() != header->bytes || base::sha256(payload) != header->sha256) return std::nullopt;
    return decodeStatistics(payload);
}

void evict(const fs::path& folder, const fs::path& kept, const CacheLimits& limits) {
    struct Entry {
        fs::file_time_type used;
        std::uintmax_t bytes;
        fs::path file;
    };
    std::vector<Entry> entries;
    std::uintmax_t bytes = 0;
    std::error_code code;
    for (const fs::path& file : entriesIn(folder)) {
        const auto used = fs::last_write_time(file, code);
        const std::uintmax_t size = code ? 0 : fs::file_size(file, code);
        if (code) continue;  // another process removed it
        bytes += size;
        entries.push_back({used, size, file});
    }
    std::sort(entries.begin(), entries.end(), [](const Entry& a, const Entry& b) { return a.used < b.used; });
    std::size_t left = entries.size();
    for (const Entry& entry : entries) {
        if (bytes <= limits.bytes && left <= limits.entries) return;
        if (entry.file == kept) continue;
        fs::remove(entry.file, code);
        bytes -= entry.bytes;
        --left;
    }
}

}  // namespace

CacheKey calibrationKey(const onnx::ModelProto& prepared, const std::vector<std::string>& tensors,
                        const CalibrationSource& source, const std::string& dataKey) {
    std::string watched;
    for (const std::string& tensor : std::set<std::string>(tensors.begin(), tensors.end()))
        watched += tensor + "\n";
    return {modelKey(prepared), dataKey,
            "tensors " + base::sha256(watched) + ", batch " + std::to_string(source.batch), toolchain()};
}

CacheLookup loadStatistics(const fs::path& folder, const CacheKey& key) {
    CacheLookup lookup;
    if (folder.empty() || key.data.empty() || key.model.empty()) return lookup;
    const fs::path file = entryFile(folder, key);
    std::error_code code;
    if (fs::exists(file, code)) {
        if (const auto content = base::readFile(file)) lookup.collected = readEntry(*content, key);
        if (lookup.collected) {
            fs::last_write_time(file, fs::file_time_type::clock::now(),
                                code);  // used: not to be evicted soon
            return lookup;
        }
        lookup.warnings.push_back({"quantize.cache_damaged", {{"file", file.string()}}});
    }
    lookup.changed = nearestDifference(folder, key);
    return lookup;
}

base::Status storeStatistics(const fs::path& folder, const CacheKey& key, const Collected& collected,
                             const CacheLimits& limits) {
    if (folder.empty() || key.data.empty() || key.model.empty()) return {};
    PWB_CHECK(base::ensureWritableFolder(folder));
    std::string content = encodeStatistics(collected);
    content.insert(0, headerText(key, content));
    const fs::path file = entryFile(folder, key);
    PWB_CHECK(base::writeFileAtomically(file, content));
    evict(folder, file, limits);
    return {};
}

}  // namespace pwb::quantize
