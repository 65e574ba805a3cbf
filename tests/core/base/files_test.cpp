// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include <gtest/gtest.h>

namespace fs = std::filesystem;
using namespace pwb::base;

namespace {

struct FilesTest : testing::Test {
    fs::path folder = fs::path(testing::TempDir()) / ("files_test_" + std::to_string(::getpid()));
    void SetUp() override { fs::create_directories(folder); }
    void TearDown() override { fs::remove_all(folder); }
};

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

TEST_F(FilesTest, FolderBelowAFileCannotBeMade) {
    ASSERT_TRUE(writeFileAtomically(folder / "file", std::string_view("x")));
    const auto status = ensureWritableFolder(folder / "file" / "below");
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().message.code, "base.folder_failed");
}

}  // namespace
