// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/resources.h"

namespace pwb::base {

std::string_view embeddedFile(std::string_view name) {
    for (const EmbeddedFile& file : embeddedFiles())
        if (file.name == name) return file.bytes;
    return {};
}

}  // namespace pwb::base
