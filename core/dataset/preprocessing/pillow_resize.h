// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>

#include "core/dataset/resample_filter.h"

namespace pwb::dataset {

/// Which pass comes first differs between releases of Pillow, and with it the last bit of some pixels. What
/// is shrunk or enlarged by one ratio comes out alike in all of them unless it is over twice as tall as wide.
enum class PillowRelease {
    UpTo12_1,   ///< across, then down
    UpTo12_3,   ///< 12.2 and 12.3: down first where the source is over 100 times as tall as wide and gets
                ///< lower
    Since13_0,  ///< down first where more than twice as many rows as columns are lost, and at least one row
};

/// Interleaved 8-bit pixels, [height, width, channels]; rows begin `stride` bytes apart.
struct Pixels8 {
    const std::uint8_t* data;
    int width;
    int height;
    int channels;           ///< 1 (Pillow's mode L) or 3 (RGB)
    std::ptrdiff_t stride;  ///< at least width · channels
};

/// The part of the source that becomes the target, in source pixels; (0, 0) is the upper left corner of the
/// first pixel. Pillow holds its edges in single precision, and so they are rounded first.
struct PixelBox {
    double left, top, right, bottom;
};

[[nodiscard]] constexpr PixelBox wholeOf(const Pixels8& pixels) {
    return {0, 0, static_cast<double>(pixels.width), static_cast<double>(pixels.height)};
}

struct PillowRules {
    PillowRelease release = PillowRelease::UpTo12_1;
    bool portable = false;  ///< without SIMD, whatever the processor; the same bytes
};

/// What Image.resize((width, height), filter, box) of Pillow gives for these pixels, byte for byte (without
/// its reducing_gap): filters other than Nearest average over as many source pixels as a target pixel covers,
/// in two passes that each round to 8 bits. Writes height · width · channels bytes, without gaps; the target
/// must not overlap the source.
///
/// Preconditions: 1 or 3 channels, all sides at least 1, 0 ≤ left ≤ right ≤ source.width and likewise top and
/// bottom (Pillow refuses anything else). An empty box is allowed, as in Pillow. Throws nothing but
/// std::bad_alloc.
///
/// Formulas: Pillow's documentation of its filters ("Concepts", "Filters") and the arithmetic of its
/// libImaging/Resample.c and Geometry.c. Hamming and Lanczos take the C library's sine, as Pillow does.
void pillowResize(const Pixels8& source, const PixelBox& box, ResampleFilter filter, std::uint8_t* target,
                  int width, int height, const PillowRules& rules = {});

}  // namespace pwb::dataset
