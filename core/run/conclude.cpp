// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/run/stages.h"

namespace pwb::run {
namespace {

using report::EngineResult;

std::vector<int> labelsOf(const dataset::Manifest& manifest) {
    std::vector<int> labels(manifest.samples.size());
    std::transform(manifest.samples.begin(), manifest.samples.end(), labels.begin(),
                   [](const auto& sample) { return sample.label; });
    return labels;
}

compare::Comparison& comparisonFor(report::ReportDocument& document, const std::string& candidate) {
    for (compare::Comparison& comparison : document.comparisons)
        if (comparison.candidate == candidate) return comparison;
    compare::Comparison& added = document.comparisons.emplace_back();
    added.candidate = candidate;
    added.baseline = "fp32";
    return added;
}

const measure::LatencyStats* batchOne(const EngineResult& engine) {
    if (!engine.measurement || engine.measurement->latency.empty()) return nullptr;
    return &engine.measurement->latency.front();
}

void compareSpeed(const EngineResult& baseline, const EngineResult& candidate,
                  compare::Comparison& comparison) {
    const auto* before = batchOne(baseline);
    const auto* after = batchOne(candidate);
    if (!before || !after || before->batch != after->batch || after->p50 <= 0) return;
    comparison.speedup = before->p50 / after->p50;
    // Rounds are taken in turn, so round i of one side belongs to round i of the other.
    std::vector<double> ratios;
    for (std::size_t i = 0; i < std::min(before->rounds.size(), after->rounds.size()); ++i)
        if (after->rounds[i].median > 0) ratios.push_back(before->rounds[i].median / after->rounds[i].median);
    if (ratios.empty()) return;
    const auto [least, most] = std::minmax_element(ratios.begin(), ratios.end());
    comparison.speedupSpread = {*least, *most};
}

/// An engine that gives NaN says so where its figures are read.
void warnAboutNan(EngineResult& engine) {
    constexpr const char* kCode = "run.nan_outputs";
    if (!engine.built) return;
    const auto count =
        std::count_if(engine.predictions->begin(), engine.predictions->end(),
                      [](const evaluate::Prediction& prediction) { return prediction.fromNan(); });
    std::erase_if(engine.built->warnings,
                  [&](const base::Message& warning) { return warning.code == kCode; });
    if (count > 0) engine.built->warnings.push_back({kCode, {{"count", std::to_string(count)}}});
}

}  // namespace

void scoreEngines(report::ReportDocument& document,
                  const std::map<std::string, compare::OutputDistance>& distances, std::uint64_t seed) {
    const std::vector<int> labels = labelsOf(*document.manifest);
    const int classes = static_cast<int>(std::max<std::int64_t>(
        static_cast<std::int64_t>(document.data.classes.size()), document.model.outputClasses()));
    for (EngineResult& engine : document.engines) {
        if (!engine.predictions) continue;
        engine.accuracy = evaluate::scoreClassification(labels, *engine.predictions, classes);
        warnAboutNan(engine);
    }
    const EngineResult* baseline = document.engine("fp32");
    if (!baseline || !baseline->predictions) return;
    for (const EngineResult& engine : document.engines) {
        if (&engine == baseline || !engine.predictions) continue;
        compare::Comparison& comparison = comparisonFor(document, engine.id());
        comparison.accuracy =
            compare::compareAccuracy(labels, {*baseline->predictions}, {*engine.predictions}, classes, seed);
        if (const auto distance = distances.find(engine.id()); distance != distances.end()) {
            comparison.sqnrDb = distance->second.sqnrDb();
            comparison.meanKl = distance->second.meanKl();
        }
    }
}

void concludeRun(report::ReportDocument& document) {
    const EngineResult* baseline = document.engine("fp32");
    for (const EngineResult& engine : document.engines) {
        if (!baseline || &engine == baseline || !engine.built || !baseline->built) continue;
        compare::Comparison& comparison = comparisonFor(document, engine.id());
        if (baseline->built->fileBytes > 0)
            comparison.sizeRatio = static_cast<double>(engine.built->fileBytes) /
                                   static_cast<double>(baseline->built->fileBytes);
        compareSpeed(*baseline, engine, comparison);
        if (engine.measurement && baseline->measurement && baseline->measurement->memory.peakBytes > 0)
            comparison.memoryRatio = static_cast<double>(engine.measurement->memory.peakBytes) /
                                     static_cast<double>(baseline->measurement->memory.peakBytes);
    }
    const bool evaluated =
        std::any_of(document.engines.begin(), document.engines.end(),
                    [](const EngineResult& engine) { return engine.accuracy && !engine.accuracyPartial; });
    if (evaluated) document.decision = decide::decide(document.evidence(), document.requirements);
}

decide::Decision redecide(const report::ReportDocument& document, const decide::Requirements& requirements) {
    return decide::decide(document.evidence(), requirements);
}

}  // namespace pwb::run
