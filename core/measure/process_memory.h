// SPDX-License-Identifier: GPL-3.0-or-later
// Inside core/measure only.
#pragma once

#include <cstdint>

namespace pwb::measure {

/// Physical memory of this process, bytes (/proc/self/status: VmRSS and VmHWM).
struct ProcessMemory {
    std::uint64_t resident = 0;
    std::uint64_t peak = 0;
};
[[nodiscard]] ProcessMemory processMemory();
/// Lets the peak start anew from what is resident now. Without effect where the kernel refuses it: the peak
/// then stays that of the whole life of the process.
void resetPeak();

}  // namespace pwb::measure
