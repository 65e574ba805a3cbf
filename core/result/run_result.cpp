// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result/run_result.h"

#include <algorithm>

#include "core/compare/objects.h"
#include "core/result/baseline_doubt.h"

namespace pwb::result {
namespace {

constexpr std::uint64_t kSmallRecallSeed = 1;  ///< the same question has the same answer

/// How well the objects that matter are found, against FP32.
void addSmallRecall(const EngineResult& engine, const RunResult& document, double side,
                    decide::EngineEvidence& evidence) {
    const EngineResult* baseline = document.engine(base::Precision::Fp32);
    if (!baseline || !baseline->detection || !engine.matches || !baseline->matches) return;
    if (&engine == baseline) return;
    const auto recall = compare::compareSmallRecall(*baseline->matches, *engine.matches, side,
                                                    baseline->detection->threshold, kSmallRecallSeed);
    if (recall.objects > 0) evidence.smallAgainstFp32 = recall;
}

/// What is known where no annotation tells which of two answers is right.
std::optional<decide::ObjectsKept> objectsKept(const compare::Comparison& comparison) {
    if (comparison.accuracy || !comparison.objects) return std::nullopt;
    const compare::FateCounts& all = comparison.objects->all;
    const std::int64_t objects = all.kept + all.moved + all.relabelled + all.lost;
    if (objects == 0) return std::nullopt;
    return decide::ObjectsKept{objects,
                               static_cast<double>(all.kept + all.moved) / static_cast<double>(objects)};
}

decide::EngineEvidence evidenceOf(const EngineResult& engine, const RunResult& document,
                                  std::optional<double> smallestObjectPx) {
    decide::EngineEvidence evidence;
    evidence.id = engine.id;
    const bool answered = engine.accuracy || engine.detections;
    evidence.usable = engine.built && answered && engine.state != EngineState::Failed;
    evidence.effective = engine.effective.id;
    evidence.accuracy = engine.quality();
    if (engine.built) evidence.fileBytes = engine.built->fileBytes;
    if (engine.accuracy) evidence.f1 = engine.accuracy->f1Macro;
    if (const auto* comparison = document.comparison(engine.id)) {
        evidence.againstFp32 = comparison->accuracy;
        evidence.objectsKept = objectsKept(*comparison);
    }
    if (smallestObjectPx) addSmallRecall(engine, document, *smallestObjectPx, evidence);
    if (!engine.measurement) return evidence;

    const measure::EngineMeasurement& measured = *engine.measurement;
    if (const measure::LatencyStats* single = engine.latencyAt(1)) {
        evidence.latency = *single;
        if (const auto& steps = document.endToEnd)
            evidence.endToEndP99Ms =
                steps->decodeMs + steps->preprocessMs + single->p99 + steps->postprocessMs;
    }
    evidence.bestFps = engine.bestFps();
    if (measured.memory.peakBytes > 0) evidence.peakBytes = measured.memory.peakBytes;
    return evidence;
}

}  // namespace

std::optional<double> EngineResult::quality() const {
    if (detection) return detection->map50_95;
    return accuracy ? std::optional(accuracy->top1) : std::nullopt;
}

std::optional<std::array<double, 2>> EngineResult::qualityInterval() const {
    if (detection) return detection->interval;
    return accuracy ? std::optional(accuracy->interval) : std::nullopt;
}

const measure::LatencyStats* EngineResult::latencyAt(int batch) const {
    if (!measurement) return nullptr;
    const auto found = std::find_if(measurement->latency.begin(), measurement->latency.end(),
                                    [&](const measure::LatencyStats& stats) { return stats.batch == batch; });
    return found == measurement->latency.end() ? nullptr : &*found;
}

std::optional<double> EngineResult::bestFps() const {
    std::optional<double> best;
    if (measurement)
        for (const measure::ThroughputPoint& point : measurement->throughput)
            if (!best || point.fps > *best) best = point.fps;
    return best;
}

const EngineResult* RunResult::engine(const base::EngineId& id) const {
    const auto found = std::ranges::find(engines, id, &EngineResult::id);
    return found == engines.end() ? nullptr : &*found;
}

EngineResult* RunResult::engine(const base::EngineId& id) {
    const auto found = std::ranges::find(engines, id, &EngineResult::id);
    return found == engines.end() ? nullptr : &*found;
}

const compare::Comparison* RunResult::comparison(const base::EngineId& candidate) const {
    const auto found = std::find_if(
        comparisons.begin(), comparisons.end(),
        [&](const compare::Comparison& comparison) { return comparison.candidate == candidate; });
    return found == comparisons.end() ? nullptr : &*found;
}

std::string RunResult::nameOf(const EngineResult& engine) const {
    return kindOf(*this, engine).name();
}

std::string RunResult::className(std::int64_t index) const {
    if (index < 0) return "–";
    const auto at = static_cast<std::size_t>(index);
    if (at < data.classes.size() && !data.classes[at].empty()) return data.classes[at];
    return "#" + std::to_string(index);
}

decide::Evidence RunResult::evidence(const decide::Requirements& asked) const {
    decide::Evidence evidence;
    for (const EngineResult& engine : engines)
        if (!engine.isReference())
            evidence.engines.push_back(evidenceOf(engine, *this, asked.smallestObjectPx));
    evidence.baseline = baselineDoubt(*this);
    evidence.task = model::taskId(model.task);
    evidence.cpu = environment.cpu;
    evidence.machineMemoryGb = environment.memoryGb;
    return evidence;
}

}  // namespace pwb::result
