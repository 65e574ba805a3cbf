// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runtime/environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sched.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/runtime/library.h"
#include "tests/core/support/folder_fixture.h"
#include "tests/support/places.h"

using namespace pwb;
using namespace pwb::base;
using namespace pwb::runtime;
using testing::Contains;
using testing::HasSubstr;
using testing::MatchesRegex;

namespace {

TEST(Library, IsFoundAndNewEnough) {
    const auto library = loadLibrary();
    ASSERT_TRUE(library);
    EXPECT_TRUE(std::filesystem::exists(library->path)) << library->path;
    EXPECT_THAT(library->version, MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+.*"));
    EXPECT_GE(library->api, kMinimumApi);
    EXPECT_THAT(compiledProviders(), Contains("cpu"));
}

// The process-wide library is chosen once, so other choices are looked at in a fresh process each.
struct LibrarySearch : tests::FolderFixture {
    void SetUp() override { GTEST_FLAG_SET(death_test_style, "threadsafe"); }

    /// In the process of the death test, which has a folder of its own.
    [[noreturn]] void tryWith(const std::string& place) const {
        ::setenv("PWB_ONNXRUNTIME", place.c_str(), 1);
        const auto library = loadLibrary();
        std::fprintf(stderr, "%s", library ? "loaded" : library.error().message.code.c_str());
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
        std::_Exit(library ? 0 : 4);
    }
};

TEST_F(LibrarySearch, AGivenFolderIsUsed) {
    const std::string place = tests::sourceRoot().string() + "/.deps/onnxruntime/lib";
    if (!std::filesystem::exists(place)) GTEST_SKIP() << "no " << place;
    EXPECT_EXIT(tryWith(place), testing::ExitedWithCode(0), "loaded");
}

TEST_F(LibrarySearch, AnEmptyFolderIsNotFound) {
    EXPECT_EXIT(tryWith(folder.string()), testing::ExitedWithCode(4), "runtime.not_found");
}

TEST_F(LibrarySearch, AFileThatIsNoLibraryFailsToLoad) {
    const std::filesystem::path file = folder / "libonnxruntime.so";
    std::ofstream(file) << "no library";
    EXPECT_EXIT(tryWith(file.string()), testing::ExitedWithCode(4), "runtime.load_failed");
}

TEST(Cpu, AgreesWithTheKernelsList) {
    const CpuFeatures cpu = detectCpu();
    cpu_set_t set;
    ASSERT_EQ(::sched_getaffinity(0, sizeof set, &set), 0);
    EXPECT_EQ(cpu.cores, CPU_COUNT(&set));
    if (cpu.architecture != "x86_64") GTEST_SKIP() << "flags are compared on x86_64 only";
    std::ifstream in("/proc/cpuinfo");
    std::string flags;
    for (std::string line; std::getline(in, line);) {
        if (line.starts_with("model name")) {
            EXPECT_THAT(line, HasSubstr(cpu.name));
        }
        if (line.starts_with("flags")) flags = line + " ";
    }
    const auto listed = [&](const std::string& flag) {
        return flags.find(" " + flag + " ") != std::string::npos;
    };
    EXPECT_EQ(cpu.avx2, listed("avx2"));
    EXPECT_EQ(cpu.avx512, listed("avx512f"));
    EXPECT_EQ(cpu.avx512Vnni, listed("avx512_vnni"));
    EXPECT_EQ(cpu.avxVnni, listed("avx_vnni"));
    EXPECT_EQ(cpu.avx512Bf16, listed("avx512_bf16"));
    EXPECT_EQ(cpu.avx512Fp16, listed("avx512_fp16"));
    EXPECT_EQ(cpu.amxInt8, listed("amx_int8"));
    EXPECT_EQ(cpu.amxBf16, listed("amx_bf16"));
}

TEST(Environment, IsDescribed) {
    const auto environment = describeEnvironment("cpu", 2);
    ASSERT_TRUE(environment);
    EXPECT_EQ(environment->runtimeVersion, loadLibrary()->version);
    EXPECT_EQ(environment->threads, 2);
    EXPECT_THAT(environment->os, MatchesRegex(".*Linux [0-9]+\\.[0-9]+"));
    std::ifstream in("/proc/meminfo");
    std::string key;
    double kib = 0;
    in >> key >> kib;
    EXPECT_NEAR(environment->memoryGb, kib * 1024 / 1e9, 0.01);
}

TEST(Providers, CpuIsProvedAndOthersAreNotClaimed) {
    const auto proofs = proveProviders();
    ASSERT_EQ(proofs.size(), 4u);
    EXPECT_TRUE(proofs[0].works);
    for (const ProviderProof& proof : proofs) {
        EXPECT_FALSE(proof.detail.code.empty());
        EXPECT_EQ(proof.works, proof.library.has_value()) << proof.id;
        if (proof.id == "cuda" || proof.id == "tensorrt") {
            EXPECT_FALSE(proof.works);
        }
    }
}

TEST(EffectivePrecision, SaysWhatIsComputedAndWhy) {
    CpuFeatures x86;
    x86.architecture = "x86_64";
    x86.avx512Fp16 = true;  // ONNX Runtime has no kernels for it
    CpuFeatures arm;
    arm.architecture = "aarch64";
    arm.neonFp16 = arm.neonDotprod = true;
    struct Case {
        Precision requested;
        bool fallback;
        CpuFeatures cpu;
        std::string id, code;
    };
    for (const Case& c : {Case{Precision::Fp32, false, x86, "fp32", ""},
                          Case{Precision::Fp16, false, x86, "fp32", "runtime.fp16_computes_fp32"},
                          Case{Precision::Fp16, true, x86, "fp32", "runtime.fell_back"},
                          Case{Precision::Fp16, false, arm, "fp16", ""},
                          Case{Precision::Int8, false, x86, "int8", "runtime.int8_slow_here"},
                          Case{Precision::Int8, true, x86, "fp32", "runtime.fell_back"},
                          Case{Precision::Int8, false, arm, "int8", ""}}) {
        const auto effective = resolveEffective(c.requested, c.fallback, "cpu", c.cpu);
        EXPECT_EQ(effective.id, c.id);
        EXPECT_EQ(effective.reason.code, c.code);
    }
    x86.avx512Vnni = true;
    EXPECT_EQ(resolveEffective(Precision::Int8, false, "cpu", x86).reason.code, "");
}

TEST(EffectivePrecision, OpenVinoComputesSixteenBitsAsTheCpuCan) {
    CpuFeatures none, bf16, amxBf16, fp16, arm;
    bf16.avx512Bf16 = true;
    amxBf16.amxBf16 = true;
    fp16.avx512Bf16 = fp16.avx512Fp16 = true;
    arm.neonFp16 = true;
    struct Case {
        CpuFeatures cpu;
        std::string id, asked, code;
    };
    for (const Case& c : {Case{none, "fp32", "f32", "runtime.fp16_computes_fp32_openvino"},
                          Case{bf16, "bf16", "bf16", "runtime.fp16_computes_bf16"},
                          Case{amxBf16, "bf16", "bf16", "runtime.fp16_computes_bf16"},
                          Case{fp16, "fp16", "f16", ""}, Case{arm, "fp16", "f16", ""}}) {
        const auto effective = resolveEffective(Precision::Fp16, false, "openvino", c.cpu);
        EXPECT_EQ(effective.id, c.id);
        EXPECT_EQ(effective.reason.code, c.code);
        EXPECT_EQ(inferencePrecision(Precision::Fp16, effective.id, "openvino"), c.asked);
        EXPECT_EQ(inferencePrecision(Precision::Fp16, effective.id, "cpu"), "");
        EXPECT_EQ(inferencePrecision(Precision::Int8, "int8", "openvino"), "f32");
        EXPECT_EQ(resolveEffective(Precision::Fp32, false, "openvino", c.cpu).id, "fp32");
        EXPECT_EQ(resolveEffective(Precision::Fp16, true, "openvino", c.cpu).id, "fp32");
    }
}

}  // namespace
