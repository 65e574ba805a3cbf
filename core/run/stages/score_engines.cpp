// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/compare/objects.h"
#include "core/run/stages/stages.h"

namespace pwb::run {
namespace {

using result::EngineResult;
using result::RunResult;
using Distances = std::map<base::EngineId, compare::OutputDistance>;

/// Where no annotation tells which confidence is best.
constexpr double kUsualThreshold = 0.25;

std::vector<int> labelsOf(const dataset::Manifest& manifest) {
    std::vector<int> labels(manifest.samples.size());
    std::transform(manifest.samples.begin(), manifest.samples.end(), labels.begin(),
                   [](const auto& sample) { return sample.label; });
    return labels;
}

void scoreClasses(RunResult& document, const Distances& distances, std::uint64_t seed) {
    const std::vector<int> labels = labelsOf(*document.manifest);
    const int classes = static_cast<int>(std::max<std::int64_t>(
        static_cast<std::int64_t>(document.data.classes.size()), document.model.outputClasses()));
    for (EngineResult& engine : document.engines)
        if (engine.predictions)
            engine.accuracy = evaluate::scoreClassification(labels, *engine.predictions, classes);
    const EngineResult* baseline = document.engine(base::Precision::Fp32);
    if (!baseline || !baseline->predictions) return;
    for (const EngineResult& engine : document.engines) {
        if (&engine == baseline || !engine.predictions) continue;
        compare::Comparison& comparison = comparisonFor(document, engine.id);
        comparison.accuracy =
            compare::compareAccuracy(labels, {*baseline->predictions}, {*engine.predictions}, classes, seed);
        if (const auto distance = distances.find(engine.id); distance != distances.end()) {
            comparison.sqnrDb = distance->second.sqnrDb();
            comparison.meanKl = distance->second.meanKl();
        }
    }
}

/// The engine whose best confidence counts for all: FP32, or the first there is.
const EngineResult* reference(const RunResult& document) {
    const EngineResult* fp32 = document.engine(base::Precision::Fp32);
    if (fp32 && fp32->detections) return fp32;
    const auto first = std::find_if(document.engines.begin(), document.engines.end(),
                                    [](const EngineResult& engine) { return engine.detections != nullptr; });
    return first == document.engines.end() ? nullptr : &*first;
}

int classesOf(const RunResult& document) {
    auto classes = static_cast<std::int32_t>(document.data.classes.size());
    for (const EngineResult& engine : document.engines) {
        if (!engine.detections) continue;
        for (const auto& detections : *engine.detections)
            if (detections)
                for (const evaluate::Detection& detection : *detections)
                    classes = std::max(classes, detection.label + 1);
    }
    return classes;
}

void scoreObjects(RunResult& document, const ScoreOptions& options) {
    const EngineResult* first = reference(document);
    if (!first) return;
    const auto& samples = document.manifest->samples;
    const int classes = classesOf(document);
    const auto best = first->matches ? evaluate::bestThreshold(*first->matches) : std::nullopt;
    const double threshold = options.threshold.value_or(best.value_or(kUsualThreshold));
    document.data.threshold = threshold;
    for (EngineResult& engine : document.engines) {
        if (!engine.matches) continue;
        auto metrics =
            evaluate::scoreDetection(samples, *engine.detections, *engine.matches, classes, threshold);
        engine.detection.reset();
        if (metrics.objects == 0) continue;  // nothing to be right about, although annotated
        if (!engine.accuracyPartial)
            metrics.interval = compare::mapInterval(*engine.matches, classes, options.seed, options.stop);
        engine.detection = std::make_shared<const evaluate::DetectionMetrics>(std::move(metrics));
    }
    const EngineResult* baseline = document.engine(base::Precision::Fp32);
    if (!baseline || !baseline->detections) return;
    for (const EngineResult& engine : document.engines) {
        if (&engine == baseline || !engine.detections) continue;
        compare::Comparison& comparison = comparisonFor(document, engine.id);
        comparison.objects = std::make_shared<const compare::ObjectComparison>(
            compare::compareObjects(samples, *baseline->detections, *engine.detections, threshold));
        const bool whole = !engine.accuracyPartial && !baseline->accuracyPartial;
        if (whole && engine.detection && baseline->detection)
            comparison.accuracy = compare::compareDetection(*baseline->matches, *engine.matches, classes,
                                                            *comparison.objects, options.seed, options.stop);
    }
}

}  // namespace

compare::Comparison& comparisonFor(RunResult& document, const base::EngineId& candidate) {
    for (compare::Comparison& comparison : document.comparisons)
        if (comparison.candidate == candidate) return comparison;
    compare::Comparison& added = document.comparisons.emplace_back();
    added.candidate = candidate;
    added.baseline = base::Precision::Fp32;
    return added;
}

void scoreEngines(RunResult& document, const Distances& distances, const ScoreOptions& options) {
    if (document.isDetection())
        scoreObjects(document, options);
    else
        scoreClasses(document, distances, options.seed);
}

}  // namespace pwb::run
