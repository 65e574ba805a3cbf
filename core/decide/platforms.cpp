// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/base/resources.h"
#include "core/decide/decision.h"

namespace pwb::decide {
namespace {

std::vector<Platform> readPlatforms() {
    const auto json = nlohmann::json::parse(base::embeddedFile("platforms.json"));
    std::vector<Platform> platforms;
    for (const auto& entry : json.at("platforms")) {
        Platform platform{entry.at("id"), entry.at("name"), entry.at("fp16"), entry.at("int8"), std::nullopt};
        if (entry.contains("memory_gb")) platform.memoryGb = entry["memory_gb"].get<double>();
        platforms.push_back(std::move(platform));
    }
    return platforms;
}

std::string x86Name(const runtime::CpuFeatures& cpu) {
    if (cpu.avx512Fp16) return "x86-64 with AVX512-FP16";
    if (cpu.amxInt8) return "x86-64 with AMX INT8";
    if (cpu.avx512Vnni || cpu.avxVnni) return "x86-64 with VNNI";
    if (cpu.avx512) return "x86-64 with AVX-512";
    return cpu.avx2 ? "x86-64 with AVX2" : "x86-64";
}

std::string armName(const runtime::CpuFeatures& cpu) {
    if (cpu.neonI8mm) return "Arm 64-bit with FP16 and i8mm";
    if (cpu.neonDotprod) return "Arm 64-bit with FP16 and dot product";
    return "Arm 64-bit";
}

}  // namespace

const std::vector<Platform>& platforms() {
    static const std::vector<Platform> read = readPlatforms();
    return read;
}

const Platform* findPlatform(std::string_view id) {
    const auto& all = platforms();
    const auto found = std::ranges::find_if(all, [&](const Platform& platform) { return platform.id == id; });
    return found == all.end() ? nullptr : &*found;
}

Platform thisMachine(const runtime::CpuFeatures& cpu, double memoryGb) {
    Platform platform{"this", cpu.architecture, cpu.nativeFp16(), cpu.fastInt8(), std::nullopt};
    if (cpu.architecture == "x86_64") platform.name = x86Name(cpu);
    if (cpu.architecture == "aarch64") platform.name = armName(cpu);
    if (memoryGb > 0) platform.memoryGb = memoryGb;
    return platform;
}

}  // namespace pwb::decide
