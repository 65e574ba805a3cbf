// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <gtest/gtest.h>

#include "tests/support/test_folder.h"

namespace pwb::tests {

/// A test with a folder of its own.
struct FolderFixture : testing::Test {
    const TestFolder ownFolder;
    const std::filesystem::path& folder = ownFolder.path();
};

}  // namespace pwb::tests
