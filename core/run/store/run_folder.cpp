// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/run/store/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <vector>

#include "core/run/store/store.h"

namespace pwb::run {
namespace fs = std::filesystem;

base::Result<FolderLock> FolderLock::take(const fs::path& folder) {
    FolderLock lock;
    lock.m_fd = ::open((folder / ".lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644);
    if (lock.m_fd < 0 || ::flock(lock.m_fd, LOCK_EX | LOCK_NB) != 0)
        return base::badInput(folder.string(), "run.folder_in_use");
    return lock;
}

FolderLock::~FolderLock() {
    if (m_fd >= 0) ::close(m_fd);
}

base::Result<std::optional<base::Message>> keepPrevious(const fs::path& folder) {
    std::error_code code;
    if (!fs::exists(RunStore::fileIn(folder), code)) return std::nullopt;
    fs::path target;
    for (int n = 1; target.empty() || fs::exists(target, code); ++n)
        target = folder / "previous" / std::to_string(n);
    fs::create_directories(target, code);
    std::vector<const char*> moved;
    for (const char* name :
         {"run.sqlite", "run.sqlite-wal", "run.sqlite-shm", "engines", "report.json", "report.html",
          "report.md", "report.pdf", "predictions.csv", "preprocess.json"}) {
        if (!fs::exists(folder / name, code)) continue;
        fs::rename(folder / name, target / name, code);
        if (code) {
            // All or nothing: half a run in either place would be none.
            std::error_code ignored;
            for (const char* back : moved) fs::rename(target / back, folder / back, ignored);
            fs::remove(target, ignored);
            return base::badInput((folder / name).string(), "base.write_failed",
                                  {{"reason", code.message()}});
        }
        moved.push_back(name);
    }
    return base::Message{"run.previous_kept", {{"folder", target.string()}}};
}

}  // namespace pwb::run
