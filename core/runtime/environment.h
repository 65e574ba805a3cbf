// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/base/precision.h"
#include "core/runtime/library.h"

namespace pwb::runtime {

/// What the CPU can do that matters to precisions.
struct CpuFeatures {
    std::string name;          ///< as the CPU names itself
    std::string architecture;  ///< "x86_64", "aarch64"
    int cores = 0;             ///< usable by this process
    bool avx2 = false, avx512 = false, avx512Vnni = false, avxVnni = false, avx512Bf16 = false,
         avx512Fp16 = false;
    bool amxInt8 = false, amxBf16 = false, amxFp16 = false;
    bool neonFp16 = false, neonDotprod = false, neonI8mm = false;

    [[nodiscard]] bool fastInt8() const;    ///< has 8-bit dot products without intermediate saturation
    [[nodiscard]] bool nativeFp16() const;  ///< has FP16 arithmetic
};
[[nodiscard]] CpuFeatures detectCpu();

/// Where a run's figures were obtained.
struct Environment {
    CpuFeatures cpu;
    std::string runtime = "onnxruntime";
    std::string runtimeVersion;
    std::string runtimePath;
    std::string provider = "cpu";
    int threads = 1;
    std::string os;       ///< "Debian GNU/Linux 12 (bookworm), Linux 6.1"
    double memoryGb = 0;  ///< of the machine, 10⁹ bytes
};
/// With the library that `provider` uses (libraryOf()). Errors: libraryOf()'s.
[[nodiscard]] base::Result<Environment> describeEnvironment(const std::string& provider, int threads);

/// A provider and whether a session on it could really be created and gave the right answer.
struct ProviderProof {
    std::string id;  ///< "cpu", "openvino", "cuda", "tensorrt"
    bool works = false;
    base::Message detail;
    std::optional<Library> library = {};  ///< the one it is in; absent where none was found or asked
};
[[nodiscard]] std::vector<ProviderProof> proveProviders();

/// The one function that turns a requested precision into what is really computed here, and says why.
/// With OpenVINO that holds for sessions that ask for inferencePrecision().
/// `fallback`: the engine file itself is FP32 because the conversion failed.
struct EffectivePrecision {
    std::string id;        ///< "fp32", "fp16", "bf16", "int8"
    base::Message reason;  ///< why it differs, or why it may gain little here; else an empty code
};
[[nodiscard]] EffectivePrecision resolveEffective(base::Precision requested, bool fallback,
                                                  const std::string& provider, const CpuFeatures& cpu);

/// What a session is asked for (SessionOptions::inferencePrecision) so that an engine built as `requested`
/// computes what resolveEffective() says. The file to load is always the engine's own: on OpenVINO an FP16
/// file runs as fast as the FP32 file with the same request, and its outputs are no farther from FP32's.
[[nodiscard]] std::string inferencePrecision(base::Precision requested, const std::string& effectiveId,
                                             const std::string& provider);

}  // namespace pwb::runtime
