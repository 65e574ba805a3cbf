// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decide/choice.h"

#include <algorithm>
#include <cmath>

#include "core/decide/walk.h"

namespace pwb::decide {
namespace {

using base::Precision;
using State = FeasibilityCell::State;
using Engines = std::vector<const EngineEvidence*>;

/// The margin relative to what is needed, whatever the requirement's own unit is; a rule has none.
double relativeMargin(const FeasibilityRow& row, const FeasibilityCell& cell) {
    if (!cell.margin) return -HUGE_VAL;
    return row.unit == "fraction" ? *cell.margin / std::max(*row.needed, 1e-9) : *cell.margin;
}

Option standingOf(const Case& of, const std::vector<FeasibilityRow>& feasibility, std::size_t column) {
    const base::EngineId id = of.columns()[column];
    Option option{id, of.engine(id)};
    if (!option.engine) return option;
    option.excludedBySafety = of.requirements.safetyCritical && id.precision == Precision::Int8;
    const bool unsupported = !of.here && !of.computes(id.precision);
    option.standing = option.excludedBySafety || unsupported ? Standing::Excluded : Standing::Fits;
    for (const FeasibilityRow& row : feasibility) {
        if (!row.needed || option.standing == Standing::Excluded) continue;
        const FeasibilityCell& cell = row.cells[column];
        const double margin = relativeMargin(row, cell);
        if (cell.state == State::Missed &&
            (option.standing != Standing::Misses || margin < option.worstMargin)) {
            option.standing = Standing::Misses;
            option.worst = &row;
            option.worstMargin = margin;
        }
        if (cell.state == State::Unknown && option.standing == Standing::Fits) {
            option.standing = Standing::Open;
            option.worst = &row;
        }
    }
    return option;
}

bool keepsFp32(const Engines& engines) {
    return std::ranges::any_of(engines,
                               [](const auto* engine) { return engine->id.precision == Precision::Fp32; });
}

/// Keeps those that are not shown to be less accurate than the best of them.
void keepMostAccurate(Engines& engines) {
    const auto against = [](const auto* engine) { return accuracyAgainstFp32(*engine); };
    const Accuracy top = against(std::ranges::max(engines, {}, against));
    std::erase_if(engines, [&](const auto* engine) { return against(engine) != top; });
    if (top == Accuracy::Same) return;
    if (top == Accuracy::Unknown) {
        const auto accuracy = [](const auto* engine) { return engine->accuracy.value_or(0); };
        const double highest = accuracy(std::ranges::max(engines, {}, accuracy));
        std::erase_if(engines, [&](const auto* engine) { return accuracy(engine) < highest; });
        return;
    }
    const auto delta = [](const auto* engine) { return engine->againstFp32->accuracyDelta; };
    const double lowEnd = std::ranges::max(engines, {}, delta)->againstFp32->interval[0];
    std::erase_if(engines, [&](const auto* engine) { return engine->againstFp32->interval[1] < lowEnd; });
}

void keepFastest(Engines& engines) {
    const auto unmeasured = [](const auto* engine) { return !engine->latency; };
    if (std::ranges::all_of(engines, unmeasured)) return;
    std::erase_if(engines, unmeasured);
    const auto fastest =
        std::ranges::min(engines, {}, [](const auto* engine) { return engine->latency->p50; });
    std::erase_if(
        engines, [&](const auto* engine) { return fasterBeyondSpread(*fastest->latency, *engine->latency); });
}

/// By memory where it differs by more than one in twenty, else by file.
const EngineEvidence* smallest(const Engines& engines) {
    const auto memory = [](const auto* engine) { return static_cast<double>(engine->peakBytes.value_or(0)); };
    const auto file = [](const auto* engine) { return static_cast<double>(engine->fileBytes.value_or(0)); };
    const auto known = [](const auto& size, const Engines& of) {
        return std::ranges::all_of(of, [&](const auto* engine) { return size(engine) > 0; });
    };
    Engines left = engines;
    if (known(memory, left)) {
        const double least = memory(std::ranges::min(left, {}, memory));
        std::erase_if(left, [&](const auto* engine) { return memory(engine) > 1.05 * least; });
    }
    return known(file, left) ? std::ranges::min(left, {}, file) : left.front();
}

const EngineEvidence* best(const Case& of, const std::vector<FeasibilityRow>& feasibility, Engines engines) {
    keepMostAccurate(engines);
    if (keepsFp32(engines))
        std::erase_if(engines, [&](const auto* engine) { return !of.computes(engine->id.precision); });
    if (!of.here) {
        const GuideWalk tree = walk(of, feasibility);
        const auto trained = std::ranges::find_if(engines, [&](const auto* engine) {
            return tree.qat && engine->id.precision == tree.precision &&
                   engine->id.variant == base::Variant::Qat;
        });
        if (trained != engines.end()) return *trained;
        const auto found = std::ranges::find(engines, tree.precision,
                                             [](const auto* engine) { return engine->id.precision; });
        return found != engines.end() ? *found : engines.back();
    }
    keepFastest(engines);
    return smallest(engines);
}

Engines standing(const Choice& choice, Standing wanted) {
    Engines engines;
    for (const Option& option : choice.options)
        if (option.standing == wanted) engines.push_back(option.engine);
    return engines;
}

}  // namespace

Choice choose(const Case& of, const std::vector<FeasibilityRow>& feasibility) {
    Choice choice;
    for (std::size_t column = 0; column < of.columns().size(); ++column)
        choice.options.push_back(standingOf(of, feasibility, column));
    const bool anyRan = std::ranges::any_of(
        choice.options, [](const Option& option) { return option.standing != Standing::Absent; });
    if (anyRan && of.evidence.baseline.doubt != Doubt::None) {
        choice.verdict = Verdict::Implausible;
        return choice;
    }
    for (const auto& [wanted, verdict] :
         {std::pair{Standing::Fits, Verdict::Deploy}, {Standing::Open, Verdict::Inconclusive}}) {
        const Engines engines = standing(choice, wanted);
        if (engines.empty()) continue;
        choice.verdict = verdict;
        const EngineEvidence* engine = best(of, feasibility, engines);
        const auto option = std::ranges::find(choice.options, engine, &Option::engine);
        choice.chosen = static_cast<std::size_t>(option - choice.options.begin());
        return choice;
    }
    const Option* closest = nullptr;
    for (const Option& option : choice.options) {
        if (option.standing == Standing::Absent) continue;
        choice.verdict = Verdict::Closest;
        if (option.standing != Standing::Misses) continue;
        if (!closest || option.worstMargin > closest->worstMargin) closest = &option;
    }
    if (closest) choice.chosen = static_cast<std::size_t>(closest - choice.options.data());
    return choice;
}

const Option& Choice::meant(Precision wanted, bool qat) const {
    const auto built = [&](const auto& fits) {
        return std::ranges::find_if(options, [&](const Option& option) {
            return option.id.precision == wanted && option.standing != Standing::Absent && fits(option);
        });
    };
    if (qat)
        if (const auto it =
                built([](const Option& option) { return option.id.variant == base::Variant::Qat; });
            it != options.end())
            return *it;
    const auto it = built([](const Option&) { return true; });
    return it != options.end() ? *it : of(wanted);
}

}  // namespace pwb::decide
