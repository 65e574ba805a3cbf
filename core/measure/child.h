// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/measure only.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <stop_token>
#include <string>

#include "core/base/error.h"

namespace pwb::measure {

/// A `PROGRAM worker` process that is talked to in lines. It is killed and reaped with this object.
class Child {
public:
    /// Errors (Engine): measure.worker_failed {detail}.
    [[nodiscard]] static base::Result<Child> start(const std::filesystem::path& program);
    ~Child();
    Child(Child&& other) noexcept;
    Child& operator=(Child&&) = delete;

    [[nodiscard]] base::Status send(const std::string& line);
    /// The next line without its end; waits until `stop`, or for `timeoutSeconds` if that is positive.
    /// Errors (Engine): measure.worker_crashed {signal, detail}, measure.worker_exited {status, detail},
    /// measure.worker_silent {seconds}; detail is the last line it printed, in brackets, or empty.
    [[nodiscard]] base::Result<std::string> receive(const std::stop_token& stop, double timeoutSeconds = 0);

private:
    Child(pid_t process, int socket, int errors, int wake);
    void readErrors();
    [[nodiscard]] base::Error describeEnd();
    [[nodiscard]] std::string lastErrorLine() const;

    pid_t m_process = -1;
    int m_socket = -1;  ///< the child's stdin and stdout
    int m_errors = -1;  ///< the child's stderr
    int m_wake = -1;    ///< written by the stop callback
    std::string m_received, m_errorText;
};

}  // namespace pwb::measure
