// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/worker_channel.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <thread>

namespace pwb::runtime {

WorkerChannel::WorkerChannel() : m_answers(::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)) {
    ::dup2(STDERR_FILENO, STDOUT_FILENO);
}

bool WorkerChannel::fill() {
    std::array<char, 65536> buffer;
    ssize_t n = 0;
    do n = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    while (n < 0 && errno == EINTR);
    if (n <= 0) return false;
    m_received.append(buffer.data(), static_cast<std::size_t>(n));
    return true;
}

bool WorkerChannel::readLine(std::string& line) {
    std::size_t end = 0;
    while ((end = m_received.find('\n')) == std::string::npos)
        if (!fill()) return false;
    line = m_received.substr(0, end);
    m_received.erase(0, end + 1);
    return true;
}

bool WorkerChannel::read(std::span<std::byte> into) {
    const std::size_t ready = std::min(into.size(), m_received.size());  // came with the line before
    std::copy_n(std::as_bytes(std::span(m_received)).begin(), ready, into.begin());
    m_received.erase(0, ready);
    for (into = into.subspan(ready); !into.empty();) {
        const ssize_t n = ::read(STDIN_FILENO, into.data(), into.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        into = into.subspan(static_cast<std::size_t>(n));
    }
    return true;
}

bool WorkerChannel::write(std::span<const std::byte> bytes) const {
    while (!bytes.empty()) {
        const ssize_t n = ::write(m_answers, bytes.data(), bytes.size());
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) return false;
        bytes = bytes.subspan(static_cast<std::size_t>(n));
    }
    return true;
}

bool WorkerChannel::write(const std::string& text) const {
    return write(std::as_bytes(std::span(text)));
}

void WorkerChannel::endWithTheOtherSide() const {
    std::thread([] {
        pollfd wait = {STDIN_FILENO, POLLRDHUP, 0};
        while (::poll(&wait, 1, -1) < 0 && errno == EINTR) {
        }
        ::_exit(0);  // nothing is kept here that an orderly end would save
    }).detach();
}

}  // namespace pwb::runtime
