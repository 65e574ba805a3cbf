// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <utility>

#include "core/base/try.h"

extern char** environ;

namespace pwb::runtime {
namespace {

tl::unexpected<base::Error> failed(const std::string& program, const std::string& detail) {
    return base::engineFailure(program, "runtime.worker_failed", {{"detail", detail}});
}

/// Spawns with the given ends as stdin/stdout and stderr and nothing else open. The child gets a process
/// group of its own, so that Ctrl-C in a terminal reaches it through us only, as a cancel and not a crash.
int spawn(pid_t& process, const std::string& program, std::vector<std::string> words, int socket,
          int errors) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_adddup2(&actions, socket, STDIN_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, socket, STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, errors, STDERR_FILENO);
    ::posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes,
                               POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    std::vector<char*> arguments;
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const int code =
        ::posix_spawnp(&process, program.c_str(), &actions, &attributes, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    return code;
}

/// The exit status of a process whose output has ended; one that still lingers after a second is killed.
int reap(pid_t process) {
    int status = 0;
    for (int i = 0; i < 1000; ++i) {
        if (::waitpid(process, &status, WNOHANG) != 0) return status;
        ::usleep(1000);
    }
    ::kill(process, SIGKILL);
    ::waitpid(process, &status, 0);
    return status;
}

/// Clock ticks of processor time that the process has used so far (proc(5): utime and stime), −1 if unknown.
long ticksUsed(pid_t process) {
    std::ifstream in("/proc/" + std::to_string(process) + "/stat");
    std::string text;
    std::getline(in, text);
    // The second field, the name in parentheses, may hold anything.
    std::istringstream fields(text.substr(std::min(text.rfind(')') + 1, text.size())));
    std::string skipped;
    for (int i = 3; i < 14; ++i) fields >> skipped;
    long user = 0, system = 0;
    return fields >> user >> system ? user + system : -1;
}

}  // namespace

std::filesystem::path workerProgram() {
    if (const char* given = std::getenv("PWB_WORKER")) return given;
    std::error_code code;
    const auto beside = std::filesystem::read_symlink("/proc/self/exe", code).parent_path() / "pwb";
    return std::filesystem::is_regular_file(beside, code) ? beside : std::filesystem::path("pwb");
}

Child::Child(pid_t process, int socket, int errors, int wake, double patienceSeconds)
    : m_process(process),
      m_socket(socket),
      m_errors(errors),
      m_wake(wake),
      m_patienceSeconds(patienceSeconds) {}

Child::Child(Child&& other) noexcept
    : m_process(std::exchange(other.m_process, -1)),
      m_socket(std::exchange(other.m_socket, -1)),
      m_errors(std::exchange(other.m_errors, -1)),
      m_wake(std::exchange(other.m_wake, -1)),
      m_patienceSeconds(other.m_patienceSeconds),
      m_received(std::move(other.m_received)),
      m_errorText(std::move(other.m_errorText)),
      m_end(std::move(other.m_end)) {}

Child::~Child() {
    if (m_process > 0) {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    for (const int fd : {m_socket, m_errors, m_wake})
        if (fd >= 0) ::close(fd);
}

base::Result<Child> Child::start(const std::filesystem::path& program,
                                 const std::vector<std::string>& arguments, double patienceSeconds) {
    int sockets[2] = {-1, -1}, errors[2] = {-1, -1};
    const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int code = 0;
    if (wake < 0 || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0 ||
        ::pipe2(errors, O_CLOEXEC) != 0)
        code = errno;
    pid_t process = -1;
    if (code == 0) {
        std::vector<std::string> words = {program.string(), "worker"};
        words.insert(words.end(), arguments.begin(), arguments.end());
        code = spawn(process, program.string(), std::move(words), sockets[1], errors[1]);
    }
    for (const int fd : {sockets[1], errors[1]})
        if (fd >= 0) ::close(fd);
    Child child(code == 0 ? process : -1, sockets[0], errors[0], wake, patienceSeconds);
    if (code != 0) return failed(program.string(), ::strerror(code));
    ::fcntl(child.m_errors, F_SETFL, O_NONBLOCK);
    ::fcntl(child.m_socket, F_SETFL, O_NONBLOCK);
    return child;
}

base::Status Child::await(short events, const std::stop_token& stop) {
    eventfd_t past = 0;
    ::eventfd_read(m_wake, &past);  // of an earlier stop
    const std::stop_callback wake(stop, [this] { ::eventfd_write(m_wake, 1); });
    const int slice = static_cast<int>(std::clamp(m_patienceSeconds * 250, 10.0, 5000.0));  // ms
    auto lastSign = Clock::now();
    long ticks = -1;
    while (true) {
        if (stop.stop_requested()) return base::cancelled();
        std::array<pollfd, 3> waits = {
            pollfd{m_socket, events, 0}, {m_wake, POLLIN, 0}, {m_errors, POLLIN, 0}};
        const int ready = ::poll(waits.data(), waits.size(), slice);
        if (ready < 0) continue;  // a signal
        if (waits[2].revents) readErrors();
        if (waits[0].revents) return {};
        // A long run uses the processor; who neither answers nor computes hangs.
        const long now = ticksUsed(m_process);
        if (ready > 0 || now != ticks) lastSign = Clock::now();
        ticks = now;
        if (std::chrono::duration<double>(Clock::now() - lastSign).count() >= m_patienceSeconds)
            return base::engineFailure("", "runtime.worker_silent",
                                       {{"seconds", std::to_string(std::lround(m_patienceSeconds))}});
    }
}

base::Status Child::send(std::span<const std::byte> bytes, const std::stop_token& stop) {
    while (!bytes.empty()) {
        if (m_end) return tl::make_unexpected(*m_end);
        const ssize_t n = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (n > 0) bytes = bytes.subspan(static_cast<std::size_t>(n));
        if (n > 0 || errno == EINTR) continue;
        if (errno != EAGAIN) return tl::make_unexpected(describeEnd());
        PWB_CHECK(await(POLLOUT, stop));
    }
    return {};
}

base::Status Child::send(const std::string& line, const std::stop_token& stop) {
    return send(std::as_bytes(std::span(line)), stop);
}

base::Result<std::size_t> Child::read(std::span<std::byte> into, const std::stop_token& stop) {
    while (true) {
        if (stop.stop_requested()) return base::cancelled();
        if (m_end) return tl::make_unexpected(*m_end);
        const ssize_t n = ::recv(m_socket, into.data(), into.size(), 0);
        if (n > 0) return static_cast<std::size_t>(n);
        if (n < 0 && errno == EINTR) continue;
        if (n == 0 || errno != EAGAIN) return tl::make_unexpected(describeEnd());
        PWB_CHECK(await(POLLIN, stop));
    }
}

base::Result<std::string> Child::receive(const std::stop_token& stop) {
    std::vector<std::byte> buffer(std::size_t{1} << 16);
    while (true) {
        if (const auto end = m_received.find('\n'); end != std::string::npos) {
            std::string line = m_received.substr(0, end);
            m_received.erase(0, end + 1);
            return line;
        }
        PWB_TRY(const auto n, read(buffer, stop));
        m_received.append(reinterpret_cast<const char*>(buffer.data()), n);
    }
}

base::Status Child::receive(std::span<std::byte> into, const std::stop_token& stop) {
    const std::size_t ready = std::min(into.size(), m_received.size());  // came with the line before
    std::copy_n(std::as_bytes(std::span(m_received)).begin(), ready, into.begin());
    m_received.erase(0, ready);
    for (into = into.subspan(ready); !into.empty();) {
        PWB_TRY(const auto n, read(into, stop));
        into = into.subspan(n);
    }
    return {};
}

void Child::readErrors() {
    static constexpr std::size_t kKept = 4096;
    std::array<char, 4096> buffer;
    ssize_t n = 0;
    while ((n = ::read(m_errors, buffer.data(), buffer.size())) > 0)
        m_errorText.append(buffer.data(), static_cast<std::size_t>(n));
    if (m_errorText.size() > kKept) m_errorText.erase(0, m_errorText.size() - kKept);
    if (n == 0) {  // closed: poll() would return at once for ever
        ::close(m_errors);
        m_errors = -1;
    }
}

std::string Child::lastErrorLine() const {
    const auto last = m_errorText.find_last_not_of(" \r\n");
    if (last == std::string::npos) return "";
    const auto begin = m_errorText.rfind('\n', last);
    return m_errorText.substr(begin + 1, last - begin);  // npos + 1 is 0
}

base::Error Child::describeEnd() {
    if (m_end) return *m_end;
    const int status = reap(std::exchange(m_process, -1));
    if (m_errors >= 0) readErrors();
    std::string said = lastErrorLine();
    if (!said.empty()) said = " (" + said + ")";
    std::string code = "runtime.worker_exited";
    base::Args arguments = {{"status", std::to_string(WEXITSTATUS(status))}, {"detail", said}};
    if (WIFSIGNALED(status)) {
        const char* name = ::sigabbrev_np(WTERMSIG(status));
        code = "runtime.worker_crashed";
        arguments.front() = {"signal", name ? std::string("SIG") + name : std::to_string(WTERMSIG(status))};
    }
    m_end = base::Error{base::ErrorKind::Engine, "", {std::move(code), std::move(arguments)}};
    return *m_end;
}

}  // namespace pwb::runtime
