// SPDX-License-Identifier: GPL-3.0-or-later
// The detection measures on the largest set that they are made for: 5,000 images with 40 objects and 100
// detections each of 80 classes.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <functional>
#include <random>

#include "core/compare/objects.h"
#include "core/evaluate/match.h"

using namespace pwb;

namespace {

constexpr int kClasses = 80;

struct Scene {
    std::vector<dataset::Sample> samples;
    evaluate::DetectionTable baseline, candidate;
    evaluate::MatchTable baselineMatches, candidateMatches;
};

evaluate::Detections detect(const std::vector<dataset::Object>& objects, std::mt19937& generator) {
    std::normal_distribution<float> bell;
    std::uniform_real_distribution<float> flat;
    evaluate::Detections detections;
    const auto add = [&](float x, float y, float width, float height, float confidence, int label) {
        detections.push_back({x, y, width, height, std::clamp(confidence, 0.001F, 0.999F), label});
    };
    for (const dataset::Object& of : objects) {
        if (flat(generator) < 0.2F) continue;
        const auto size = static_cast<float>(of.box.width);
        const float shift = 0.08F * size;
        add(static_cast<float>(of.box.x) + shift * bell(generator),
            static_cast<float>(of.box.y) + shift * bell(generator), size + shift * bell(generator),
            size + shift * bell(generator), 0.7F + 0.15F * bell(generator), of.label);
    }
    while (detections.size() < 100)
        add(1800 * flat(generator), 1000 * flat(generator), 10 + 100 * flat(generator),
            10 + 100 * flat(generator), 0.3F * flat(generator) * flat(generator),
            static_cast<int>(generator() % kClasses));
    std::ranges::sort(detections, std::greater<>{}, &evaluate::Detection::confidence);
    return detections;
}

const Scene& scene() {
    static const Scene of = [] {
        Scene made;
        std::mt19937 generator(1);
        std::uniform_real_distribution<double> flat;
        for (int i = 0; i < 5000; ++i) {
            auto& objects = made.samples.emplace_back().objects;
            for (int k = 0; k < 40; ++k) {
                const double side = 5 + 150 * flat(generator) * flat(generator);
                objects.push_back({{1800 * flat(generator), 1000 * flat(generator), side, side},
                                   static_cast<int>(generator() % kClasses) * (k % 3 == 0 ? 1 : 0),
                                   side * side,
                                   false});
            }
            for (auto* table : {&made.baseline, &made.candidate})
                table->push_back(std::make_shared<const evaluate::Detections>(detect(objects, generator)));
        }
        for (std::size_t i = 0; i < made.samples.size(); ++i) {
            const auto& objects = made.samples[i].objects;
            made.baselineMatches.push_back(evaluate::matchImage(objects, *made.baseline[i]));
            made.candidateMatches.push_back(evaluate::matchImage(objects, *made.candidate[i]));
        }
        return made;
    }();
    return of;
}

void detectionMatch(benchmark::State& state) {
    const Scene& of = scene();
    std::size_t bytes = 0;
    for (auto _ : state) {
        bytes = 0;
        for (std::size_t i = 0; i < of.samples.size(); ++i) {
            const auto matches = evaluate::matchImage(of.samples[i].objects, *of.baseline[i]);
            bytes += sizeof(*matches) + matches->detections.size() * sizeof(evaluate::MatchedDetection) +
                     matches->objects.size() * sizeof(evaluate::MatchedObject) +
                     matches->fates.size() * sizeof(evaluate::Fate) +
                     matches->classes.size() * sizeof(evaluate::ImageMatches::Class);
        }
    }
    state.counters["bytes_per_detection"] = static_cast<double>(bytes) / (5000 * 100);
}
BENCHMARK(detectionMatch)->Unit(benchmark::kMillisecond);

void detectionThreshold(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(evaluate::bestThreshold(scene().baselineMatches));
}
BENCHMARK(detectionThreshold)->Unit(benchmark::kMillisecond);

void detectionScore(benchmark::State& state) {
    const Scene& of = scene();
    for (auto _ : state)
        benchmark::DoNotOptimize(
            evaluate::scoreDetection(of.samples, of.baseline, of.baselineMatches, kClasses, 0.5));
}
BENCHMARK(detectionScore)->Unit(benchmark::kMillisecond);

void detectionInterval(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(compare::mapInterval(scene().baselineMatches, kClasses, 1));
}
BENCHMARK(detectionInterval)->Unit(benchmark::kMillisecond)->UseRealTime();

void detectionObjects(benchmark::State& state) {
    const Scene& of = scene();
    for (auto _ : state)
        benchmark::DoNotOptimize(compare::compareObjects(of.samples, of.baseline, of.candidate, 0.5));
}
BENCHMARK(detectionObjects)->Unit(benchmark::kMillisecond);

void detectionCompare(benchmark::State& state) {
    const Scene& of = scene();
    const auto objects = compare::compareObjects(of.samples, of.baseline, of.candidate, 0.5);
    for (auto _ : state)
        benchmark::DoNotOptimize(
            compare::compareDetection(of.baselineMatches, of.candidateMatches, kClasses, objects, 1));
}
BENCHMARK(detectionCompare)->Unit(benchmark::kMillisecond)->UseRealTime();

void detectionSmallRecall(benchmark::State& state) {
    const Scene& of = scene();
    for (auto _ : state)
        benchmark::DoNotOptimize(
            compare::compareSmallRecall(of.baselineMatches, of.candidateMatches, 15, 0.5, 1));
}
BENCHMARK(detectionSmallRecall)->Unit(benchmark::kMillisecond);

}  // namespace
