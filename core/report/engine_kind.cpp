// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/report/engine_kind.h"

#include <algorithm>
#include <mutex>
#include <set>

#include "core/report/document.h"

namespace pwb::report {
namespace {

// One copy of every name, so that kinds are as cheap to hand around as numbers.
std::string_view kept(std::string_view name) {
    static std::mutex mutex;
    static std::set<std::string, std::less<>> names;
    const std::lock_guard lock(mutex);
    const auto found = names.find(name);
    return found != names.end() ? *found : *names.emplace(name).first;
}

bool hasInt8Variants(const ReportDocument& document) {
    return std::any_of(document.engines.begin(), document.engines.end(), [](const EngineResult& engine) {
        return engine.precision == base::Precision::Int8 && !engine.variant.empty() && !engine.isReference();
    });
}

}  // namespace

EngineKind::EngineKind(base::Precision of, std::string_view named) : precision(of), variant(kept(named)) {}

std::string EngineKind::id() const {
    std::string id(base::precisionId(precision));
    if (!variant.empty() && variant != "ptq") id.append("-").append(variant);
    return id;
}

std::string EngineKind::name() const {
    const std::string name(base::precisionName(precision));
    return variant.empty() ? name : name + " (" + shortName() + ")";
}

std::string EngineKind::shortName() const {
    if (variant.empty()) return std::string(base::precisionName(precision));
    if (variant == "tensorrt") return "TensorRT";
    if (variant != "ptq" && variant != "qat") return std::string(variant);
    return variant == "ptq" ? "PTQ" : "QAT";
}

EngineKind kindOf(const ReportDocument& document, const EngineResult& engine) {
    EngineKind kind(engine.precision, engine.variant);
    if (engine.precision == base::Precision::Int8 && engine.variant.empty() && hasInt8Variants(document))
        kind.variant = "ptq";
    return kind;
}

EngineKind kindOf(const decide::Decision& decision, base::Precision precision, std::string_view variant) {
    EngineKind kind(precision, variant);
    if (precision != base::Precision::Int8 || !variant.empty() || decision.feasibility.empty()) return kind;
    const auto& cells = decision.feasibility.front().cells;
    if (std::any_of(cells.begin(), cells.end(), [](const auto& cell) { return !cell.variant.empty(); }))
        kind.variant = "ptq";
    return kind;
}

std::optional<EngineKind> advisedKind(const decide::Decision& decision) {
    if (!decision.precision) return std::nullopt;
    return kindOf(decision, *decision.precision, decision.variant);
}

std::optional<EngineKind> kindFromId(std::string_view id) {
    const std::size_t dash = std::min(id.find('-'), id.size());
    const auto precision = base::precisionFromId(id.substr(0, dash));
    if (!precision) return std::nullopt;
    return EngineKind(*precision, dash < id.size() ? id.substr(dash + 1) : std::string_view());
}

std::vector<EngineKind> shownKinds(const ReportDocument* document) {
    std::vector<EngineKind> kinds(base::kAllPrecisions.begin(), base::kAllPrecisions.end());
    if (!document) return kinds;
    if (hasInt8Variants(*document)) kinds.back().variant = "ptq";
    for (const bool reference : {false, true})
        for (const EngineResult& engine : document->engines)
            if (!engine.variant.empty() && engine.isReference() == reference)
                kinds.emplace_back(engine.precision, engine.variant);
    return kinds;
}

}  // namespace pwb::report
