// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include "core/base/number.h"
#include "core/decide/feasibility.h"
#include "core/decide/figures.h"
#include "core/decide/walk.h"

namespace pwb::decide {
namespace {

using base::Message;
using base::Precision;
using State = FeasibilityCell::State;

const Message kGiven{"decide.given"};
const Message kNotGiven{"decide.not_given"};

const char* yesNo(bool yes) {
    return yes ? "yes" : "no";
}

GuideAnswer missing(const char* branch) {
    return {branch, {"decide.answer_not_given"}, kNotGiven, Origin::Missing};
}

GuideAnswer safety(const Case& of) {
    const bool yes = of.requirements.safetyCritical;
    return {yesNo(yes), {yes ? "decide.answer_yes" : "decide.answer_no"}, kGiven, Origin::Given};
}

base::Args recallArgs(const compare::SmallRecall& recall) {
    return {{"int8", base::number(100 * recall.candidate, 1)},
            {"fp32", base::number(100 * recall.baseline, 1)},
            {"n", std::to_string(recall.objects)}};
}

GuideAnswer smallObjects(const GuideTest& test, const Case& of) {
    if (!of.detection())
        return {"no", {"decide.answer_does_not_apply"}, {"decide.classification"}, Origin::Given};
    const auto& size = of.requirements.smallestObjectPx;
    if (!size) return missing("no");
    const base::Args args = {{"px", plain(*size)}};
    if (*size >= *test.threshold) return {"no", {"decide.answer_no_px", args}, kGiven, Origin::Given};
    const EngineEvidence* int8 = of.anyEngine(Precision::Int8);
    const auto keeps = of.keepsSmallObjects(int8);
    if (keeps) {
        const Message evidence{*keeps ? "decide.recall_holds" : "decide.recall_drops",
                               recallArgs(*int8->smallAgainstFp32)};
        if (!*keeps) return {"yes", {"decide.answer_yes_px", args}, evidence, Origin::Measured};
        return {"no", {"decide.answer_yes_px_recall", args}, evidence, Origin::Measured};
    }
    return {"yes", {"decide.answer_yes_px", args}, kGiven, Origin::Given};
}

GuideAnswer deviceMemory(const GuideTest& test, const Case& of, bool above) {
    const bool given = of.requirements.memoryGb.has_value();
    const auto gb = given ? of.requirements.memoryGb : of.platform.memoryGb;
    if (!gb) return missing("no");
    const bool yes = above ? *gb > *test.threshold : *gb < *test.threshold;
    const base::Args args = {{"gb", plain(*gb)}, {"platform", of.platform.name}};
    const Message text{yes ? "decide.answer_yes_gb" : "decide.answer_no_gb", args};
    if (given) return {yesNo(yes), text, kGiven, Origin::Given};
    return {yesNo(yes),
            text,
            {of.here ? "decide.memory_of_machine" : "decide.memory_of_platform", args},
            Origin::Platform};
}

const FeasibilityRow& rowOf(const std::vector<FeasibilityRow>& rows, const std::string& requirement) {
    return *std::ranges::find_if(rows,
                                 [&](const FeasibilityRow& row) { return row.requirement == requirement; });
}

const FeasibilityCell& cellOf(const FeasibilityRow& row, Precision precision) {
    return *std::ranges::find_if(row.cells,
                                 [&](const FeasibilityCell& of) { return of.engine.precision == precision; });
}

GuideAnswer fp32Speed(const Case& of, const std::vector<FeasibilityRow>& feasibility) {
    const FeasibilityRow& throughput = rowOf(feasibility, "throughput");
    const FeasibilityRow& latency = rowOf(feasibility, "latency");
    if (!throughput.needed && !latency.needed)
        return {"yes", {"decide.answer_yes"}, {"decide.speed_not_asked"}, Origin::Missing};
    const FeasibilityCell& fps = cellOf(throughput, Precision::Fp32);
    const FeasibilityCell& ms = cellOf(latency, Precision::Fp32);
    const bool met =
        (!throughput.needed || fps.state == State::Met) && (!latency.needed || ms.state == State::Met);
    const char* branch = yesNo(met);
    if (throughput.needed && fps.value && (met || fps.state == State::Missed)) {
        const double perCamera = std::max(*of.requirements.fps, 1e-9);
        const base::Args args = {{"carried", base::number(std::floor(*fps.value / perCamera), 0)},
                                 {"cameras", base::number(of.requirements.streams.value_or(1), 0)}};
        return {branch,
                {met ? "decide.answer_yes_carried" : "decide.answer_no_carried", args},
                {"decide.measured"},
                Origin::Measured};
    }
    if (latency.needed && ms.value && (met || ms.state == State::Missed)) {
        const base::Args args = {{"ms", base::number(*ms.value, 2)}, {"needed", plain(*latency.needed)}};
        return {branch,
                {met ? "decide.answer_yes_ms" : "decide.answer_no_ms", args},
                {"decide.measured"},
                Origin::Measured};
    }
    return {branch, {"decide.answer_not_measured"}, {"decide.not_measured"}, Origin::Missing};
}

GuideAnswer streams(const GuideTest& test, const Case& of) {
    const Requirements& asked = of.requirements;
    if (!asked.streams) return missing("below");
    const double n = *asked.streams;
    const char* branch = n < test.low.value_or(-HUGE_VAL)   ? "below"
                         : n > test.high.value_or(HUGE_VAL) ? "above"
                                                            : "between";
    Message evidence = kGiven;
    if (asked.fps) evidence = {"decide.given_at_fps", {{"fps", plain(*asked.fps)}}};
    return {branch, {"decide.answer_cameras", {{"cameras", base::number(n, 0)}}}, evidence, Origin::Given};
}

GuideAnswer floorAbove(const GuideTest& test, const Case& of) {
    const auto& floor = of.requirements.accuracyFloorPercent;
    if (!floor) return missing("no");
    const bool yes = *floor > *test.threshold;
    return {yesNo(yes),
            {yes ? "decide.answer_yes_percent" : "decide.answer_no_percent", {{"percent", plain(*floor)}}},
            {"decide.given_of_fp32"},
            Origin::Given};
}

}  // namespace

GuideAnswer answer(const GuideTest& test, const Case& of, const std::vector<FeasibilityRow>& feasibility) {
    switch (test.kind) {
        case TestKind::Never:
            break;
        case TestKind::SafetyCritical:
            return safety(of);
        case TestKind::SmallestObjectBelow:
            return smallObjects(test, of);
        case TestKind::MemoryAbove:
            return deviceMemory(test, of, true);
        case TestKind::MemoryBelow:
            return deviceMemory(test, of, false);
        case TestKind::Fp32FastEnough:
            return fp32Speed(of, feasibility);
        case TestKind::StreamsBetween:
            return streams(test, of);
        case TestKind::AccuracyFloorAbove:
            return floorAbove(test, of);
    }
    return {"no", {}, {}, Origin::Missing};
}

}  // namespace pwb::decide
