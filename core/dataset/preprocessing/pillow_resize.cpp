// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocessing/pillow_resize.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <vector>

#include "core/dataset/preprocessing/resample_passes.h"
#include "core/dataset/preprocessing/resample_taps.h"

namespace pwb::dataset {
namespace {

struct FloatBox {
    float left, top, right, bottom;
};

struct Size {
    int width, height;
};

bool isWhole(float value) {
    return std::trunc(value) == value;
}

/// Pillow crops where a copy of whole pixels is asked for.
bool isCrop(const FloatBox& box, Size target) {
    return isWhole(box.left) && isWhole(box.top) &&
           box.right - box.left == static_cast<float>(target.width) &&
           box.bottom - box.top == static_cast<float>(target.height);
}

std::size_t bytesOf(Size size, int channels) {
    return static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
           static_cast<std::size_t>(channels);
}

void copyRows(const Pixels8& source, std::uint8_t* target) {
    const std::size_t bytes = bytesOf({source.width, 1}, source.channels);
    for (int y = 0; y < source.height; ++y, target += bytes)
        std::memcpy(target, source.data + y * source.stride, bytes);
}

void crop(const Pixels8& source, const FloatBox& box, Size size, std::uint8_t* target) {
    const auto left = static_cast<std::ptrdiff_t>(box.left);
    const auto top = static_cast<std::ptrdiff_t>(box.top);
    copyRows({source.data + top * source.stride + left * source.channels, size.width, size.height,
              source.channels, source.stride},
             target);
}

/// The source position that each target position shows. Added up step by step as Pillow does, so that
/// rounding errors gather in the same way. Positions from the first one outside the source on are left out,
/// which are all of an empty box at the far edge.
std::vector<std::ptrdiff_t> nearestPositions(int sourceSize, float begin, float end, int targetSize) {
    const double step = double{end - begin} / targetSize;
    double at = double{begin} + step * 0.5;
    std::vector<std::ptrdiff_t> positions;
    positions.reserve(static_cast<std::size_t>(targetSize));
    for (int target = 0; target < targetSize && at < sourceSize; ++target, at += step)
        positions.push_back(static_cast<std::ptrdiff_t>(at));
    return positions;
}

void pickGrey(const std::uint8_t* source, const std::vector<std::ptrdiff_t>& columns, std::uint8_t* target) {
    for (const std::ptrdiff_t column : columns) *target++ = source[column];
}

/// The first `movable` pixels are moved with the byte behind them, which takes one instruction less; the next
/// pixel overwrites it.
void pickRgb(const std::uint8_t* source, const std::vector<std::ptrdiff_t>& columns, std::size_t movable,
             std::uint8_t* target) {
    for (std::size_t x = 0; x < movable; ++x) std::memcpy(target + 3 * x, source + 3 * columns[x], 4);
    for (std::size_t x = movable; x < columns.size(); ++x)
        std::memcpy(target + 3 * x, source + 3 * columns[x], 3);
}

void nearest(const Pixels8& source, const FloatBox& box, Size size, std::uint8_t* target) {
    const auto columns = nearestPositions(source.width, box.left, box.right, size.width);
    const auto rows = nearestPositions(source.height, box.top, box.bottom, size.height);
    const std::size_t bytes = bytesOf({size.width, 1}, source.channels);
    // All pixels with another one behind them, in the source and in the target.
    const auto lastColumn = std::lower_bound(columns.begin(), columns.end(), source.width - 1);
    const auto movable = std::min(static_cast<std::size_t>(lastColumn - columns.begin()),
                                  std::max(columns.size(), std::size_t{1}) - 1);
    // Pillow leaves 0 where a position lies outside.
    if (columns.size() < static_cast<std::size_t>(size.width) ||
        rows.size() < static_cast<std::size_t>(size.height))
        std::memset(target, 0, bytesOf(size, source.channels));
    for (std::size_t y = 0; y < rows.size(); ++y, target += bytes) {
        const std::uint8_t* row = source.data + rows[y] * source.stride;
        if (y > 0 && rows[y] == rows[y - 1])  // enlarging repeats rows
            std::memcpy(target, target - bytes, bytes);
        else if (source.channels == 1)
            pickGrey(row, columns, target);
        else
            pickRgb(row, columns, movable, target);
    }
}

bool downFirst(const Pixels8& source, Size target, PillowRelease release) {
    const auto lostRows = std::int64_t{source.height} - target.height;
    switch (release) {
        case PillowRelease::UpTo12_1:
            return false;
        case PillowRelease::UpTo12_3:
            return lostRows > 0 && source.height > std::int64_t{source.width} * 100;
        case PillowRelease::Since13_0:
            break;
    }
    return lostRows > 0 && lostRows > (std::int64_t{source.width} - target.width) * 2;
}

/// Pixels between the passes.
class Intermediate {
public:
    Intermediate(Size size, int channels)
        : m_bytes(std::make_unique_for_overwrite<std::uint8_t[]>(bytesOf(size, channels))),
          m_pixels{m_bytes.get(), size.width, size.height, channels,
                   static_cast<std::ptrdiff_t>(bytesOf({size.width, 1}, channels))} {}
    [[nodiscard]] std::uint8_t* data() { return m_bytes.get(); }
    [[nodiscard]] const Pixels8& pixels() const { return m_pixels; }

private:
    std::unique_ptr<std::uint8_t[]> m_bytes;
    Pixels8 m_pixels;
};

/// The rows [first, end) that the taps read, of which there may be none.
struct RowRange {
    int first, end;
};

RowRange rowsRead(const ResampleTaps& taps) {
    RowRange range{std::numeric_limits<int>::max(), 0};
    for (const auto& window : taps.windows) {
        range.first = std::min(range.first, window.first);
        range.end = std::max(range.end, window.first + window.count);
    }
    range.end = std::max(range.end, range.first);
    return range;
}

void acrossThenDown(const Pixels8& source, const ResampleTaps& across, const ResampleTaps& down,
                    bool portable, std::uint8_t* target) {
    const auto [first, end] = rowsRead(down);
    Intermediate between({across.targetSize(), end - first}, source.channels);
    const Pixels8 read{source.data + first * source.stride, source.width, end - first, source.channels,
                       source.stride};
    resampleAcross(read, across, portable, between.data());
    resampleDown(between.pixels(), first, down, portable, target);
}

void downThenAcross(const Pixels8& source, const ResampleTaps& across, const ResampleTaps& down,
                    bool portable, std::uint8_t* target) {
    Intermediate between({source.width, down.targetSize()}, source.channels);
    resampleDown(source, 0, down, portable, between.data());
    resampleAcross(between.pixels(), across, portable, target);
}

void resample(const Pixels8& source, const FloatBox& box, ResampleFilter filter, Size size,
              const PillowRules& rules, std::uint8_t* target) {
    const auto isWholeAxis = [](float begin, float end, int from, int to) {
        return from == to && begin == 0.0F && end == static_cast<float>(to);
    };
    const auto across = [&] { return resampleTaps(source.width, box.left, box.right, size.width, filter); };
    const auto down = [&] { return resampleTaps(source.height, box.top, box.bottom, size.height, filter); };
    const bool keepsColumns = isWholeAxis(box.left, box.right, source.width, size.width);
    const bool keepsRows = isWholeAxis(box.top, box.bottom, source.height, size.height);
    if (keepsColumns && keepsRows)
        copyRows(source, target);
    else if (keepsColumns)
        resampleDown(source, 0, down(), rules.portable, target);
    else if (keepsRows)
        resampleAcross(source, across(), rules.portable, target);
    else if (downFirst(source, size, rules.release))
        downThenAcross(source, across(), down(), rules.portable, target);
    else
        acrossThenDown(source, across(), down(), rules.portable, target);
}

}  // namespace

void pillowResize(const Pixels8& source, const PixelBox& box, ResampleFilter filter, std::uint8_t* target,
                  int width, int height, const PillowRules& rules) {
    assert(source.channels == 1 || source.channels == 3);
    assert(source.width > 0 && source.height > 0 && width > 0 && height > 0);
    const FloatBox edges{static_cast<float>(box.left), static_cast<float>(box.top),
                         static_cast<float>(box.right), static_cast<float>(box.bottom)};
    assert(edges.left >= 0 && edges.left <= edges.right && edges.right <= static_cast<float>(source.width));
    assert(edges.top >= 0 && edges.top <= edges.bottom && edges.bottom <= static_cast<float>(source.height));
    const Size size{width, height};
    if (isCrop(edges, size)) return crop(source, edges, size, target);
    if (filter == ResampleFilter::Nearest) return nearest(source, edges, size, target);
    resample(source, edges, filter, size, rules, target);
}

}  // namespace pwb::dataset
