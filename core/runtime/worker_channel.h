// SPDX-License-Identifier: GPL-3.0-or-later
// For core/runtime and core/measure.
#pragma once

#include <span>
#include <string>

namespace pwb::runtime {

/// A worker's end of the connection to the program that started it: stdin and what was stdout.
class WorkerChannel {
public:
    /// Keeps the answers to itself: whatever a library prints on stdout goes to stderr from now on.
    WorkerChannel();
    WorkerChannel(const WorkerChannel&) = delete;
    WorkerChannel& operator=(const WorkerChannel&) = delete;

    /// False at the end of the input, or when the other side is gone.
    [[nodiscard]] bool readLine(std::string& line);
    [[nodiscard]] bool read(std::span<std::byte> into);
    [[nodiscard]] bool write(std::span<const std::byte> bytes) const;
    [[nodiscard]] bool write(const std::string& text) const;

    /// Ends this process as soon as the other side is gone, also in the middle of a run.
    void endWithTheOtherSide() const;

private:
    [[nodiscard]] bool fill();

    int m_answers = -1;
    std::string m_received;
};

}  // namespace pwb::runtime
