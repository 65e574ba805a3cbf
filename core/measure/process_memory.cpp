// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/measure/process_memory.h"

#include <cstdlib>
#include <fstream>
#include <string>

namespace pwb::measure {

ProcessMemory processMemory() {
    ProcessMemory memory;
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("VmRSS:")) memory.resident = std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
        if (line.starts_with("VmHWM:")) memory.peak = std::strtoull(line.c_str() + 6, nullptr, 10) * 1024;
    }
    return memory;
}

void resetPeak() {
    std::ofstream("/proc/self/clear_refs") << "5";
}

}  // namespace pwb::measure
