// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/document.h"

#include <algorithm>

namespace pwb::report {
namespace {

decide::EngineEvidence evidenceOf(const EngineResult& engine, const ReportDocument& document) {
    decide::EngineEvidence evidence;
    evidence.precision = engine.precision;
    evidence.variant = engine.variant;
    evidence.usable = engine.built && engine.accuracy && engine.state != EngineState::Failed;
    evidence.effective = engine.effective.id;
    if (engine.accuracy) evidence.accuracy = engine.accuracy->top1;
    if (const auto* comparison = document.comparison(engine.id()))
        evidence.againstFp32 = comparison->accuracy;
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

std::string EngineResult::id() const {
    return EngineKind(precision, variant).id();
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

const EngineResult* ReportDocument::engine(const std::string& id) const {
    const auto found = std::find_if(engines.begin(), engines.end(),
                                    [&](const EngineResult& engine) { return engine.id() == id; });
    return found == engines.end() ? nullptr : &*found;
}

const compare::Comparison* ReportDocument::comparison(const std::string& candidate) const {
    const auto found = std::find_if(
        comparisons.begin(), comparisons.end(),
        [&](const compare::Comparison& comparison) { return comparison.candidate == candidate; });
    return found == comparisons.end() ? nullptr : &*found;
}

std::string ReportDocument::nameOf(const EngineResult& engine) const {
    return kindOf(*this, engine).name();
}

std::string ReportDocument::className(std::int64_t index) const {
    if (index < 0) return "–";
    const auto at = static_cast<std::size_t>(index);
    if (at < data.classes.size() && !data.classes[at].empty()) return data.classes[at];
    return "#" + std::to_string(index);
}

decide::Evidence ReportDocument::evidence() const {
    decide::Evidence evidence;
    for (const EngineResult& engine : engines) evidence.engines.push_back(evidenceOf(engine, *this));
    evidence.task = model::taskId(model.task);
    evidence.cpu = environment.cpu;
    evidence.machineMemoryGb = environment.memoryGb;
    return evidence;
}

}  // namespace pwb::report
