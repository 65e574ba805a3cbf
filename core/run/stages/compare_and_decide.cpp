// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/run/stages/stages.h"

namespace pwb::run {
namespace {

using result::EngineResult;

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

}  // namespace

void compareAndDecide(result::RunResult& document) {
    const EngineResult* baseline = document.engine(base::Precision::Fp32);
    for (const EngineResult& engine : document.engines) {
        if (!baseline || &engine == baseline || !engine.built || !baseline->built) continue;
        if (engine.isReference()) continue;
        compare::Comparison& comparison = comparisonFor(document, engine.id);
        if (baseline->built->fileBytes > 0)
            comparison.sizeRatio = static_cast<double>(engine.built->fileBytes) /
                                   static_cast<double>(baseline->built->fileBytes);
        compareSpeed(*baseline, engine, comparison);
        if (engine.measurement && baseline->measurement && baseline->measurement->memory.peakBytes > 0)
            comparison.memoryRatio = static_cast<double>(engine.measurement->memory.peakBytes) /
                                     static_cast<double>(baseline->measurement->memory.peakBytes);
    }
    const bool evaluated =
        std::any_of(document.engines.begin(), document.engines.end(), [](const EngineResult& engine) {
            return (engine.accuracy || engine.detections) && !engine.accuracyPartial;
        });
    if (evaluated)
        document.decision = decide::decide(document.evidence(document.requirements), document.requirements);
}

}  // namespace pwb::run
