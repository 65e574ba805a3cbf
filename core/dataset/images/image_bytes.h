// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset. Looks at image files without decoding them, because the decoders give half a
// picture for half a file, or write to stderr, where this program's own words go.
#pragma once

#include <string>

namespace pwb::dataset {

enum class FileState {
    Whole,      ///< complete as far as its structure tells, or of a format that is not looked into
    Truncated,  ///< ends early
    Damaged     ///< contradicts itself
};

/// Checks the structure of JPEG (ITU-T T.81 annex B: markers up to EOI), PNG (chunks, lengths and CRC-32 up
/// to IEND), BMP, WebP and binary PNM. A PNG loses the chunks that do not change its pixels or orientation,
/// since libpng warns of colour profiles that do not matter here.
[[nodiscard]] FileState checkImageBytes(std::string& bytes);

}  // namespace pwb::dataset
