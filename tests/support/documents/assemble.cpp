// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/documents/assemble.h"

#include "core/compare/objects.h"
#include "core/measure/measure.h"

namespace pwb::tests {

using result::EngineResult;
using result::RunResult;

namespace {

int classesOf(const RunResult& document) {
    return static_cast<int>(document.data.classes.size());
}

/// What is compared of classifiers and detectors alike.
compare::Comparison against(const EngineResult& baseline, const EngineResult& candidate) {
    compare::Comparison comparison;
    comparison.baseline = baseline.id;
    comparison.candidate = candidate.id;
    if (baseline.latencyAt(1) && candidate.latencyAt(1))
        comparison.speedup = baseline.latencyAt(1)->p50 / candidate.latencyAt(1)->p50;
    return comparison;
}

}  // namespace

void scoreDetectors(RunResult& document) {
    const auto& samples = document.manifest->samples;
    for (EngineResult& engine : document.engines) {
        evaluate::MatchTable matches;
        for (std::size_t i = 0; i < samples.size(); ++i)
            matches.push_back(evaluate::matchImage(samples[i].objects, *(*engine.detections)[i]));
        engine.matches = std::make_shared<const evaluate::MatchTable>(std::move(matches));
    }
    document.data.threshold = evaluate::bestThreshold(*document.engines[0].matches).value_or(0.25);
    for (EngineResult& engine : document.engines) {
        auto metrics = evaluate::scoreDetection(samples, *engine.detections, *engine.matches,
                                                classesOf(document), document.data.threshold);
        metrics.interval = compare::mapInterval(*engine.matches, classesOf(document), 1);
        engine.detection = std::make_shared<const evaluate::DetectionMetrics>(std::move(metrics));
    }
}

void compareDetectors(RunResult& document) {
    document.comparisons.clear();
    const EngineResult& baseline = document.engines[0];
    for (std::size_t i = 1; i < document.engines.size(); ++i) {
        const EngineResult& candidate = document.engines[i];
        compare::Comparison comparison = against(baseline, candidate);
        auto objects = compare::compareObjects(document.manifest->samples, *baseline.detections,
                                               *candidate.detections, document.data.threshold);
        if (baseline.matches && candidate.matches)
            comparison.accuracy = compare::compareDetection(*baseline.matches, *candidate.matches,
                                                            classesOf(document), objects, 1);
        comparison.objects = std::make_shared<const compare::ObjectComparison>(std::move(objects));
        comparison.sizeRatio =
            static_cast<double>(candidate.built->fileBytes) / static_cast<double>(baseline.built->fileBytes);
        document.comparisons.push_back(std::move(comparison));
    }
}

void compareClassifiers(RunResult& document) {
    document.comparisons.clear();
    std::vector<int> labels;
    for (const dataset::Sample& sample : document.manifest->samples) labels.push_back(sample.label);
    const EngineResult& baseline = document.engines[0];
    for (std::size_t i = 1; i < document.engines.size(); ++i) {
        const EngineResult& candidate = document.engines[i];
        if (!candidate.predictions) continue;
        compare::Comparison comparison = against(baseline, candidate);
        comparison.accuracy =
            compare::compareAccuracy(labels, compare::Baseline{*baseline.predictions},
                                     compare::Candidate{*candidate.predictions}, classesOf(document), 1);
        document.comparisons.push_back(std::move(comparison));
    }
}

measure::EngineMeasurement measurementFrom(double memoryMiB,
                                           const std::function<double(int batch, int run)>& milliseconds) {
    constexpr double kMiB = 1U << 20;
    measure::EngineMeasurement result;
    for (const int batch : {1, 8, 16, 32}) {
        std::vector<float> times;
        std::vector<int> rounds;
        for (int i = 0; i < 1000; ++i) {
            times.push_back(static_cast<float>(milliseconds(batch, i)));
            rounds.push_back(i / 200);
        }
        result.latency.push_back(measure::summarise(batch, times, rounds));
        result.throughput.push_back({batch, 1, 1000.0 * batch / result.latency.back().mean});
        result.memory.peakByBatch.emplace_back(
            batch, static_cast<std::uint64_t>(memoryMiB * (1 + 0.05 * batch) * kMiB));
    }
    for (const int streams : {2, 4})
        result.throughput.push_back({1, streams, result.throughput[0].fps * streams * 0.96});
    result.memory.peakBytes = static_cast<std::uint64_t>(memoryMiB * kMiB);
    result.memory.loadedBytes = static_cast<std::uint64_t>(memoryMiB * 0.7 * kMiB);
    result.memory.weightsBytes = static_cast<std::uint64_t>(memoryMiB * 0.2 * kMiB);
    result.memory.activationsBytes = result.memory.peakBytes - result.memory.loadedBytes;
    result.utilisation = 0.98;
    result.powerAbsent = {"measure.power_not_readable"};
    return result;
}

void decideRun(RunResult& document) {
    document.decision = decide::decide(document.evidence(document.requirements), document.requirements);
}

}  // namespace pwb::tests
