// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "tests/support/places.h"
#include "tests/support/test_folder.h"

namespace pwb::cli {

using tests::TestFolder;

struct Finished {
    int code = -1;  ///< exit code; 128 + signal when ended by one
    std::string out, err;

    [[nodiscard]] std::string lastLine() const;  ///< of stdout
};

/// A pwb that is running, in a process group of its own; stdout and stderr go to files.
class Running {
public:
    Running(const std::vector<std::string>& arguments,
            const std::map<std::string, std::string>& environment = {});
    ~Running();  ///< ends what is still running
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

    /// Waits until stderr holds the text; false when pwb ended or a minute passed first.
    [[nodiscard]] bool waitFor(const std::string& text);
    void signal(int number) const;
    [[nodiscard]] Finished finish();
    /// No process of the group is left (also no measuring child).
    [[nodiscard]] bool groupIsGone() const;

private:
    pid_t m_pid = -1;
    bool m_ended = false;
    int m_status = 0;
    tests::TestFolder m_folder;
};

[[nodiscard]] Finished runPwb(const std::vector<std::string>& arguments,
                              const std::map<std::string, std::string>& environment = {});

[[nodiscard]] std::string content(const std::filesystem::path& path);
void write(const std::filesystem::path& path, const std::string& text);

inline const std::string kModel = (tests::samples() / "glyphs/mobilenetv2.onnx").string();
inline const std::string kData = (tests::samples() / "glyphs/val").string();
inline const std::string kCalibration = (tests::samples() / "glyphs/calib").string();

/// `compare` of the sample model with its preprocessing, calibrated quickly, into `out`; plus `more`.
[[nodiscard]] std::vector<std::string> compareArguments(const std::string& out,
                                                        const std::vector<std::string>& more = {});

}  // namespace pwb::cli
