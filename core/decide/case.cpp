// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decide/case.h"

#include <algorithm>
#include <cmath>

#include "core/decide/guide.h"

namespace pwb::decide {

using base::Precision;

Case::Case(const Evidence& known, const Requirements& asked) : evidence(known), requirements(asked) {
    const Platform* named = findPlatform(asked.platform);
    here = named == nullptr;
    platform = here ? thisMachine(known.cpu, known.machineMemoryGb) : *named;
}

const EngineEvidence* Case::engine(const base::EngineId& id) const {
    const auto found = std::ranges::find_if(
        evidence.engines, [&](const EngineEvidence& of) { return of.id == id && of.usable; });
    return found == evidence.engines.end() ? nullptr : &*found;
}

const EngineEvidence* Case::anyEngine(Precision precision) const {
    if (const EngineEvidence* plain = engine(precision)) return plain;
    const auto found = std::ranges::find_if(evidence.engines, [&](const EngineEvidence& of) {
        return of.id.precision == precision && of.usable;
    });
    return found == evidence.engines.end() ? nullptr : &*found;
}

std::vector<base::EngineId> Case::columns() const {
    std::vector<base::EngineId> columns(base::kAllPrecisions.begin(), base::kAllPrecisions.end());
    for (const EngineEvidence& of : evidence.engines)
        if (!of.id.isDefault()) columns.push_back(of.id);
    return columns;
}

std::string Case::nameOf(const EngineEvidence& engine) const {
    if (engine.id.origin != base::EngineOrigin::Built) return engine.id.name;
    const std::string name(base::precisionName(engine.id.precision));
    if (!engine.id.isDefault()) return name + " (" + std::string(base::variantName(engine.id.variant)) + ")";
    const bool beside = std::ranges::any_of(evidence.engines, [&](const EngineEvidence& of) {
        return of.id.precision == engine.id.precision && !of.id.isDefault();
    });
    return beside ? name + " (PTQ)" : name;
}

bool Case::computes(Precision precision) const {
    if (precision == Precision::Fp32) return true;
    if (!here) return precision == Precision::Fp16 ? platform.fp16 : platform.int8;
    const EngineEvidence* of = anyEngine(precision);
    return of != nullptr && (of->effective.empty() || of->effective != base::precisionId(Precision::Fp32));
}

std::optional<double> Case::neededFps() const {
    if (!requirements.fps) return std::nullopt;
    return *requirements.fps * requirements.streams.value_or(1);
}

std::optional<bool> Case::keepsSmallObjects(const EngineEvidence* of) const {
    if (!of || !of->smallAgainstFp32) return std::nullopt;
    const compare::SmallRecall& recall = *of->smallAgainstFp32;
    const bool near = recall.candidate >= recall.baseline - guide().threshold("small_object_recall_loss");
    return near && recall.interval[1] >= 0;  // and not shown to be lower
}

bool Case::losesSmallObjects(const EngineEvidence& of) const {
    const auto& size = requirements.smallestObjectPx;
    if (of.id.precision != Precision::Int8 || !detection() || !size) return false;
    // Retraining is what the guide asks for; without it, only what was measured speaks for INT8.
    const bool trained = of.id.variant == base::Variant::Qat;
    return *size < guide().threshold("small_object_px") && !keepsSmallObjects(&of).value_or(trained);
}

Accuracy accuracyAgainstFp32(const EngineEvidence& engine) {
    if (engine.id.precision == Precision::Fp32) return Accuracy::Same;
    if (!engine.againstFp32 || engine.againstFp32->samples == 0) return Accuracy::Unknown;
    if (!engine.againstFp32->distinguishable || differsNegligibly(engine)) return Accuracy::Same;
    return engine.againstFp32->accuracyDelta < 0 ? Accuracy::Lower : Accuracy::Higher;
}

bool differsNegligibly(const EngineEvidence& engine) {
    return engine.againstFp32 && engine.againstFp32->distinguishable &&
           std::abs(100 * engine.againstFp32->accuracyDelta) < guide().threshold("negligible_points");
}

bool fasterBeyondSpread(const measure::LatencyStats& one, const measure::LatencyStats& other) {
    return other.p50 - one.p50 > std::max(one.spread, other.spread);
}

std::optional<double> speedup(const Case& of, const EngineEvidence& engine) {
    const EngineEvidence* fp32 = of.engine(Precision::Fp32);
    if (!fp32 || !fp32->latency || !engine.latency || engine.latency->p50 <= 0) return std::nullopt;
    return fp32->latency->p50 / engine.latency->p50;
}

}  // namespace pwb::decide
