// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/preprocess.h"

namespace pwb::dataset::test {

inline const std::filesystem::path kGlyphs = std::filesystem::path(PWB_SAMPLES) / "glyphs";
inline const std::filesystem::path kImages = std::filesystem::path(PWB_SOURCE_DIR) / "tests/data/images";

/// A folder that goes with the test.
class TemporaryFolder {
public:
    TemporaryFolder() {
        static std::atomic<int> counter = 0;
        m_path = std::filesystem::temp_directory_path() /
                 ("pwb-dataset-" + std::to_string(::getpid()) + "-" + std::to_string(counter++));
        std::filesystem::create_directories(m_path);
    }
    ~TemporaryFolder() {
        std::error_code code;
        std::filesystem::remove_all(m_path, code);
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    /// Writes a file, with its folders.
    std::filesystem::path write(const std::string& name, std::string_view content) const {
        const std::filesystem::path file = m_path / name;
        std::filesystem::create_directories(file.parent_path());
        std::ofstream(file, std::ios::binary)
            .write(content.data(), static_cast<std::streamsize>(content.size()));
        return file;
    }

private:
    std::filesystem::path m_path;
};

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
