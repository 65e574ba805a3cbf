// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "tests/support/test_folder.h"

namespace pwb::tests {

/// A locale with a decimal comma, compiled for the test (Debian's package `locales` has the sources), so that
/// it need not be installed and needs no root.
class CommaLocale {
public:
    static constexpr const char* kName = "de_DE.UTF-8";

    CommaLocale();
    /// False where `localedef` or its sources are missing: skip the test and say so.
    [[nodiscard]] bool isThere() const { return m_isThere; }
    /// LC_ALL and LOCPATH, for a process that is to run in it.
    [[nodiscard]] std::map<std::string, std::string> environment() const;

private:
    TestFolder m_folder;
    bool m_isThere = false;
};

}  // namespace pwb::tests
