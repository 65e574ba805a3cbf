// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <map>
#include <optional>
#include <string>

#include "tests/core/support/folder_fixture.h"

namespace fs = std::filesystem;
using namespace pwb;
using namespace pwb::base;

namespace {

struct FilesTest : tests::FolderFixture {};

TEST_F(FilesTest, WritesAndReadsBack) {
    ASSERT_TRUE(writeFileAtomically(folder / "a.txt", std::string_view("hello")));
    EXPECT_EQ(readFile(folder / "a.txt").value(), "hello");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
}

TEST_F(FilesTest, AFailedWriterLeavesTheOldContentAndNoTemporary) {
    ASSERT_TRUE(writeFileAtomically(folder / "a.txt", std::string_view("old")));
    const auto status = writeFileAtomically(folder / "a.txt", [](const fs::path& path) -> Status {
        EXPECT_TRUE(writeFileAtomically(path, std::string_view("half")));
        return badInput("", "base.write_failed");
    });
    EXPECT_FALSE(status);
    EXPECT_EQ(readFile(folder / "a.txt").value(), "old");
    EXPECT_EQ(std::distance(fs::directory_iterator(folder), {}), 1);
}

TEST_F(FilesTest, Sha256MatchesTheStandardsExample) {
    // FIPS 180-2, appendix B.1.
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    ASSERT_TRUE(writeFileAtomically(folder / "abc", std::string_view("abc")));
    EXPECT_EQ(sha256OfFile(folder / "abc").value(), sha256("abc"));
}

/// Variables of the environment, put back at the end.
class Variables {
public:
    ~Variables() {
        for (const auto& [name, value] : m_before) put(name, value);
    }
    void set(const std::string& name, std::optional<std::string> value) {
        const char* before = std::getenv(name.c_str());
        m_before.emplace(name, before ? std::optional<std::string>(before) : std::nullopt);
        put(name, value);
    }

private:
    static void put(const std::string& name, const std::optional<std::string>& value) {
        value ? ::setenv(name.c_str(), value->c_str(), 1) : ::unsetenv(name.c_str());
    }
    std::map<std::string, std::optional<std::string>> m_before;
};

TEST_F(FilesTest, TheCacheLiesWhereTheEnvironmentSays) {
    Variables variables;
    variables.set("PWB_CACHE", std::nullopt);
    variables.set("XDG_CACHE_HOME", std::nullopt);
    variables.set("HOME", "/home/somebody");
    EXPECT_EQ(cacheFolder(), "/home/somebody/.cache/precision-workbench");
    variables.set("XDG_CACHE_HOME", "relative");
    EXPECT_EQ(cacheFolder(), "/home/somebody/.cache/precision-workbench");
    variables.set("XDG_CACHE_HOME", "/var/cache/somebody");
    EXPECT_EQ(cacheFolder(), "/var/cache/somebody/precision-workbench");
    variables.set("PWB_CACHE", "/here");
    EXPECT_EQ(cacheFolder(), "/here");
    variables.set("PWB_CACHE", "");
    EXPECT_EQ(cacheFolder(), "");
    variables.set("PWB_CACHE", std::nullopt);
    variables.set("XDG_CACHE_HOME", std::nullopt);
    variables.set("HOME", std::nullopt);
    EXPECT_EQ(cacheFolder(), "");
}

TEST_F(FilesTest, FolderBelowAFileCannotBeMade) {
    ASSERT_TRUE(writeFileAtomically(folder / "file", std::string_view("x")));
    const auto status = ensureWritableFolder(folder / "file" / "below");
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().message.code, "base.folder_failed");
}

}  // namespace
