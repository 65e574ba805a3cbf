// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/cli/run_pwb.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <thread>

#include "tests/support/places.h"

namespace pwb::cli {
namespace fs = std::filesystem;

namespace {

[[noreturn]] void becomePwb(const std::vector<std::string>& arguments,
                            const std::map<std::string, std::string>& environment, const fs::path& folder) {
    ::setpgid(0, 0);
    const int out = ::open((folder / "out").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    const int err = ::open((folder / "err").c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) ::unsetenv(variable);
    ::setenv("PWB_CACHE", "", 1);  // tests must not find what other tests left
    for (const auto& [name, value] : environment) ::setenv(name.c_str(), value.c_str(), 1);
    const std::string program = tests::programs() / "pwb";
    std::vector<char*> argv = {const_cast<char*>(program.c_str())};
    for (const std::string& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv(program.c_str(), argv.data());
    ::_exit(127);
}

}  // namespace

std::string content(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

void write(const fs::path& path, const std::string& text) {
    fs::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
}

std::string Finished::lastLine() const {
    const std::size_t end = out.find_last_not_of('\n');
    if (end == std::string::npos) return {};
    const std::size_t start = out.rfind('\n', end);
    return out.substr(start == std::string::npos ? 0 : start + 1,
                      end - (start == std::string::npos ? 0 : start + 1) + 1);
}

namespace {
/// Long enough for a machine that is busy with something else; less than ctest's own limit.
constexpr std::chrono::minutes kPatience{15};
}  // namespace

Running::Running(const std::vector<std::string>& arguments,
                 const std::map<std::string, std::string>& environment) {
    m_pid = ::fork();
    if (m_pid == 0) becomePwb(arguments, environment, m_folder.path());
    ::setpgid(m_pid, m_pid);
}

Running::~Running() {
    if (!m_ended) {
        ::kill(-m_pid, SIGKILL);
        ::waitpid(m_pid, nullptr, 0);
    }
}

bool Running::waitFor(const std::string& text) {
    const auto giveUp = std::chrono::steady_clock::now() + kPatience;
    while (!m_ended && std::chrono::steady_clock::now() < giveUp) {
        if (content(m_folder / "err").find(text) != std::string::npos) return true;
        if (::waitpid(m_pid, &m_status, WNOHANG) == m_pid) m_ended = true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

void Running::signal(int number) const {
    if (!m_ended) ::kill(m_pid, number);
}

Finished Running::finish() {
    if (!m_ended) ::waitpid(m_pid, &m_status, 0);
    m_ended = true;
    return {WIFEXITED(m_status) ? WEXITSTATUS(m_status) : 128 + WTERMSIG(m_status), content(m_folder / "out"),
            content(m_folder / "err")};
}

bool Running::groupIsGone() const {
    // A child that was told to end may need a moment.
    for (int i = 0; i < 6000; ++i) {
        if (::kill(-m_pid, 0) != 0 && errno == ESRCH) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
}

Finished runPwb(const std::vector<std::string>& arguments,
                const std::map<std::string, std::string>& environment) {
    Running running(arguments, environment);
    return running.finish();
}

std::vector<std::string> compareArguments(const std::string& out, const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"compare",
                                          kModel,
                                          "--data",
                                          kData,
                                          "--calibration",
                                          kCalibration,
                                          "--calibration-samples",
                                          "72",
                                          "--calibrator",
                                          "minmax",
                                          "--mean",
                                          "0.485,0.456,0.406",
                                          "--std",
                                          "0.229,0.224,0.225",
                                          "--out",
                                          out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

}  // namespace pwb::cli
