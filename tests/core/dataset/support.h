// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/preprocess.h"
#include "tests/support/places.h"
#include "tests/support/test_folder.h"

namespace pwb::dataset::test {

using tests::TestFolder;

inline const std::filesystem::path kGlyphs = tests::samples() / "glyphs";
inline const std::filesystem::path kImages = tests::testData() / "images";

/// The preprocessing of the glyph models.
inline Preprocess glyphPreprocess() {
    Preprocess preprocess;
    preprocess.width = preprocess.height = 64;
    preprocess.mean = {.485, .456, .406};
    preprocess.std = {.229, .224, .225};
    return preprocess;
}

inline std::size_t floatsOf(const Preprocess& preprocess) {
    return static_cast<std::size_t>(preprocess.channels * preprocess.height * preprocess.width);
}

inline std::string argument(const base::Message& message, std::string_view name) {
    for (const auto& [key, value] : message.args)
        if (key == name) return value;
    return "(none)";
}

inline const base::Message* find(const std::vector<base::Message>& messages, std::string_view code) {
    for (const base::Message& message : messages)
        if (message.code == code) return &message;
    return nullptr;
}

template <class T>
std::string codeOf(const base::Result<T>& result) {
    return result ? "(no error)" : result.error().message.code;
}

}  // namespace pwb::dataset::test
