// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/commands/commands.h"
#include "app/console.h"
#include "core/base/format.h"
#include "core/base/text.h"
#include "core/runtime/environment.h"
#include "core/runtime/library.h"

namespace pwb::app {
namespace {

using nlohmann::ordered_json;

constexpr base::Precision kPrecisions[] = {base::Precision::Fp32, base::Precision::Fp16,
                                           base::Precision::Int8};

std::vector<std::string> cpuFeatures(const runtime::CpuFeatures& cpu) {
    const std::pair<bool, const char*> all[] = {
        {cpu.avx2, "AVX2"},          {cpu.avx512, "AVX-512"},           {cpu.avx512Vnni, "AVX512-VNNI"},
        {cpu.avxVnni, "AVX-VNNI"},   {cpu.avx512Bf16, "AVX512-BF16"},   {cpu.avx512Fp16, "AVX512-FP16"},
        {cpu.amxInt8, "AMX-INT8"},   {cpu.amxBf16, "AMX-BF16"},         {cpu.amxFp16, "AMX-FP16"},
        {cpu.neonFp16, "NEON FP16"}, {cpu.neonDotprod, "NEON dotprod"}, {cpu.neonI8mm, "NEON i8mm"}};
    std::vector<std::string> present;
    for (const auto& [has, name] : all)
        if (has) present.emplace_back(name);
    return present;
}

// Names of the NVIDIA GPUs that the kernel driver serves.
std::vector<std::string> gpus() {
    std::vector<std::string> names;
    std::error_code code;
    for (const auto& entry : std::filesystem::directory_iterator("/proc/driver/nvidia/gpus", code)) {
        std::ifstream in(entry.path() / "information");
        static const std::string kKey = "Model:";
        for (std::string line; std::getline(in, line);)
            if (line.starts_with(kKey))
                names.push_back(line.substr(line.find_first_not_of(" \t", kKey.size())));
    }
    return names;
}

// What a precision really computes with a provider here, and why.
std::string meaning(base::Precision precision, const std::string& provider, const runtime::CpuFeatures& cpu) {
    const auto effective = runtime::resolveEffective(precision, false, provider, cpu);
    if (!effective.reason.code.empty()) return words().text(effective.reason);
    if (precision == base::Precision::Fp32) return "FP32 arithmetic.";
    if (precision == base::Precision::Fp16) return "FP16 arithmetic is native and used.";
    return "8-bit dot products are native: INT8 computes without intermediate saturation and is usually "
           "faster than FP32.";
}

ordered_json meanings(const std::string& provider, const runtime::CpuFeatures& cpu) {
    ordered_json list = ordered_json::array();
    for (const base::Precision precision : kPrecisions)
        list.push_back({{"precision", base::precisionId(precision)},
                        {"effective", runtime::resolveEffective(precision, false, provider, cpu).id},
                        {"meaning", meaning(precision, provider, cpu)}});
    return list;
}

struct Diagnosis {
    base::Result<runtime::Library> library = runtime::loadLibrary();
    std::vector<runtime::ProviderProof> providers = runtime::proveProviders();
    runtime::CpuFeatures cpu = runtime::detectCpu();
    std::vector<std::string> gpuNames = gpus();

    [[nodiscard]] bool works() const {
        for (const runtime::ProviderProof& proof : providers)
            if (proof.id == "cpu" && proof.works) return library.has_value();
        return false;
    }
};

void printJson(const Diagnosis& found) {
    ordered_json json = {{"works", found.works()}};
    if (found.library)
        json["runtime"] = {{"found", true},
                           {"version", found.library->version},
                           {"path", found.library->path.string()},
                           {"api", found.library->api}};
    else
        json["runtime"] = {{"found", false}, {"error", words().text(found.library.error())}};
    json["providers"] = ordered_json::array();
    for (const runtime::ProviderProof& proof : found.providers) {
        ordered_json provider = {
            {"id", proof.id}, {"works", proof.works}, {"detail", words().text(proof.detail)}};
        if (proof.library) {
            provider["version"] = proof.library->version;
            provider["path"] = proof.library->path.string();
        }
        if (proof.works) provider["precisions"] = meanings(proof.id, found.cpu);
        json["providers"].push_back(std::move(provider));
    }
    json["cpu"] = {{"name", found.cpu.name},
                   {"architecture", found.cpu.architecture},
                   {"cores", found.cpu.cores},
                   {"features", cpuFeatures(found.cpu)}};
    json["gpus"] = found.gpuNames;
    std::printf("%s\n", json.dump(1, ' ', false, ordered_json::error_handler_t::replace).c_str());
}

std::string listed(const std::vector<std::string>& parts, const std::string& none) {
    return parts.empty() ? none : base::joined(parts, ", ");
}

// Where a provider's library is not the default one, which is stated apart.
std::string libraryText(const runtime::ProviderProof& proof) {
    if (!proof.library || proof.id != "openvino") return "";
    return " ONNX Runtime " + proof.library->version + ", " + proof.library->path.string();
}

void printText(const Diagnosis& found) {
    std::vector<std::pair<std::string, std::string>> facts;
    if (found.library)
        facts.emplace_back("Runtime", "ONNX Runtime " + found.library->version + " (API " +
                                          std::to_string(found.library->api) + "), " +
                                          found.library->path.string());
    else
        facts.emplace_back("Runtime", words().text(found.library.error()));
    for (const runtime::ProviderProof& proof : found.providers)
        facts.emplace_back("Provider " + proof.id, words().text(proof.detail) + libraryText(proof));
    facts.emplace_back("CPU", found.cpu.name + ", " + found.cpu.architecture + ", " +
                                  std::to_string(found.cpu.cores) + " cores");
    facts.emplace_back("CPU features", listed(cpuFeatures(found.cpu), "none that matter to precisions"));
    facts.emplace_back("GPU", listed(found.gpuNames, "no NVIDIA driver found"));
    for (const runtime::ProviderProof& proof : found.providers)
        for (const base::Precision precision : kPrecisions)
            if (proof.works)
                facts.emplace_back(std::string(base::precisionName(precision)) + " on " + proof.id,
                                   meaning(precision, proof.id, found.cpu));
    std::fputs(factLines(facts).c_str(), stdout);
}

int doctor(bool json) {
    const Diagnosis found;
    if (json)
        printJson(found);
    else
        printText(found);
    if (!found.library) return fail(found.library.error());
    return found.works() ? kDone : kEngineFailure;
}

}  // namespace

void addDoctor(CommandLine& line) {
    auto json = std::make_shared<bool>(false);
    Command command = line.add(
        "doctor",
        "say what this machine offers: runtime, providers, CPU, and what it means for FP16 and INT8");
    command.addSwitch("--json", "for machines", *json);
    command.footer("Exit code 4: no working runtime was found.");
    command.onChosen([json] { return doctor(*json); });
}

}  // namespace pwb::app
