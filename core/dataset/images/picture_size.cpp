// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/images/picture_size.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <string_view>
#include <utility>

#include "core/base/in_parallel.h"
#include "core/dataset/images/picture.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

/// A file read from its beginning on, as far as it is asked for.
class Header {
public:
    explicit Header(const fs::path& path) : m_in(path, std::ios::binary) {
        std::error_code code;
        const std::uintmax_t size = fs::file_size(path, code);
        m_size = code ? 0 : size;
    }

    /// The bytes from `at` on; fewer at the end of the file, which a damaged length may lie far beyond.
    std::string_view bytes(std::size_t at, std::size_t count) {
        constexpr std::size_t kPiece = 4096;
        if (at >= m_size) return {};
        const std::size_t end = std::min(at + count, m_size);
        if (end > m_bytes.size() && m_in) {
            const std::size_t before = m_bytes.size(), wanted = std::max(end - before, kPiece);
            m_bytes.resize(before + wanted);
            m_in.read(m_bytes.data() + before, static_cast<std::streamsize>(wanted));
            m_bytes.resize(before + static_cast<std::size_t>(m_in.gcount()));
        }
        const std::string_view all = m_bytes;
        return at > all.size() ? std::string_view() : all.substr(at, count);
    }
    /// A whole number of `size` bytes, the highest first; −1 beyond the end.
    std::int64_t number(std::size_t at, std::size_t size, bool highestFirst = true) {
        const std::string_view digits = bytes(at, size);
        if (digits.size() != size) return -1;
        std::int64_t value = 0;
        for (std::size_t i = 0; i < size; ++i)
            value = value << 8 | static_cast<unsigned char>(digits[highestFirst ? i : size - 1 - i]);
        return value;
    }

private:
    std::ifstream m_in;
    std::size_t m_size = 0;
    std::string m_bytes;
};

constexpr int kOrientationTag = 0x0112;

/// Does the TIFF structure of an EXIF block at `at` say that rows are columns (orientations 5 to 8)?
bool turned(Header& file, std::size_t at, std::size_t size) {
    const std::string_view order = file.bytes(at, 2);
    const bool highestFirst = order == "MM";
    if (!highestFirst && order != "II") return false;
    const std::int64_t directory = file.number(at + 4, 4, highestFirst);
    if (directory < 8 || directory + 2 > static_cast<std::int64_t>(size)) return false;
    const std::size_t first = at + static_cast<std::size_t>(directory);
    const std::int64_t entries = file.number(first, 2, highestFirst);
    for (std::int64_t i = 0; i < entries; ++i) {
        const std::size_t entry = first + 2 + static_cast<std::size_t>(i) * 12;
        if (entry + 12 > at + size) return false;
        if (file.number(entry, 2, highestFirst) != kOrientationTag) continue;
        const std::int64_t orientation = file.number(entry + 8, 2, highestFirst);
        return orientation >= 5 && orientation <= 8;
    }
    return false;
}

std::optional<PictureSize> checked(std::int64_t width, std::int64_t height, bool swapped = false) {
    constexpr std::int64_t kMost = 1 << 30;
    if (width <= 0 || height <= 0 || width > kMost || height > kMost) return std::nullopt;
    PictureSize size{static_cast<int>(width), static_cast<int>(height)};
    if (swapped) std::swap(size.width, size.height);
    return size;
}

/// Segments up to the frame header (SOF0 to SOF15 but DHT, JPG and DAC).
std::optional<PictureSize> jpegSize(Header& file) {
    bool swapped = false;
    std::size_t at = 2;
    while (true) {
        if (file.number(at, 1) != 0xFF) return std::nullopt;
        const std::int64_t marker = file.number(at + 1, 1);
        if (marker == 0xFF) {  // a fill byte
            ++at;
            continue;
        }
        if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {  // without a length
            at += 2;
            continue;
        }
        const std::int64_t length = file.number(at + 2, 2);
        if (length < 2 || marker == 0xDA) return std::nullopt;
        if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC)
            return checked(file.number(at + 7, 2), file.number(at + 5, 2), swapped);
        const auto size = static_cast<std::size_t>(length);
        if (marker == 0xE1 && file.bytes(at + 4, 6) == std::string_view("Exif\0\0", 6))
            swapped = turned(file, at + 10, size - 8);
        at += 2 + size;
    }
}

/// Chunks up to the pixels, for eXIf stands before them.
std::optional<PictureSize> pngSize(Header& file) {
    bool swapped = false;
    for (std::size_t at = 8;;) {
        const std::int64_t length = file.number(at, 4);
        const std::string_view type = file.bytes(at + 4, 4);
        if (length < 0 || type.size() < 4) return std::nullopt;
        if (type == "IDAT" || type == "IEND") return checked(file.number(16, 4), file.number(20, 4), swapped);
        const auto size = static_cast<std::size_t>(length);
        if (type == "eXIf") swapped = turned(file, at + 8, size);
        at += 12 + size;
    }
}

/// A height below zero says that rows go from top to bottom.
std::optional<PictureSize> bmpSize(Header& file) {
    if (file.number(14, 4, false) == 12) return checked(file.number(18, 2, false), file.number(20, 2, false));
    const auto height = static_cast<std::int32_t>(file.number(22, 4, false));
    return checked(file.number(18, 4, false), std::abs(static_cast<std::int64_t>(height)));
}

/// P5 and P6: width and height as text, comments between them.
std::optional<PictureSize> pnmSize(Header& file) {
    std::int64_t values[2] = {0, 0};
    std::size_t at = 2;
    for (std::int64_t& value : values) {
        while (true) {
            const std::int64_t c = file.number(at, 1);
            if (c == '#')
                while (file.number(at, 1) > 0 && file.number(at, 1) != '\n') ++at;
            else if (c != ' ' && c != '\t' && c != '\r' && c != '\n')
                break;
            ++at;
        }
        for (std::int64_t c = file.number(at, 1); c >= '0' && c <= '9' && value < (1 << 30);
             c = file.number(++at, 1))
            value = value * 10 + c - '0';
    }
    return checked(values[0], values[1]);
}

}  // namespace

std::optional<PictureSize> pictureSize(const fs::path& path) {
    if (const auto frame = videoFrameOf(path)) {
        const auto facts = videoFacts(frame->file);
        return facts ? checked((*facts)->width, (*facts)->height) : std::nullopt;
    }
    {
        Header file(path);
        const std::string_view magic = file.bytes(0, 8);
        if (magic.starts_with("\xFF\xD8")) return jpegSize(file);
        if (magic == "\x89PNG\r\n\x1A\n") return pngSize(file);
        if (magic.starts_with("BM")) return bmpSize(file);
        if (magic.starts_with("P5") || magic.starts_with("P6")) return pnmSize(file);
    }
    const auto picture = decodePicture(path);
    return picture ? checked(picture->cols, picture->rows) : std::nullopt;
}

std::vector<std::optional<PictureSize>> pictureSizes(const std::vector<fs::path>& paths) {
    std::vector<std::optional<PictureSize>> sizes(paths.size());
    base::inParallel(paths.size(), {}, [&](std::size_t i) { sizes[i] = pictureSize(paths[i]); });
    return sizes;
}

}  // namespace pwb::dataset
