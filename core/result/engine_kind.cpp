// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/result/engine_kind.h"

#include <algorithm>

#include "core/result/run_result.h"

namespace pwb::result {
namespace {

bool isVariantOfInt8(const base::EngineId& id) {
    return id.precision == base::Precision::Int8 && !id.isDefault() && id.variant != base::Variant::Plain;
}

bool hasInt8Variants(const RunResult& document) {
    return std::ranges::any_of(document.engines, isVariantOfInt8, &EngineResult::id);
}

}  // namespace

std::string EngineKind::name() const {
    const std::string name(base::precisionName(engine.precision));
    if (engine.origin != base::EngineOrigin::Built) return engine.name;
    return engine.isDefault() && !isPtq ? name : name + " (" + shortName() + ")";
}

std::string EngineKind::shortName() const {
    if (engine.origin != base::EngineOrigin::Built) return engine.name;
    if (isPtq) return "PTQ";
    return std::string(engine.isDefault() ? base::precisionName(engine.precision)
                                          : base::variantName(engine.variant));
}

EngineKind kindOf(const RunResult& document, const EngineResult& engine) {
    EngineKind kind(engine.id);
    kind.isPtq = engine.id == base::Precision::Int8 && hasInt8Variants(document);
    return kind;
}

EngineKind kindOf(const decide::Decision& decision, const base::EngineId& engine) {
    EngineKind kind(engine);
    if (engine != base::Precision::Int8 || decision.feasibility.empty()) return kind;
    kind.isPtq = std::ranges::any_of(decision.feasibility.front().cells,
                                     [](const auto& cell) { return !cell.engine.isDefault(); });
    return kind;
}

std::optional<EngineKind> advisedKind(const decide::Decision& decision) {
    if (!decision.engine) return std::nullopt;
    return kindOf(decision, *decision.engine);
}

std::vector<EngineKind> shownKinds(const RunResult* document) {
    std::vector<EngineKind> kinds(base::kAllPrecisions.begin(), base::kAllPrecisions.end());
    if (!document) return kinds;
    if (hasInt8Variants(*document)) kinds.back().isPtq = true;
    for (const bool reference : {false, true})
        for (const EngineResult& engine : document->engines)
            if (!engine.id.isDefault() && engine.isReference() == reference) kinds.emplace_back(engine.id);
    return kinds;
}

}  // namespace pwb::result
