// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/stop_signal.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <csignal>

#include "app/console.h"

namespace pwb::app {
namespace {

// The handler may only do what is async-signal-safe: it writes to a pipe, and a thread reads it.
int pipeEnds[2] = {-1, -1};
volatile std::sig_atomic_t signalsSeen = 0;

extern "C" void onStopSignal(int) {
    const int saved = errno;
    if (signalsSeen) ::_exit(kCancelled);
    signalsSeen = 1;
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], "s", 1);
    errno = saved;
}

void handle(int signal, void (*handler)(int)) {
    struct sigaction action {};
    action.sa_handler = handler;
    ::sigemptyset(&action.sa_mask);
    action.sa_flags = SA_RESTART;
    ::sigaction(signal, &action, nullptr);
}

}  // namespace

StopSignal::StopSignal() {
    // A measuring child that crashed must not end this process through its pipe.
    handle(SIGPIPE, SIG_IGN);
    if (::pipe2(pipeEnds, O_CLOEXEC) != 0) return;
    m_watcher = std::thread([this, end = pipeEnds[0]] {
        char byte = 0;
        while (::read(end, &byte, 1) < 0 && errno == EINTR) {
        }
        if (byte == 's') m_source.request_stop();
    });
    handle(SIGINT, onStopSignal);
    handle(SIGTERM, onStopSignal);
}

StopSignal::~StopSignal() {
    handle(SIGINT, SIG_DFL);
    handle(SIGTERM, SIG_DFL);
    if (!m_watcher.joinable()) return;
    [[maybe_unused]] const auto written = ::write(pipeEnds[1], "q", 1);
    m_watcher.join();
    ::close(pipeEnds[0]);
    ::close(pipeEnds[1]);
}

}  // namespace pwb::app
