// SPDX-License-Identifier: GPL-3.0-or-later
#include <benchmark/benchmark.h>

#include <random>

#include "core/quantize/calibrate/ranges.h"

using namespace pwb::quantize;

namespace {

/// Activations as after a Relu6: half of them zero.
std::vector<float> activations(std::size_t n) {
    std::mt19937 generator(1);
    std::normal_distribution<float> bell;
    std::vector<float> values(n);
    for (float& x : values) x = std::clamp(2 * bell(generator), 0.0F, 6.0F);
    return values;
}

void histogramAdd(benchmark::State& state) {
    const std::vector<float> values = activations(1 << 20);
    for (auto _ : state) {
        Histogram histogram;
        histogram.add(values);
        benchmark::DoNotOptimize(histogram.count());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(values.size()));
}
BENCHMARK(histogramAdd);

void estimate(benchmark::State& state) {
    TensorStatistics statistics;
    statistics.histogram.add(activations(1 << 20));
    const auto calibrator = static_cast<Calibrator>(state.range(0));
    state.SetLabel(std::string(calibratorId(calibrator)));
    for (auto _ : state) benchmark::DoNotOptimize(estimateRange(statistics, calibrator, 99.999));
}
BENCHMARK(estimate)
    ->Arg(static_cast<int>(Calibrator::Percentile))
    ->Arg(static_cast<int>(Calibrator::Entropy))
    ->Arg(static_cast<int>(Calibrator::Mse));

}  // namespace
