// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/format.h"
#include "core/base/number.h"
#include "core/decide/feasibility.h"
#include "core/decide/figures.h"
#include "core/decide/guide.h"
#include "core/decide/wording.h"

namespace pwb::decide {
namespace {

using base::Args;
using base::Message;
using base::Precision;

/// One text per standing of the accuracy, in the order of Accuracy, and one for a negligible difference.
using ByAccuracy = std::array<const char*, 5>;

constexpr ByAccuracy kOnlyCameras = {"decide.only_cameras_unknown", "decide.only_cameras_lower",
                                     "decide.only_cameras_same", "decide.only_cameras_higher",
                                     "decide.only_cameras_negligible"};
constexpr ByAccuracy kOnly = {"decide.only_unknown", "decide.only_lower", "decide.only_same",
                              "decide.only_higher", "decide.only_negligible"};
constexpr ByAccuracy kFaster = {"decide.faster_unknown", "decide.faster_lower", "decide.faster_same",
                                "decide.faster_higher", "decide.faster_negligible"};
constexpr ByAccuracy kSmaller = {"decide.smaller_unknown", "decide.smaller_lower", "decide.smaller_same",
                                 "decide.smaller_higher", "decide.smaller_negligible"};
constexpr ByAccuracy kUnmeasured = {"decide.unmeasured_unknown", "decide.unmeasured_lower",
                                    "decide.unmeasured_same", "decide.unmeasured_higher",
                                    "decide.unmeasured_negligible"};
constexpr ByAccuracy kElsewhere = {"decide.elsewhere_unknown", "decide.elsewhere_lower",
                                   "decide.elsewhere_same", "decide.elsewhere_higher",
                                   "decide.elsewhere_negligible"};

const char* pick(const ByAccuracy& texts, const EngineEvidence& engine) {
    if (differsNegligibly(engine)) return texts.back();
    return texts[static_cast<std::size_t>(accuracyAgainstFp32(engine))];
}

/// All that a sentence about an engine may mention; texts take what they need.
Args argsFor(const Case& of, const EngineEvidence& engine) {
    Args args = accuracyArgs(of, engine);
    args.emplace_back("precision", of.nameOf(engine));
    args.emplace_back("negligible", plain(guide().threshold("negligible_points")));
    args.emplace_back("platform", of.platform.name);
    args.emplace_back("cameras", base::number(of.requirements.streams.value_or(1), 0));
    args.emplace_back("fps", plain(of.requirements.fps.value_or(0)));
    if (const auto ratio = speedup(of, engine)) args.emplace_back("ratio", base::number(*ratio, 2));
    return args;
}

bool anythingAsked(const Case& of) {
    const Requirements& asked = of.requirements;
    return asked.fps || asked.latencyMs || asked.accuracyFloorPercent || asked.memoryGb ||
           asked.smallestObjectPx;
}

std::ptrdiff_t countOf(const Choice& choice, Standing standing) {
    return std::ranges::count(choice.options, standing, &Option::standing);
}

/// Every other engine that ran misses the throughput most.
bool othersMissThroughput(const Choice& choice) {
    return std::ranges::all_of(choice.options, [&](const Option& option) {
        return choice.isAdvice(option) || option.standing == Standing::Absent ||
               (option.standing == Standing::Misses && option.worst->requirement == "throughput");
    });
}

/// The narrowest option of that standing; null when there is none.
const Option* withStanding(const Choice& choice, Standing standing) {
    const auto found = std::find_if(choice.options.rbegin(), choice.options.rend(),
                                    [&](const Option& option) { return option.standing == standing; });
    return found == choice.options.rend() ? nullptr : &*found;
}

/// An option that could not be shown to fit, beside one that fits.
Message besideOpen(const Case& of, const EngineEvidence& chosen, const Option& open) {
    Args args = argsFor(of, chosen);
    args.emplace_back("other", of.nameOf(*open.engine));
    if (open.worst->requirement != "accuracy" || accuracyAgainstFp32(*open.engine) == Accuracy::Unknown)
        return {"decide.only_other_open", args};
    args.emplace_back("samples", base::number(static_cast<double>(open.engine->againstFp32->samples), 0));
    return {"decide.only_other_floor_open", args};
}

Message onlyOne(const Case& of, const Choice& choice, const EngineEvidence& chosen) {
    if (const Option* open = withStanding(choice, Standing::Open)) return besideOpen(of, chosen, *open);
    const Args args = argsFor(of, chosen);
    const bool cameras = of.requirements.streams && othersMissThroughput(choice);
    if (chosen.id.precision == Precision::Fp32)
        return {cameras ? "decide.only_cameras_fp32" : "decide.only_fp32", args};
    return {cameras ? pick(kOnlyCameras, chosen) : pick(kOnly, chosen), args};
}

/// The fastest engine that fits but lost for its accuracy; null when there is none.
const EngineEvidence* lessAccurateRival(const Case& of, const Choice& choice) {
    const EngineEvidence* rival = nullptr;
    for (const Option& option : choice.options) {
        if (option.standing != Standing::Fits || accuracyAgainstFp32(*option.engine) != Accuracy::Lower)
            continue;
        if (!rival || speedup(of, *option.engine).value_or(0) > speedup(of, *rival).value_or(0))
            rival = option.engine;
    }
    return rival;
}

Message fp32Advised(const Case& of, const Choice& choice, const EngineEvidence& fp32) {
    Args args = argsFor(of, fp32);
    if (const EngineEvidence* rival = lessAccurateRival(of, choice)) {
        Args rivals = argsFor(of, *rival);
        rivals.emplace_back("other", of.nameOf(*rival));
        rivals.emplace_back("lost", base::number(-100 * rival->againstFp32->accuracyDelta, 2));
        if (!of.here || !fp32.latency || !rival->latency) return {"decide.fp32_keeps", rivals};
        const bool faster = fasterBeyondSpread(*rival->latency, *fp32.latency);
        return {faster ? "decide.fp32_keeps_slower" : "decide.fp32_keeps_no_gain", rivals};
    }
    if (const Option* open = withStanding(choice, Standing::Open)) return besideOpen(of, fp32, *open);
    if (const Option* misses = withStanding(choice, Standing::Misses)) {
        args.emplace_back("other", of.nameOf(*misses->engine));
        return {"decide.fp32_other_misses", args};
    }
    if (!of.here) return {"decide.elsewhere_fp32", args};
    const bool unknown = std::ranges::any_of(choice.options, [](const Option& option) {
        return option.standing == Standing::Fits && accuracyAgainstFp32(*option.engine) == Accuracy::Unknown;
    });
    if (unknown) return {"decide.fp32_others_unknown", args};
    if (!fp32.latency) return {"decide.fp32_unmeasured", args};
    if (of.requirements.safetyCritical) return {"decide.fp32_safety", args};
    return {"decide.fp32_nothing_gained", args};
}

Message deploySentence(const Case& of, const Choice& choice) {
    const EngineEvidence& chosen = *choice.advice().engine;
    const EngineEvidence* fp32 = of.engine(Precision::Fp32);
    if (countOf(choice, Standing::Absent) + 1 == std::ssize(choice.options))
        return {"decide.alone", argsFor(of, chosen)};
    if (countOf(choice, Standing::Fits) == 1 && anythingAsked(of) && countOf(choice, Standing::Excluded) == 0)
        return onlyOne(of, choice, chosen);
    if (chosen.id.precision == Precision::Fp32) return fp32Advised(of, choice, chosen);
    const Args args = argsFor(of, chosen);
    if (!of.here) return {pick(kElsewhere, chosen), args};
    if (!chosen.latency || !fp32 || !fp32->latency) return {pick(kUnmeasured, chosen), args};
    if (fasterBeyondSpread(*chosen.latency, *fp32->latency)) return {pick(kFaster, chosen), args};
    return {pick(kSmaller, chosen), args};
}

/// Samples at which the interval's lower end would reach the floor, its width shrinking with 1/√n.
std::optional<double> samplesForFloor(const EngineEvidence& engine, double estimate, double floor) {
    const double gap = estimate - floor;
    const double reach = engine.againstFp32->accuracyDelta - engine.againstFp32->interval[0];
    if (gap <= 0) return std::nullopt;
    const double samples = static_cast<double>(engine.againstFp32->samples) * (reach / gap) * (reach / gap);
    return samples < 1e7 ? std::optional(samples) : std::nullopt;
}

Message inconclusiveSentence(const Case& of, const Choice& choice) {
    const Option& option = choice.advice();
    Args args = argsFor(of, *option.engine);
    const std::string& requirement = option.worst->requirement;
    if (requirement == "throughput" || requirement == "latency")
        return {of.here ? "decide.open_speed" : "decide.open_speed_elsewhere", args};
    if (requirement == "memory") return {"decide.open_memory", args};
    const auto estimate = estimatedAccuracy(of, *option.engine);
    const auto low = pessimisticAccuracy(of, *option.engine);
    if (!estimate || !low) return {"decide.open_accuracy", args};
    args.emplace_back("accuracy", base::number(100 * *estimate, 2));
    args.emplace_back("lowest", base::number(100 * *low, 2));
    args.emplace_back("floor", base::number(100 * *option.worst->needed, 2));
    const auto samples = samplesForFloor(*option.engine, *estimate, *option.worst->needed);
    if (!samples) return {"decide.open_floor", args};
    args.emplace_back("samples", roughly(*samples));
    return {"decide.open_floor_samples", args};
}

Message closestSentence(const Case& of, const Choice& choice) {
    if (!choice.chosen) {
        const bool safety = std::ranges::any_of(choice.options, &Option::excludedBySafety);
        return {safety ? "decide.none_safety" : "decide.none_platform", {{"platform", of.platform.name}}};
    }
    const Option& option = choice.advice();
    const FeasibilityRow& row = *option.worst;
    const FeasibilityCell& cell = row.cells[*choice.chosen];
    Args args = argsFor(of, *option.engine);
    if (row.requirement == "smallest_object") return {"decide.closest_small_object", args};
    const double scale = row.unit == "fraction" ? 100 : row.unit == "bytes" ? 1e-9 : 1;
    const int digits = row.unit == "fps" ? 0 : row.unit == "bytes" ? 3 : 2;
    args.emplace_back("value", base::number(*cell.value * scale, digits));
    args.emplace_back("needed", base::number(*row.needed * scale, digits));
    args.emplace_back("percent", base::number(std::ceil(-100 * option.worstMargin), 0));
    if (row.requirement == "throughput") return {"decide.closest_throughput", args};
    if (row.requirement == "latency") return {"decide.closest_latency", args};
    if (row.requirement == "memory") return {"decide.closest_memory", args};
    args.emplace_back("short", base::number(-100 * *cell.margin, 2));
    return {"decide.closest_accuracy", args};
}

}  // namespace

Message doubtText(const BaselineDoubt& baseline) {
    const Args args = {{"accuracy", base::number(100 * baseline.accuracy, 2)},
                       {"chance", base::number(100 * baseline.chance, 2)},
                       {"samples", base::countText(baseline.samples)},
                       {"classes", base::countText(baseline.classes)},
                       {"answer", baseline.answer}};
    switch (baseline.doubt) {
        case Doubt::NothingRight:
            return {"decide.doubt_nothing_right", args};
        case Doubt::OneAnswer:
            return {"decide.doubt_one_answer", args};
        case Doubt::Chance:
            return {"decide.doubt_chance", args};
        case Doubt::NothingFound:
            return {"decide.doubt_nothing_found", args};
        case Doubt::None:
            break;
    }
    return {};
}

std::string nameOf(Precision precision) {
    return std::string(base::precisionName(precision));
}

Args accuracyArgs(const Case& of, const EngineEvidence& engine) {
    if (!engine.againstFp32) return {};
    const compare::AccuracyComparison& against = *engine.againstFp32;
    return {{"metric", of.detection() ? "mAP50-95" : "Top-1"},
            {"points", base::signedNumber(100 * against.accuracyDelta, 2)},
            {"low", base::signedNumber(100 * against.interval[0], 2)},
            {"high", base::signedNumber(100 * against.interval[1], 2)},
            {"p", pValue(against.pValue)},
            {"n", base::number(static_cast<double>(against.samples), 0)}};
}

Message headlineFor(const Case& of, const Choice& choice) {
    if (choice.verdict == Verdict::NoEngine) return {"decide.headline_no_engine"};
    if (choice.verdict == Verdict::Implausible) return {"decide.headline_implausible"};
    if (choice.verdict == Verdict::Inconclusive) return {"decide.headline_inconclusive"};
    if (!choice.chosen) return {"decide.headline_none"};
    return {choice.verdict == Verdict::Deploy ? "decide.headline_deploy" : "decide.headline_closest",
            {{"precision", of.nameOf(*choice.advice().engine)}}};
}

Message sentenceFor(const Case& of, const Choice& choice) {
    switch (choice.verdict) {
        case Verdict::Deploy:
            return deploySentence(of, choice);
        case Verdict::Inconclusive:
            return inconclusiveSentence(of, choice);
        case Verdict::Closest:
            return closestSentence(of, choice);
        case Verdict::Implausible:
            return doubtText(of.evidence.baseline);
        case Verdict::NoEngine:
            break;
    }
    return {"decide.no_engine"};
}

}  // namespace pwb::decide
