// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/test_folder.h"

namespace pwb::tests {

/// What a test of the window finds around it: nothing of the machine's or the user's settings, and folders
/// that no other process has, so that all tests can run at once. Made before the application object.
class Surroundings {
public:
    /// Settings, caches, runtime and temporary files go below a folder that ends with this object; no
    /// display; one pixel per pixel; the fonts of tests/data/fonts.conf; UTC; C.UTF-8.
    Surroundings();

private:
    TestFolder m_home;
};

}  // namespace pwb::tests
