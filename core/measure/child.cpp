// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

extern char** environ;

namespace pwb::measure {
namespace {

tl::unexpected<base::Error> failed(const std::string& program, const std::string& detail) {
    return base::engineFailure(program, "measure.worker_failed", {{"detail", detail}});
}

/// Spawns with the given ends as stdin/stdout and stderr and nothing else open. The child gets a process
/// group of its own, so that Ctrl-C in a terminal reaches it through us only, as a cancel and not a crash.
int spawn(pid_t& process, const std::string& program, int socket, int errors) {
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
    std::string name = program, command = "worker";
    std::array<char*, 3> arguments = {name.data(), command.data(), nullptr};
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

}  // namespace

Child::Child(pid_t process, int socket, int errors, int wake)
    : m_process(process), m_socket(socket), m_errors(errors), m_wake(wake) {}

Child::Child(Child&& other) noexcept
    : m_process(std::exchange(other.m_process, -1)),
      m_socket(std::exchange(other.m_socket, -1)),
      m_errors(std::exchange(other.m_errors, -1)),
      m_wake(std::exchange(other.m_wake, -1)),
      m_received(std::move(other.m_received)),
      m_errorText(std::move(other.m_errorText)) {}

Child::~Child() {
    if (m_process > 0) {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    for (const int fd : {m_socket, m_errors, m_wake})
        if (fd >= 0) ::close(fd);
}

base::Result<Child> Child::start(const std::filesystem::path& program) {
    int sockets[2] = {-1, -1}, errors[2] = {-1, -1};
    const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    int code = 0;
    if (wake < 0 || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets) != 0 ||
        ::pipe2(errors, O_CLOEXEC) != 0)
        code = errno;
    pid_t process = -1;
    if (code == 0) code = spawn(process, program.string(), sockets[1], errors[1]);
    for (const int fd : {sockets[1], errors[1]})
        if (fd >= 0) ::close(fd);
    Child child(code == 0 ? process : -1, sockets[0], errors[0], wake);
    if (code != 0) return failed(program.string(), ::strerror(code));
    ::fcntl(child.m_errors, F_SETFL, O_NONBLOCK);
    return child;
}

base::Status Child::send(const std::string& line) {
    for (std::size_t sent = 0; sent < line.size();) {
        const ssize_t n = ::send(m_socket, line.data() + sent, line.size() - sent, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return tl::make_unexpected(describeEnd());
        sent += static_cast<std::size_t>(n);
    }
    return {};
}

base::Result<std::string> Child::receive(const std::stop_token& stop, double timeoutSeconds) {
    const std::stop_callback wake(stop, [this] { ::eventfd_write(m_wake, 1); });
    const int timeout = timeoutSeconds > 0 ? static_cast<int>(timeoutSeconds * 1000) : -1;
    while (true) {
        if (stop.stop_requested()) return base::cancelled();
        if (const auto end = m_received.find('\n'); end != std::string::npos) {
            std::string line = m_received.substr(0, end);
            m_received.erase(0, end + 1);
            return line;
        }
        std::array<pollfd, 3> waits = {
            pollfd{m_socket, POLLIN, 0}, {m_wake, POLLIN, 0}, {m_errors, POLLIN, 0}};
        const int ready = ::poll(waits.data(), waits.size(), timeout);
        if (ready == 0)
            return base::engineFailure("", "measure.worker_silent",
                                       {{"seconds", std::to_string(timeout / 1000)}});
        if (waits[2].revents) readErrors();
        if (!waits[0].revents) continue;
        std::array<char, 65536> buffer;
        const ssize_t n = ::recv(m_socket, buffer.data(), buffer.size(), 0);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return tl::make_unexpected(describeEnd());
        m_received.append(buffer.data(), static_cast<std::size_t>(n));
    }
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
    const int status = reap(std::exchange(m_process, -1));
    if (m_errors >= 0) readErrors();
    std::string said = lastErrorLine();
    if (!said.empty()) said = " (" + said + ")";
    if (!WIFSIGNALED(status))
        return {
            base::ErrorKind::Engine,
            "",
            {"measure.worker_exited", {{"status", std::to_string(WEXITSTATUS(status))}, {"detail", said}}}};
    const char* name = ::sigabbrev_np(WTERMSIG(status));
    return {base::ErrorKind::Engine,
            "",
            {"measure.worker_crashed",
             {{"signal", name ? std::string("SIG") + name : std::to_string(WTERMSIG(status))},
              {"detail", said}}}};
}

}  // namespace pwb::measure
