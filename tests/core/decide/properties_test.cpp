// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "evidence.h"
#include "missing_words.h"

using namespace pwb;
using namespace pwb::decide;
using base::Precision;
using evidence::changed;
using evidence::engine;
using State = FeasibilityCell::State;

namespace {

Requirements anyRequirements() {
    Requirements asked;
    const auto maybe = [](int low, int high, double scale) -> std::optional<double> {
        if (*rc::gen::inRange(0, 2) == 0) return std::nullopt;
        return *rc::gen::inRange(low, high) * scale;
    };
    asked.memoryGb = maybe(1, 320, 0.1);
    if (const auto streams = maybe(1, 150, 1)) asked.streams = static_cast<int>(*streams);
    asked.fps = maybe(1, 60, 1);
    asked.latencyMs = maybe(1, 100, 0.01);
    asked.accuracyFloorPercent = maybe(900, 1000, 0.1);
    asked.smallestObjectPx = maybe(1, 40, 1);
    asked.safetyCritical = *rc::gen::inRange(0, 4) == 0;
    asked.qatPossible = *rc::gen::inRange(0, 2) == 0;
    if (*rc::gen::inRange(0, 4) == 0)
        asked.platform = platforms()[*rc::gen::inRange<std::size_t>(0, platforms().size())].id;
    return asked;
}

Evidence anyEvidence() {
    Evidence known =
        *rc::gen::elementOf(std::vector<int>{0, 1, 2}) == 0 ? evidence::fastFp16() : evidence::typical();
    const int lost = *rc::gen::inRange(0, 60);
    const int won = *rc::gen::inRange(0, 60);
    engine(known, Precision::Int8).againstFp32 = changed(lost, won, 1008);
    engine(known, Precision::Int8).latency = evidence::latency(*rc::gen::inRange(10, 80) * 0.01, 0.005);
    if (*rc::gen::inRange(0, 5) == 0) known = evidence::unmeasured(known);
    if (*rc::gen::inRange(0, 4) == 0) known.task = "detection";
    for (EngineEvidence& of : known.engines) {
        of.usable = *rc::gen::inRange(0, 6) != 0;
        if (*rc::gen::inRange(0, 8) == 0) of.againstFp32.reset();
        if (*rc::gen::inRange(0, 8) == 0) of.latency.reset();
        if (*rc::gen::inRange(0, 8) == 0) of.fileBytes.reset();
    }
    return known;
}

int rank(State state) {
    return state == State::Missed ? 0 : state == State::Unknown ? 1 : 2;
}

TEST(VerdictProperties, AStricterRequirementNeverHelps) {
    EXPECT_TRUE(rc::check("raising floor, load or lowering budgets never turns a cell better", [] {
        const Evidence known = anyEvidence();
        const Requirements asked = anyRequirements();
        Requirements strict = asked;
        if (strict.accuracyFloorPercent) *strict.accuracyFloorPercent += *rc::gen::inRange(0, 50) * 0.1;
        if (strict.streams) *strict.streams += *rc::gen::inRange(0, 50);
        if (strict.latencyMs) *strict.latencyMs *= *rc::gen::inRange(1, 101) * 0.01;
        if (strict.memoryGb) *strict.memoryGb *= *rc::gen::inRange(1, 101) * 0.01;
        const Decision before = decide::decide(known, asked);
        const Decision after = decide::decide(known, strict);
        for (std::size_t row = 0; row < before.feasibility.size(); ++row)
            for (std::size_t i = 0; i < 3; ++i)
                RC_ASSERT(rank(after.feasibility[row].cells[i].state) <=
                          rank(before.feasibility[row].cells[i].state));
        RC_ASSERT(before.verdict != Verdict::Closest || after.verdict == Verdict::Closest);
    }));
}

TEST(VerdictProperties, ADeployedPrecisionMeetsEverythingAndIsAllowed) {
    EXPECT_TRUE(rc::check("deploy", [] {
        const Evidence known = anyEvidence();
        const Requirements asked = anyRequirements();
        const Decision decision = decide::decide(known, asked);
        RC_ASSERT(missingWords(decision) == "");
        if (decision.verdict != Verdict::Deploy) return;
        for (const FeasibilityRow& row : decision.feasibility)
            if (row.needed)
                RC_ASSERT(row.cells[static_cast<std::size_t>(decision.engine->precision)].state ==
                          State::Met);
        if (asked.safetyCritical) RC_ASSERT(decision.engine->precision != Precision::Int8);
        RC_ASSERT(decision.agree == decision.disagreement.code.empty());
    }));
}

TEST(VerdictProperties, TippingPointsHoldOnBothSides) {
    EXPECT_TRUE(rc::check("cameras", [] {
        const Evidence known = anyEvidence();
        Requirements asked = anyRequirements();
        asked.fps = 30;
        asked.streams = *rc::gen::inRange(1, 150);
        for (const TippingPoint& tip : tippingPoints(known, asked)) {
            const bool above = tip.condition.code == "decide.tip_cameras_above";
            if (!above && tip.condition.code != "decide.tip_cameras_up_to") continue;
            Requirements moved = asked;
            const int limit = std::stoi(tip.condition.args.front().second);
            RC_ASSERT((above ? limit >= *asked.streams : limit < *asked.streams));
            moved.streams = above ? limit + 1 : limit;
            const Decision then = decide::decide(known, moved);
            RC_ASSERT(then.verdict == tip.verdict);
            RC_ASSERT(then.verdict != Verdict::Deploy || then.engine == tip.engine);
            moved.streams = above ? limit : limit + 1;
            const Decision still = decide::decide(known, moved);
            const Decision now = decide::decide(known, asked);
            RC_ASSERT(still.verdict == now.verdict);
            RC_ASSERT(now.verdict != Verdict::Deploy || still.engine == now.engine);
        }
    }));
}

}  // namespace
