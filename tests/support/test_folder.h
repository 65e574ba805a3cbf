// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace pwb::tests {

/// An empty folder that no other test, user or checkout has; it goes with the object. The one way of tests to
/// get a place to write to.
class TestFolder {
public:
    /// Below the system's folder for temporary files ($TMPDIR); throws std::filesystem::filesystem_error when
    /// none can be made.
    TestFolder();
    ~TestFolder();  ///< also removes what the test may not read or write
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
    [[nodiscard]] std::filesystem::path operator/(const std::filesystem::path& name) const {
        return m_path / name;
    }
    [[nodiscard]] std::string at(const std::string& name) const { return (m_path / name).string(); }
    /// Writes a file, with its folders; returns where it is.
    std::filesystem::path write(const std::filesystem::path& name, std::string_view content) const;

private:
    std::filesystem::path m_path;
};

}  // namespace pwb::tests
