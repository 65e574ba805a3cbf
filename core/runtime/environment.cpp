// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/environment.h"

#include <sys/sysinfo.h>
#include <sys/utsname.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string_view>

#include "core/base/try.h"
#include "core/runtime/library.h"
#include "core/runtime/session.h"

namespace pwb::runtime {
namespace {

/// What a provider may compute in though nobody can ask for it; OpenVINO has the same word.
constexpr const char* kBfloat16 = "bf16";

std::string distribution() {
    std::ifstream in("/etc/os-release");
    static constexpr std::string_view kKey = "PRETTY_NAME=";
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with(kKey)) continue;
        line.erase(0, kKey.size());
        std::erase(line, '"');
        return line + ", ";
    }
    return "";
}

/// "Linux 6.1" of "6.1.0-13-amd64".
std::string kernel() {
    utsname system{};
    ::uname(&system);
    const std::string release = system.release;
    const auto minor = release.find('.');
    const auto end = minor == std::string::npos ? minor : release.find_first_not_of("0123456789", minor + 1);
    return std::string(system.sysname) + " " + release.substr(0, end);
}

double machineMemoryGb() {
    struct sysinfo info {};
    if (::sysinfo(&info) != 0) return 0;
    return static_cast<double>(info.totalram) * info.mem_unit / 1e9;
}

// The smallest ONNX model that computes something: y = x + x over one float, operator set 13. Field numbers
// from onnx.proto: each line is tag, length, content.
// clang-format off
constexpr char kProofModel[] =
    "\x08\x08"                          // ModelProto.ir_version = 8
    "\x3a\x39"                          // .graph, 57 bytes
    "\x0a\x0e"                          //   .node
    "\x0a\x01x\x0a\x01x\x12\x01y"       //     .input x, x; .output y
    "\x22\x03" "Add"                    //     .op_type
    "\x12\x05" "proof"                  //   .name
    "\x5a\x0f"                          //   .input
    "\x0a\x01x\x12\x0a\x0a\x08\x08\x01" //     .name x, .type.tensor_type.elem_type = FLOAT
    "\x12\x04\x0a\x02\x08\x01"          //     .shape.dim.dim_value = 1
    "\x62\x0f"                          //   .output, likewise
    "\x0a\x01y\x12\x0a\x0a\x08\x08\x01"
    "\x12\x04\x0a\x02\x08\x01"
    "\x42\x04"                          // .opset_import
    "\x0a\x00\x10\x0d";                 //   .domain "", .version = 13
// clang-format on

ProviderProof prove(const std::string& id) {
    SessionOptions options;
    options.provider = id;
    auto session = Session::create(std::string_view(kProofModel, sizeof kProofModel - 1), options);
    if (!session) return {id, false, session.error().message, {}};
    std::optional<Library> used;
    if (auto library = libraryOf(id)) used = std::move(*library);
    base::Tensor one = base::Tensor::make(base::ElementType::Float, {1});
    one.as<float>()[0] = 1;
    const auto output = session->run(std::array{std::move(one)});
    if (!output) return {id, false, output.error().message, used};
    const bool works = output->size() == 1 && output->front().as<float>()[0] == 2;
    return {id, works, {works ? "runtime.provider_works" : "runtime.provider_miscomputes", {}}, used};
}

}  // namespace

base::Result<Environment> describeEnvironment(const std::string& provider, int threads) {
    PWB_TRY(const auto library, libraryOf(provider));
    Environment environment;
    environment.cpu = detectCpu();
    environment.runtimeVersion = library.version;
    environment.runtimePath = library.path.string();
    environment.provider = provider;
    environment.threads = threads;
    environment.os = distribution() + kernel();
    environment.memoryGb = machineMemoryGb();
    return environment;
}

std::vector<ProviderProof> proveProviders() {
    std::vector<ProviderProof> proofs = {prove("cpu"), prove("openvino")};
    const std::vector<std::string> compiled = compiledProviders();
    for (const char* id : {"cuda", "tensorrt"}) {
        const bool present = std::find(compiled.begin(), compiled.end(), id) != compiled.end();
        proofs.push_back(
            {id, false, {present ? "runtime.provider_not_tried" : "runtime.provider_not_built", {}}, {}});
    }
    return proofs;
}

EffectivePrecision resolveEffective(base::Precision requested, bool fallback, const std::string& provider,
                                    const CpuFeatures& cpu) {
    const std::string id(base::precisionId(requested));
    if (requested == base::Precision::Fp32) return {id, {}};
    if (fallback) return {std::string(base::precisionId(base::Precision::Fp32)), {"runtime.fell_back", {}}};
    if (provider != "cpu" && provider != "openvino") return {id, {}};
    if (requested == base::Precision::Int8)
        return {id, cpu.fastInt8() ? base::Message{} : base::Message{"runtime.int8_slow_here", {}}};
    if (provider == "openvino") {
        if (cpu.nativeFp16()) return {id, {}};
        if (cpu.avx512Bf16 || cpu.amxBf16) return {kBfloat16, {"runtime.fp16_computes_bf16", {}}};
        return {std::string(base::precisionId(base::Precision::Fp32)),
                {"runtime.fp16_computes_fp32_openvino", {}}};
    }
    // ONNX Runtime's CPU provider has FP16 kernels for Arm only, whatever an x86 CPU could do.
    if (cpu.architecture == "aarch64" && cpu.neonFp16) return {id, {}};
    return {std::string(base::precisionId(base::Precision::Fp32)), {"runtime.fp16_computes_fp32", {}}};
}

std::string inferencePrecision(base::Precision requested, const std::string& effectiveId,
                               const std::string& provider) {
    if (provider != "openvino") return "";
    if (requested != base::Precision::Fp16) return "f32";
    if (effectiveId == kBfloat16) return kBfloat16;
    return base::precisionFromId(effectiveId) == base::Precision::Fp16 ? "f16" : "f32";
}

}  // namespace pwb::runtime
