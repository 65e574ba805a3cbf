// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/test_folder.h"

#include <stdlib.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace pwb::tests {
namespace fs = std::filesystem;

TestFolder::TestFolder() {
    std::string name = (fs::temp_directory_path() / "pwb_test_XXXXXX").string();
    if (!::mkdtemp(name.data()))
        throw fs::filesystem_error("no folder for a test", name, {errno, std::generic_category()});
    m_path = name;
}

TestFolder::~TestFolder() {
    std::error_code ignored;
    for (auto entry = fs::recursive_directory_iterator(m_path, ignored); entry != fs::end(entry);
         entry.increment(ignored))
        if (entry->is_directory(ignored) && !entry->is_symlink(ignored))
            fs::permissions(entry->path(), fs::perms::owner_all, fs::perm_options::add, ignored);
    fs::remove_all(m_path, ignored);
}

fs::path TestFolder::write(const fs::path& name, std::string_view content) const {
    const fs::path file = m_path / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary).write(content.data(), static_cast<std::streamsize>(content.size()));
    return file;
}

}  // namespace pwb::tests
