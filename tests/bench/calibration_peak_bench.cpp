// SPDX-License-Identifier: GPL-3.0-or-later
// Time and memory of a whole calibration, as tests/bench/calibration_peer.py measures ONNX Runtime's.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "core/run/calibration_draw.h"

using namespace pwb;
namespace fs = std::filesystem;

namespace {

/// A line of /proc/self/status in MB.
double statusMb(const std::string& name) {
    std::ifstream in("/proc/self/status");
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(name + ":")) return std::strtod(line.c_str() + name.size() + 1, nullptr) / 1024;
    return 0;
}

std::string variable(const char* name, const std::string& otherwise) {
    const char* value = std::getenv(name);
    return value ? value : otherwise;
}

/// PWB_BENCH_MODEL and PWB_BENCH_DATA name another model and calibration set than the sample's. The samples
/// are taken `range(1)` times over.
void calibrateSet(benchmark::State& state) {
    const fs::path sample = fs::path(PWB_SAMPLES) / "glyphs";
    run::RunPlan plan;
    plan.model = variable("PWB_BENCH_MODEL", (sample / "mobilenetv2.onnx").string());
    plan.calibration = variable("PWB_BENCH_DATA", (sample / "calib").string());
    plan.calibrationSamples = 1'000'000;
    plan.calibrator = static_cast<quantize::Calibrator>(state.range(0));
    plan.calibrationCache = false;
    plan.preprocess.mean = {.485, .456, .406};
    plan.preprocess.std = {.229, .224, .225};
    auto drawn = run::drawCalibration(plan, {});
    if (!drawn) return state.SkipWithError(drawn.error().message.code.c_str());
    const auto once = drawn->calibration.samples;
    for (std::int64_t i = 1; i < state.range(1); ++i)
        drawn->calibration.samples.insert(drawn->calibration.samples.end(), once.begin(), once.end());
    const fs::path file = fs::temp_directory_path() / "pwb_bench.cache";
    double extra = 0;
    for (auto _ : state) {
        const double before = statusMb("VmRSS");
        std::ofstream("/proc/self/clear_refs") << 5;  // the peak starts anew
        const auto facts = run::writeCalibrationTable(plan, *drawn, file, {}, {});
        if (!facts) return state.SkipWithError(facts.error().message.code.c_str());
        extra = std::max(extra, statusMb("VmHWM") - before);
    }
    fs::remove(file);
    state.SetLabel(std::string(quantize::calibratorId(plan.calibrator)));
    state.counters["extra_mb"] = extra;
    state.counters["samples"] = static_cast<double>(drawn->calibration.samples.size());
}
BENCHMARK(calibrateSet)
    ->ArgsProduct({{static_cast<int>(quantize::Calibrator::Entropy),
                    static_cast<int>(quantize::Calibrator::Percentile)},
                   {1, 4}})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
