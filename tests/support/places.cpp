// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/places.h"

namespace pwb::tests {
namespace fs = std::filesystem;

const fs::path& sourceRoot() {
    static const fs::path place = PWB_SOURCE_DIR;
    return place;
}

const fs::path& samples() {
    static const fs::path place = sourceRoot() / "resources/samples";
    return place;
}

const fs::path& testData() {
    static const fs::path place = sourceRoot() / "tests/data";
    return place;
}

const fs::path& programs() {
    static const fs::path place = PWB_BINARY_DIR;
    return place;
}

}  // namespace pwb::tests
