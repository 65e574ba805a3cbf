// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/base/number.h"
#include "core/decide/feasibility.h"
#include "core/decide/figures.h"
#include "core/decide/wording.h"

namespace pwb::decide {
namespace {

using base::Args;
using base::Message;
using base::Precision;
using Facts = std::vector<Message>;

/// How the advised engine stands against each asked figure.
void requirementFacts(Facts& facts, const Case& of, const EngineEvidence& chosen) {
    const Requirements& asked = of.requirements;
    if (const auto needed = of.neededFps(); of.here && needed && chosen.bestFps) {
        const double slow = *pessimisticFps(chosen);
        const double shown = slow < *needed ? slow : *chosen.bestFps;
        facts.push_back({"decide.fact_throughput",
                         {{"fps", base::number(shown, 0)}, {"needed", base::number(*needed, 0)}}});
    }
    if (of.here && asked.latencyMs && chosen.endToEndP99Ms)
        facts.push_back(
            {"decide.fact_latency",
             {{"ms", base::number(*chosen.endToEndP99Ms, 2)}, {"needed", plain(*asked.latencyMs)}}});
    const EngineEvidence* fp32 = of.engine(Precision::Fp32);
    if (const auto low = pessimisticAccuracy(of, chosen); low && asked.accuracyFloorPercent)
        facts.push_back({"decide.fact_floor",
                         {{"lowest", base::number(100 * *low, 2)},
                          {"floor", base::number(*asked.accuracyFloorPercent * *fp32->accuracy, 2)}}});
    if (asked.memoryGb && chosen.peakBytes)
        facts.push_back({"decide.fact_memory",
                         {{"gb", base::number(static_cast<double>(*chosen.peakBytes) * 1e-9, 3)},
                          {"needed", plain(*asked.memoryGb)}}});
}

/// How the objects that matter fare in the advised engine, or in the INT8 that it is preferred to.
void smallObjectFacts(Facts& facts, const Case& of, const EngineEvidence& chosen) {
    if (!of.requirements.smallestObjectPx) return;
    const EngineEvidence* about = chosen.smallAgainstFp32 && chosen.id.precision == Precision::Int8
                                      ? &chosen
                                      : of.anyEngine(Precision::Int8);
    if (!about || !about->smallAgainstFp32) return;
    const compare::SmallRecall& recall = *about->smallAgainstFp32;
    facts.push_back({"decide.fact_small_recall",
                     {{"precision", of.nameOf(*about)},
                      {"found", base::number(100 * recall.candidate, 1)},
                      {"fp32", base::number(100 * recall.baseline, 1)},
                      {"n", std::to_string(recall.objects)},
                      {"px", plain(*of.requirements.smallestObjectPx)}}});
}

/// Of every engine beside FP32, since nothing else tells them apart.
void objectFacts(Facts& facts, const Case& of) {
    for (const EngineEvidence& engine : of.evidence.engines) {
        if (!engine.usable || !engine.objectsKept) continue;
        facts.push_back({"decide.fact_objects_kept",
                         {{"precision", of.nameOf(engine)},
                          {"kept", base::number(100 * engine.objectsKept->share, 1)},
                          {"n", std::to_string(engine.objectsKept->objects)}}});
    }
}

void accuracyFacts(Facts& facts, const Case& of, const EngineEvidence& chosen) {
    if (chosen.id.precision == Precision::Fp32) return;
    if (accuracyAgainstFp32(chosen) == Accuracy::Unknown)
        facts.push_back({"decide.fact_accuracy_unknown"});
    else
        facts.push_back({"decide.fact_accuracy", accuracyArgs(of, chosen)});
}

void ratioFacts(Facts& facts, const Case& of, const EngineEvidence& chosen) {
    const EngineEvidence* fp32 = of.engine(Precision::Fp32);
    if (chosen.id.precision == Precision::Fp32 || !fp32) return;
    if (const auto ratio = speedup(of, chosen); ratio && of.here) {
        if (fasterBeyondSpread(*chosen.latency, *fp32->latency))
            facts.push_back({"decide.fact_faster", {{"ratio", base::number(*ratio, 2)}}});
        else if (fasterBeyondSpread(*fp32->latency, *chosen.latency))
            facts.push_back({"decide.fact_slower", {{"ratio", base::number(1 / *ratio, 2)}}});
        else
            facts.push_back({"decide.fact_same_speed"});
    }
    if (!chosen.fileBytes || !fp32->fileBytes || *fp32->fileBytes == 0) return;
    Args args = {
        {"file",
         base::number(static_cast<double>(*chosen.fileBytes) / static_cast<double>(*fp32->fileBytes), 2)}};
    if (of.here && chosen.peakBytes && fp32->peakBytes && *fp32->peakBytes > 0) {
        args.emplace_back(
            "memory",
            base::number(static_cast<double>(*chosen.peakBytes) / static_cast<double>(*fp32->peakBytes), 2));
        facts.push_back({"decide.fact_file_memory", args});
    } else {
        facts.push_back({"decide.fact_file", args});
    }
}

/// An engine from quantisation-aware training was built and judged: nothing is left to guess about it.
bool trained(const Case& of) {
    return of.engine({Precision::Int8, base::Variant::Qat}) != nullptr;
}

void rivalFacts(Facts& facts, const Case& of, const Choice& choice, const Option& rival) {
    if (!rival.engine || choice.isAdvice(rival)) return;
    Args args = accuracyArgs(of, *rival.engine);
    args.emplace_back("precision", of.nameOf(*rival.engine));
    args.emplace_back("platform", of.platform.name);
    if (rival.excludedBySafety) return facts.push_back({"decide.fact_excluded_safety", args});
    if (rival.standing == Standing::Excluded) return facts.push_back({"decide.fact_excluded_platform", args});
    if (rival.id.precision == Precision::Fp32) return;
    if (accuracyAgainstFp32(*rival.engine) == Accuracy::Lower) {
        const auto ratio = of.here ? speedup(of, *rival.engine) : std::nullopt;
        if (ratio) args.emplace_back("ratio", base::number(*ratio, 2));
        facts.push_back({ratio ? "decide.fact_would_cost" : "decide.fact_would_lose", args});
        if (rival.id.precision == Precision::Int8 && of.requirements.qatPossible && !trained(of))
            facts.push_back({"decide.fact_qat_may_recover"});
    }
    if (rival.id.precision != Precision::Fp16 || !of.here || of.computes(Precision::Fp16)) return;
    const bool keeps = accuracyAgainstFp32(*rival.engine) == Accuracy::Same;
    facts.push_back({keeps ? "decide.fact_fp16_keeps" : "decide.fact_fp16_no_gain", args});
}

void samplesFacts(Facts& facts, const Case& of, const EngineEvidence& chosen) {
    const EngineEvidence* compared = chosen.againstFp32 ? &chosen : of.anyEngine(Precision::Int8);
    if (!compared || !compared->againstFp32) return;
    const compare::AccuracyComparison& against = *compared->againstFp32;
    Args args = accuracyArgs(of, *compared);
    if (static_cast<double>(against.samples) < guide().threshold("few_samples"))
        facts.push_back({"decide.fact_few_samples", args});
    if (!against.samplesNeeded) return;
    args.emplace_back("precision", of.nameOf(*compared));
    args.emplace_back("samples", roughly(static_cast<double>(*against.samplesNeeded)));
    args.emplace_back("difference", base::number(std::abs(100 * against.accuracyDelta), 2));
    facts.push_back({"decide.fact_samples_would_tell", args});
}

void caveats(Facts& facts, const Case& of, const EngineEvidence& chosen, const GuideWalk& tree, bool fits) {
    if (chosen.id.precision == Precision::Fp16 && of.here && !of.computes(Precision::Fp16))
        facts.push_back({"decide.fact_fp16_no_gain", {{"precision", nameOf(Precision::Fp16)}}});
    const bool untrained = chosen.id.precision == Precision::Int8 && chosen.id.variant != base::Variant::Qat;
    if (untrained && tree.qat && fits) facts.push_back({"decide.fact_ptq_suffices"});
    if (untrained && tree.qat && !fits && !trained(of))
        facts.push_back(
            {of.requirements.qatPossible ? "decide.fact_qat_may_recover" : "decide.fact_qat_needed"});
    if (!of.here)
        facts.push_back({"decide.fact_speed_elsewhere", {{"platform", of.platform.name}}});
    else if (!chosen.latency)
        facts.push_back({"decide.fact_speed_not_measured"});
}

/// Why the tree's precision lost although nothing forbids it.
Message whyLost(const Case& of, const EngineEvidence& chosen, const Option& advised, Args args) {
    const EngineEvidence& loser = *advised.engine;
    if (of.here && !of.computes(advised.id.precision)) return {"decide.differs_no_gain", args};
    if (accuracyAgainstFp32(loser) == Accuracy::Unknown) return {"decide.differs_accuracy_unknown", args};
    if (accuracyAgainstFp32(loser) < accuracyAgainstFp32(chosen))
        return {"decide.differs_less_accurate", args};
    if (of.here && loser.latency && chosen.latency && fasterBeyondSpread(*chosen.latency, *loser.latency)) {
        args.emplace_back("ratio", base::number(loser.latency->p50 / chosen.latency->p50, 2));
        return {"decide.differs_slower", args};
    }
    return {of.here && chosen.latency ? "decide.differs_larger" : "decide.differs_larger_unmeasured", args};
}

const char* missedText(const std::string& requirement) {
    if (requirement == "throughput") return "decide.differs_misses_throughput";
    if (requirement == "latency") return "decide.differs_misses_latency";
    if (requirement == "accuracy") return "decide.differs_misses_accuracy";
    return requirement == "memory" ? "decide.differs_misses_memory" : "decide.differs_misses_small_object";
}

}  // namespace

Message disagreementFor(const Case& of, const Choice& choice, const GuideWalk& tree) {
    if (!choice.chosen || choice.advice().id.precision == tree.precision) return {};
    const Option& chosen = choice.advice();
    if (tree.atLeast && chosen.id.precision < tree.precision) return {};
    const Option& advised = choice.meant(tree.precision, tree.qat);
    Args args = {{"guide", nameOf(tree.precision)},
                 {"precision", of.nameOf(*chosen.engine)},
                 {"platform", of.platform.name}};
    if (advised.engine)
        for (auto& arg : accuracyArgs(of, *advised.engine)) args.push_back(std::move(arg));
    switch (advised.standing) {
        case Standing::Absent:
            return {"decide.differs_not_built", args};
        case Standing::Excluded:
            return {"decide.differs_platform", args};
        case Standing::Misses:
            return {missedText(advised.worst->requirement), args};
        case Standing::Open:
            if (chosen.standing != Standing::Open) return {"decide.differs_open", args};
            break;
        case Standing::Fits:
            break;
    }
    return whyLost(of, *chosen.engine, advised, std::move(args));
}

Facts factsFor(const Case& of, const Choice& choice, const GuideWalk& tree) {
    Facts facts;
    if (!choice.chosen) return facts;
    const EngineEvidence& chosen = *choice.advice().engine;
    requirementFacts(facts, of, chosen);
    accuracyFacts(facts, of, chosen);
    objectFacts(facts, of);
    smallObjectFacts(facts, of, chosen);
    ratioFacts(facts, of, chosen);
    for (const Option& rival : choice.options) rivalFacts(facts, of, choice, rival);
    samplesFacts(facts, of, chosen);
    caveats(facts, of, chosen, tree, choice.verdict == Verdict::Deploy);
    return facts;
}

}  // namespace pwb::decide
