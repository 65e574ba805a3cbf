// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decide/feasibility.h"

#include <algorithm>
#include <functional>

namespace pwb::decide {
namespace {

using base::Precision;
using State = FeasibilityCell::State;
using Fill = std::function<void(FeasibilityCell&, const EngineEvidence&, double needed)>;

FeasibilityRow row(const Case& of, const char* requirement, const char* unit, std::optional<double> needed,
                   const Fill& fill) {
    FeasibilityRow row{requirement, unit, needed, {}};
    for (const base::EngineId& id : of.columns()) {
        FeasibilityCell cell;
        cell.engine = id;
        const EngineEvidence* engine = of.engine(id);
        if (needed && engine) fill(cell, *engine, *needed);
        row.cells.push_back(cell);
    }
    return row;
}

/// value ≤ needed, in a cell.
void atMost(FeasibilityCell& cell, double value, double needed) {
    cell.value = value;
    if (needed > 0) cell.margin = 1 - value / needed;
    cell.state = value <= needed ? State::Met : State::Missed;
}

FeasibilityRow throughput(const Case& of) {
    return row(of, "throughput", "fps", of.neededFps(),
               [&](FeasibilityCell& cell, const EngineEvidence& engine, double needed) {
                   cell.value = of.here ? pessimisticFps(engine) : std::nullopt;
                   if (!cell.value) return;
                   if (needed > 0) cell.margin = *cell.value / needed - 1;
                   cell.state = *cell.value >= needed ? State::Met : State::Missed;
               });
}

FeasibilityRow latency(const Case& of) {
    return row(of, "latency", "ms", of.requirements.latencyMs,
               [&](FeasibilityCell& cell, const EngineEvidence& engine, double needed) {
                   if (!of.here) return;
                   if (engine.endToEndP99Ms) return atMost(cell, *engine.endToEndP99Ms, needed);
                   if (!engine.latency) return;
                   atMost(cell, engine.latency->p99, needed);
                   if (cell.state == State::Met) cell.state = State::Unknown;  // decoding comes on top
               });
}

FeasibilityRow accuracy(const Case& of) {
    const EngineEvidence* fp32 = of.engine(Precision::Fp32);
    const double whole = fp32 ? fp32->accuracy.value_or(1) : 1;
    std::optional<double> needed;
    if (of.requirements.accuracyFloorPercent) needed = *of.requirements.accuracyFloorPercent / 100 * whole;
    return row(of, "accuracy", "fraction", needed,
               [&](FeasibilityCell& cell, const EngineEvidence& engine, double floor) {
                   const auto estimate = estimatedAccuracy(of, engine);
                   cell.value = pessimisticAccuracy(of, engine);
                   if (!cell.value || !estimate) return;
                   cell.margin = *cell.value - floor;
                   cell.state = *estimate < floor     ? State::Missed
                                : *cell.value < floor ? State::Unknown
                                                      : State::Met;
               });
}

FeasibilityRow memory(const Case& of) {
    constexpr double kGb = 1e9;
    std::optional<double> needed;
    if (of.requirements.memoryGb) needed = *of.requirements.memoryGb * kGb;
    return row(of, "memory", "bytes", needed,
               [](FeasibilityCell& cell, const EngineEvidence& engine, double budget) {
                   if (engine.peakBytes) atMost(cell, static_cast<double>(*engine.peakBytes), budget);
               });
}

FeasibilityRow smallestObject(const Case& of) {
    const auto needed = of.detection() ? of.requirements.smallestObjectPx : std::nullopt;
    return row(of, "smallest_object", "px", needed,
               [&](FeasibilityCell& cell, const EngineEvidence& engine, double) {
                   cell.state = of.losesSmallObjects(engine) ? State::Missed : State::Met;
               });
}

}  // namespace

std::optional<double> pessimisticFps(const EngineEvidence& engine) {
    if (!engine.bestFps || !engine.latency) return engine.bestFps;
    const measure::LatencyStats& latency = *engine.latency;
    double slowest = latency.p50 + latency.spread;
    if (!latency.rounds.empty())
        slowest = std::ranges::max_element(latency.rounds, {}, &measure::RoundStats::median)->median;
    return slowest > latency.p50 ? *engine.bestFps * latency.p50 / slowest : *engine.bestFps;
}

std::optional<double> estimatedAccuracy(const Case& of, const EngineEvidence& engine) {
    const EngineEvidence* fp32 = of.engine(Precision::Fp32);
    if (!fp32 || !fp32->accuracy) return std::nullopt;
    if (engine.id.precision == Precision::Fp32) return fp32->accuracy;
    if (accuracyAgainstFp32(engine) == Accuracy::Unknown) return std::nullopt;
    return *fp32->accuracy + engine.againstFp32->accuracyDelta;
}

std::optional<double> pessimisticAccuracy(const Case& of, const EngineEvidence& engine) {
    const auto estimate = estimatedAccuracy(of, engine);
    if (!estimate || engine.id.precision == Precision::Fp32) return estimate;
    return *estimate - engine.againstFp32->accuracyDelta + engine.againstFp32->interval[0];
}

std::vector<FeasibilityRow> feasibilityOf(const Case& of) {
    return {throughput(of), latency(of), accuracy(of), memory(of), smallestObject(of)};
}

}  // namespace pwb::decide
