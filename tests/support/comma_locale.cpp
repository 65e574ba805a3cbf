// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/comma_locale.h"

#include <cstdlib>

namespace pwb::tests {

CommaLocale::CommaLocale() {
    const std::string command = "localedef -i de_DE -f UTF-8 '" + m_folder.at(kName) + "' >/dev/null 2>&1";
    m_isThere = std::system(command.c_str()) == 0;
}

std::map<std::string, std::string> CommaLocale::environment() const {
    return {{"LC_ALL", kName}, {"LOCPATH", m_folder.path().string()}};
}

}  // namespace pwb::tests
