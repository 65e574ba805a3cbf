// SPDX-License-Identifier: GPL-3.0-or-later
#include <sched.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <fstream>

#include "core/runtime/environment.h"
#if defined(__x86_64__)
#include <cpuid.h>
#elif defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

namespace pwb::runtime {
namespace {

#if defined(__x86_64__)
bool bit(unsigned value, int index) {
    return (value >> index) & 1u;
}

/// Register states that the system saves on a task switch (XCR0): without its part of it, an instruction
/// set is there but must not be used.
unsigned savedStates() {
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__get_cpuid(1, &a, &b, &c, &d) || !bit(c, 27)) return 0;  // OSXSAVE
    unsigned low = 0, high = 0;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}

// Bits: Intel 64 and IA-32 Architectures Software Developer's Manual, volume 2A, CPUID, leaf 07H.
void detectInstructions(CpuFeatures& cpu) {
    const unsigned saved = savedStates();
    const bool avx = (saved & 0x6u) == 0x6u;
    const bool avx512 = avx && (saved & 0xE0u) == 0xE0u;
    const bool amx = (saved & 0x60000u) == 0x60000u;
    unsigned a = 0, b = 0, c = 0, d = 0;
    if (!__get_cpuid_count(7, 0, &a, &b, &c, &d)) return;
    cpu.avx2 = avx && bit(b, 5);
    cpu.avx512 = avx512 && bit(b, 16);
    cpu.avx512Vnni = avx512 && bit(c, 11);
    cpu.avx512Fp16 = avx512 && bit(d, 23);
    cpu.amxBf16 = amx && bit(d, 22);
    cpu.amxInt8 = amx && bit(d, 25);
    if (a < 1 || !__get_cpuid_count(7, 1, &a, &b, &c, &d)) return;
    cpu.avxVnni = avx && bit(a, 4);
    cpu.avx512Bf16 = avx512 && bit(a, 5);
    cpu.amxFp16 = amx && bit(a, 21);
}
#elif defined(__aarch64__)
void detectInstructions(CpuFeatures& cpu) {
    const unsigned long capabilities = ::getauxval(AT_HWCAP);
    const unsigned long more = ::getauxval(AT_HWCAP2);
    cpu.neonFp16 = capabilities & HWCAP_ASIMDHP;
    cpu.neonDotprod = capabilities & HWCAP_ASIMDDP;
    cpu.neonI8mm = more & HWCAP2_I8MM;
}
#else
void detectInstructions(CpuFeatures&) {}
#endif

std::string cpuName(const std::string& architecture) {
    std::ifstream in("/proc/cpuinfo");
    for (std::string line; std::getline(in, line);) {
        const auto colon = line.find(": ");
        if (colon != std::string::npos && (line.starts_with("model name") || line.starts_with("Model")))
            return line.substr(colon + 2);
    }
    return architecture;
}

int usableCores() {
    cpu_set_t set;
    if (::sched_getaffinity(0, sizeof set, &set) == 0) return CPU_COUNT(&set);
    return static_cast<int>(::sysconf(_SC_NPROCESSORS_ONLN));
}

}  // namespace

bool CpuFeatures::fastInt8() const {
    return avx512Vnni || avxVnni || amxInt8 || neonDotprod || neonI8mm;
}
bool CpuFeatures::nativeFp16() const {
    return avx512Fp16 || amxFp16 || neonFp16;
}

CpuFeatures detectCpu() {
    CpuFeatures cpu;
    utsname system{};
    ::uname(&system);
    cpu.architecture = system.machine;
    cpu.name = cpuName(cpu.architecture);
    cpu.cores = usableCores();
    detectInstructions(cpu);
    return cpu;
}

}  // namespace pwb::runtime
