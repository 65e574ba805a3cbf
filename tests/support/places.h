// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>

/// Where the tests find what they read and run. places.cpp alone is compiled with the paths, so that all
/// other test sources compile with the same words in every checkout.
namespace pwb::tests {

[[nodiscard]] const std::filesystem::path& sourceRoot();  ///< of the checkout
[[nodiscard]] const std::filesystem::path& samples();     ///< resources/samples
[[nodiscard]] const std::filesystem::path& testData();    ///< tests/data
[[nodiscard]] const std::filesystem::path& programs();    ///< the folder that the built programs are in

}  // namespace pwb::tests
