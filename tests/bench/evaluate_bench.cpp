// SPDX-License-Identifier: GPL-3.0-or-later
#include <benchmark/benchmark.h>

#include <filesystem>
#include <random>

#include "core/compare/comparison.h"
#include "core/dataset/loader.h"
#include "core/evaluate/classification.h"

using namespace pwb;

namespace {

std::vector<float> logits(std::size_t classes) {
    std::mt19937 generator(1);
    std::normal_distribution<float> bell(0, 3);
    std::vector<float> values(classes);
    for (float& x : values) x = bell(generator);
    return values;
}

void predictRow(benchmark::State& state) {
    const std::vector<float> row = logits(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(evaluate::predict(row, false));
}
BENCHMARK(predictRow)->Arg(36)->Arg(1000);

void scoreAndCompare(benchmark::State& state) {
    const auto n = static_cast<std::size_t>(state.range(0));
    std::vector<int> labels(n);
    std::vector<evaluate::Prediction> before(n), after(n);
    std::mt19937 generator(1);
    for (std::size_t i = 0; i < n; ++i) {
        labels[i] = static_cast<int>(generator() % 36);
        before[i].classes[0] = generator() % 4 ? labels[i] : static_cast<int>(generator() % 36);
        after[i].classes[0] = generator() % 20 ? before[i].classes[0] : static_cast<int>(generator() % 36);
    }
    for (auto _ : state) {
        benchmark::DoNotOptimize(evaluate::scoreClassification(labels, after, 36));
        benchmark::DoNotOptimize(compare::compareAccuracy(labels, {before}, {after}, 36, 1));
    }
}
BENCHMARK(scoreAndCompare)->Arg(1000)->Arg(10000)->Unit(benchmark::kMillisecond);

/// Decoding and preprocessing the sample's validation set.
void loadSample(benchmark::State& state) {
    const auto manifest = dataset::readManifest(std::filesystem::path(PWB_SAMPLES) / "glyphs/val", {});
    dataset::Preprocess preprocess;
    preprocess.width = preprocess.height = 64;
    for (auto _ : state) {
        dataset::Loader loader(*manifest, preprocess, {}, {});
        while (auto batch = loader.next()) benchmark::DoNotOptimize(batch->inputs.front().bytes.data());
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(manifest->samples.size()));
}
BENCHMARK(loadSample)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
