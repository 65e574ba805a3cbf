// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/images/image_bytes.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

namespace pwb::dataset {
namespace {

std::uint64_t unsignedAt(std::string_view bytes, std::size_t at, int size, bool bigEndian) {
    std::uint64_t value = 0;
    for (int i = 0; i < size; ++i) {
        const auto byte =
            static_cast<unsigned char>(bytes[at + static_cast<std::size_t>(bigEndian ? i : size - 1 - i)]);
        value = value << 8 | byte;
    }
    return value;
}

/// Skips entropy-coded data: to the next 0xFF that is neither stuffing nor a restart marker.
std::size_t endOfScan(std::string_view bytes, std::size_t at) {
    while (true) {
        at = bytes.find('\xFF', at);
        if (at == std::string_view::npos || at + 1 >= bytes.size()) return std::string_view::npos;
        const auto next = static_cast<unsigned char>(bytes[at + 1]);
        if (next != 0 && (next < 0xD0 || next > 0xD7) && next != 0xFF) return at;
        at += next == 0xFF ? 1 : 2;
    }
}

FileState checkJpeg(std::string_view bytes) {
    constexpr unsigned char kEndOfImage = 0xD9;
    std::size_t at = endOfScan(bytes, 2);
    while (at != std::string_view::npos) {
        const auto marker = static_cast<unsigned char>(bytes[at + 1]);
        if (marker == kEndOfImage) return FileState::Whole;
        if (at + 4 > bytes.size()) return FileState::Truncated;
        const std::uint64_t length = unsignedAt(bytes, at + 2, 2, true);
        if (length < 2) return FileState::Damaged;
        at += 2 + length;
        if (at >= bytes.size()) return FileState::Truncated;
        // What lies between segments is skipped like a scan's data, as libjpeg does.
        at = endOfScan(bytes, at);
    }
    return FileState::Truncated;
}

constexpr std::array<std::uint32_t, 256> makeCrcTable() {
    std::array<std::uint32_t, 256> table{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) value = (value & 1U) != 0 ? 0xEDB88320U ^ (value >> 1) : value >> 1;
        table[i] = value;
    }
    return table;
}

std::uint32_t crc32(std::string_view bytes) {
    static constexpr std::array<std::uint32_t, 256> kTable = makeCrcTable();
    std::uint32_t value = 0xFFFFFFFFU;
    for (const char byte : bytes)
        value = kTable[(value ^ static_cast<unsigned char>(byte)) & 0xFFU] ^ (value >> 8);
    return ~value;
}

bool changesPicture(std::string_view chunk) {
    return chunk == "IHDR" || chunk == "PLTE" || chunk == "IDAT" || chunk == "IEND" || chunk == "tRNS" ||
           chunk == "eXIf";
}

FileState checkPng(std::string& file) {
    const std::string_view bytes = file;
    std::string kept(bytes.substr(0, 8));
    kept.reserve(bytes.size());
    std::size_t at = 8;
    while (at + 12 <= bytes.size()) {
        const std::uint64_t length = unsignedAt(bytes, at, 4, true);
        if (length > bytes.size() - at - 12) return FileState::Truncated;
        const std::string_view chunk = bytes.substr(at, 12 + length);
        const std::string_view type = chunk.substr(4, 4);
        if (changesPicture(type)) {
            if (crc32(chunk.substr(4, 4 + length)) != unsignedAt(chunk, 8 + length, 4, true))
                return FileState::Damaged;
            kept += chunk;
        }
        if (type == "IEND") {
            file = std::move(kept);
            return FileState::Whole;
        }
        at += chunk.size();
    }
    return FileState::Truncated;
}

FileState atLeast(std::string_view bytes, std::uint64_t needed) {
    return bytes.size() < needed ? FileState::Truncated : FileState::Whole;
}

/// Rows of the uncompressed kinds; run-length coded ones have no size that could be checked.
FileState checkBmp(std::string_view bytes) {
    if (bytes.size() < 26) return FileState::Truncated;
    const std::uint64_t offset = unsignedAt(bytes, 10, 4, false);
    const bool old = unsignedAt(bytes, 14, 4, false) == 12;
    if (bytes.size() < (old ? 26U : 54U)) return FileState::Truncated;
    const auto side = [&](std::size_t at) -> std::uint64_t {
        if (old) return unsignedAt(bytes, at, 2, false);
        return static_cast<std::uint64_t>(
            std::llabs(static_cast<std::int32_t>(unsignedAt(bytes, at, 4, false))));
    };
    const std::uint64_t width = side(18), height = side(old ? 20 : 22);
    const std::uint64_t bits = unsignedAt(bytes, old ? 24 : 28, 2, false);
    const std::uint64_t compression = old ? 0 : unsignedAt(bytes, 30, 4, false);
    if (compression != 0 && compression != 3) return atLeast(bytes, offset);
    return atLeast(bytes, offset + (width * bits + 31) / 32 * 4 * height);
}

FileState checkWebp(std::string_view bytes) {
    constexpr std::uint64_t kSmallest = 32;  // OpenCV asks for as many
    return atLeast(bytes, std::max(kSmallest, 8 + unsignedAt(bytes, 4, 4, false)));
}

/// "P5 width height maximum" and then the samples; comments run from # to the end of the line.
FileState checkPnm(std::string_view bytes) {
    std::size_t at = 2;
    std::array<std::uint64_t, 3> numbers{};
    for (std::uint64_t& number : numbers) {
        while (at < bytes.size() && (bytes[at] < '0' || bytes[at] > '9'))
            at = bytes[at] == '#' ? std::min(bytes.find('\n', at), bytes.size()) : at + 1;
        for (; at < bytes.size() && bytes[at] >= '0' && bytes[at] <= '9'; ++at)
            number =
                std::min<std::uint64_t>(number * 10 + static_cast<std::uint64_t>(bytes[at] - '0'), 1U << 30);
    }
    const std::uint64_t channels = bytes[1] == '6' ? 3 : 1;
    const std::uint64_t sampleBytes = numbers[2] > 255 ? 2 : 1;
    if (numbers[0] == 0 || numbers[1] == 0 || numbers[2] == 0) return FileState::Truncated;
    return atLeast(bytes.substr(at), 1 + numbers[0] * numbers[1] * channels * sampleBytes);
}

}  // namespace

FileState checkImageBytes(std::string& bytes) {
    const std::string_view view = bytes;
    if (view.starts_with("\xFF\xD8")) return checkJpeg(view);
    if (view.starts_with("\x89PNG\r\n\x1A\n")) return checkPng(bytes);
    if (view.starts_with("BM")) return checkBmp(view);
    if (view.starts_with("RIFF") && view.size() >= 12 && view.substr(8, 4) == "WEBP") return checkWebp(view);
    if (view.starts_with("P5") || view.starts_with("P6")) return checkPnm(view);
    return FileState::Whole;
}

}  // namespace pwb::dataset
