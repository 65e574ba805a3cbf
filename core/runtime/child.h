// SPDX-License-Identifier: GPL-3.0-or-later
// For core/runtime and core/measure.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace pwb::runtime {

/// Where `pwb` is, for the children that run models: PWB_WORKER, beside this executable, else on PATH.
[[nodiscard]] std::filesystem::path workerProgram();

/// How long a child may give no sign of life: it neither answers nor uses any processor time.
inline constexpr double kPatienceSeconds = 60;

/// A `PROGRAM worker …` process that is talked to in lines and blocks of bytes. It is killed and reaped with
/// this object.
/// Errors of send() and receive() (Engine): runtime.worker_crashed {signal, detail}, runtime.worker_exited
/// {status, detail}, runtime.worker_silent {seconds}; detail is the last line it printed, in brackets, or
/// empty. A stop gives cancelled() and leaves the child as it is, usually in the middle of its work.
class Child {
public:
    /// `arguments` follow the word "worker". Errors (Engine): runtime.worker_failed {detail}.
    [[nodiscard]] static base::Result<Child> start(const std::filesystem::path& program,
                                                   const std::vector<std::string>& arguments,
                                                   double patienceSeconds = kPatienceSeconds);
    ~Child();
    Child(Child&& other) noexcept;
    Child& operator=(Child&&) = delete;

    [[nodiscard]] base::Status send(std::span<const std::byte> bytes, const std::stop_token& stop);
    [[nodiscard]] base::Status send(const std::string& line, const std::stop_token& stop);
    /// The next line without its end.
    [[nodiscard]] base::Result<std::string> receive(const std::stop_token& stop);
    /// The next bytes, as many as fit.
    [[nodiscard]] base::Status receive(std::span<std::byte> into, const std::stop_token& stop);

private:
    using Clock = std::chrono::steady_clock;
    Child(pid_t process, int socket, int errors, int wake, double patienceSeconds);
    /// Waits until the socket can be read or written.
    [[nodiscard]] base::Status await(short events, const std::stop_token& stop);
    /// At least one byte, at most as many as fit.
    [[nodiscard]] base::Result<std::size_t> read(std::span<std::byte> into, const std::stop_token& stop);
    void readErrors();
    [[nodiscard]] base::Error describeEnd();
    [[nodiscard]] std::string lastErrorLine() const;

    pid_t m_process = -1;
    int m_socket = -1;  ///< the child's stdin and stdout
    int m_errors = -1;  ///< the child's stderr
    int m_wake = -1;    ///< written by the stop callback
    double m_patienceSeconds = kPatienceSeconds;
    std::string m_received, m_errorText;
    std::optional<base::Error> m_end;  ///< once it is known to have ended
};

}  // namespace pwb::runtime
