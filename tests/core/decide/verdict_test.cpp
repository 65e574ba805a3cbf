// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <chrono>
#include <functional>

#include "core/base/words.h"
#include "evidence.h"
#include "missing_words.h"

using namespace pwb;
using namespace pwb::decide;
using base::Precision;
using evidence::changed;
using evidence::engine;
using State = FeasibilityCell::State;
using testing::Contains;

namespace {

std::vector<base::Message> allMessages(const Decision& decision) {
    std::vector<base::Message> all = {decision.headline, decision.sentence, decision.disagreement};
    all.insert(all.end(), decision.evidence.begin(), decision.evidence.end());
    for (const TippingPoint& tip : decision.tippingPoints) all.push_back(tip.condition);
    for (const Recommendation& row : decision.recommendations) all.push_back(row.here);
    for (const PathStep& step : decision.path) all.insert(all.end(), {step.answer, step.evidence});
    return all;
}

void expectComplete(const Decision& decision) {
    for (const base::Message& message : allMessages(decision)) EXPECT_EQ(missingWords(message), "");
}

std::vector<std::string> codes(const std::vector<base::Message>& messages) {
    std::vector<std::string> out;
    for (const base::Message& message : messages) out.push_back(message.code);
    return out;
}

Decision decided(const Evidence& known, const Requirements& asked) {
    Decision decision = decide::decide(known, asked);
    expectComplete(decision);
    return decision;
}

const FeasibilityCell& cell(const Decision& decision, const std::string& requirement, Precision precision) {
    for (const FeasibilityRow& row : decision.feasibility)
        if (row.requirement == requirement) return row.cells[static_cast<std::size_t>(precision)];
    throw std::runtime_error(requirement);
}

struct Verdicts : testing::Test {
    Evidence known = evidence::typical();
    Requirements asked;

    void expect(Verdict verdict, std::optional<Precision> precision, const std::string& sentence) {
        const Decision decision = decided(known, asked);
        EXPECT_EQ(decision.verdict, verdict);
        EXPECT_EQ(decision.precision, precision);
        EXPECT_EQ(decision.sentence.code, sentence) << base::Words::of("en").text(decision.sentence);
    }
    [[nodiscard]] std::vector<std::string> facts() const { return codes(decided(known, asked).evidence); }
    [[nodiscard]] std::string differs() const { return decided(known, asked).disagreement.code; }
};

TEST_F(Verdicts, WithoutRequirementsTheFasterOfEquallyAccurateOnes) {
    expect(Verdict::Deploy, Precision::Int8, "decide.faster_same");
    EXPECT_THAT(facts(), Contains("decide.fact_samples_would_tell"));
    EXPECT_THAT(facts(), Contains("decide.fact_fp16_keeps")) << "FP16 hardware would keep the accuracy";
    EXPECT_EQ(differs(), "decide.differs_no_gain");
}

TEST_F(Verdicts, TheMockUpsCase) {
    asked.streams = 64;
    asked.fps = 35;
    asked.latencyMs = 5;
    asked.accuracyFloorPercent = 98;
    asked.memoryGb = 8;
    expect(Verdict::Deploy, Precision::Int8, "decide.only_cameras_same");
    const Decision decision = decided(known, asked);
    EXPECT_TRUE(decision.agree);
    EXPECT_EQ(decision.treePrecision, Precision::Int8);
    const base::Words& words = base::Words::of("en");
    EXPECT_EQ(words.text(decision.headline), "Deploy INT8");
    EXPECT_EQ(words.text(decision.sentence),
              "Only INT8 carries 64 cameras at 35 fps here, and its accuracy cannot be distinguished from "
              "FP32 with "
              "1008 samples.");
    EXPECT_EQ(words.text(decision.evidence[0]), "2890 FPS where 2240 are needed");
    EXPECT_EQ(words.text(decision.evidence[2]), "Top-1 +0.50 points (−1.12 … +2.14), p = 0.63");
    EXPECT_EQ(words.text(decision.evidence[3]), "p50 1.37× faster");
    EXPECT_EQ(words.text(decision.evidence[4]), "file 0.34×, peak memory 0.60×");
    std::vector<std::string> tips;
    for (const TippingPoint& tip : decision.tippingPoints) tips.push_back(words.text(tip.condition));
    EXPECT_THAT(tips, testing::ElementsAre("above 82 cameras", "latency below 0.47 ms", "floor above 98.5 %",
                                           "safety-critical"));
    EXPECT_FALSE(decision.tippingPoints[0].precision);
    EXPECT_EQ(decision.tippingPoints[0].verdict, Verdict::Closest);
    EXPECT_EQ(decision.tippingPoints[2].verdict, Verdict::Inconclusive);
    EXPECT_EQ(decision.tippingPoints[3].verdict, Verdict::Closest);
}

TEST_F(Verdicts, AWorseInt8GivesWayAndItsPriceIsNamed) {
    known = evidence::int8Worse();
    expect(Verdict::Deploy, Precision::Fp32, "decide.fp32_keeps_slower");
    EXPECT_THAT(facts(), Contains("decide.fact_would_cost"));
    asked.qatPossible = true;
    EXPECT_THAT(facts(), Contains("decide.fact_qat_may_recover"));
}

TEST_F(Verdicts, AWorseInt8IsStillTakenWhereNothingElseIsFastEnough) {
    known = evidence::int8Worse();
    asked.streams = 64;
    asked.fps = 35;
    expect(Verdict::Deploy, Precision::Int8, "decide.only_cameras_lower");
}

TEST_F(Verdicts, AWorseInt8BelowTheFloorLeavesTheClosest) {
    known = evidence::int8Worse();
    asked.streams = 64;
    asked.fps = 35;
    asked.accuracyFloorPercent = 98;
    expect(Verdict::Closest, Precision::Fp32, "decide.closest_throughput");
    EXPECT_EQ(differs(), "decide.differs_misses_accuracy");
}

TEST_F(Verdicts, FasterButWorseFp16LosesAgainstFp32) {
    known = evidence::fastFp16();
    engine(known, Precision::Fp16).againstFp32 = changed(60, 0, 1008);
    engine(known, Precision::Int8).againstFp32 = changed(90, 0, 1008);
    expect(Verdict::Deploy, Precision::Fp32, "decide.fp32_keeps_slower");
}

TEST_F(Verdicts, RealFp16IsTakenWhenItIsFastest) {
    known = evidence::fastFp16();
    expect(Verdict::Deploy, Precision::Fp16, "decide.faster_same");
    EXPECT_EQ(differs(), "");
    known.engines.pop_back();
    expect(Verdict::Deploy, Precision::Fp16, "decide.faster_same");
}

TEST_F(Verdicts, Fp16ThatComputesInFp32NeverBeatsFp32) {
    known.engines.pop_back();
    engine(known, Precision::Fp16).latency = evidence::latency(0.40, 0.001);
    expect(Verdict::Deploy, Precision::Fp32, "decide.fp32_nothing_gained");
    EXPECT_EQ(differs(), "decide.differs_no_gain");
}

TEST_F(Verdicts, ASlowerInt8IsNotAdvised) {
    engine(known, Precision::Int8).latency = evidence::latency(0.60, 0.004);
    expect(Verdict::Deploy, Precision::Fp32, "decide.fp32_nothing_gained");
    asked.streams = 70;
    EXPECT_EQ(differs(), "decide.differs_slower");
}

TEST_F(Verdicts, WithinTheSpreadTheSmallerOne) {
    engine(known, Precision::Int8).latency = evidence::latency(0.465, 0.004);
    expect(Verdict::Deploy, Precision::Int8, "decide.smaller_same");
    EXPECT_THAT(facts(), Contains("decide.fact_same_speed"));
}

TEST_F(Verdicts, AMeasurablyBetterInt8IsTakenForItsAccuracy) {
    engine(known, Precision::Int8).againstFp32 = changed(10, 60, 1008);
    expect(Verdict::Deploy, Precision::Int8, "decide.faster_higher");
}

TEST_F(Verdicts, SafetyCriticalExcludesInt8) {
    asked.safetyCritical = true;
    expect(Verdict::Deploy, Precision::Fp32, "decide.fp32_safety");
    EXPECT_THAT(facts(), Contains("decide.fact_excluded_safety"));
    EXPECT_EQ(differs(), "") << "FP32 is at least FP16";
    known.engines = {engine(known, Precision::Int8)};
    expect(Verdict::Closest, std::nullopt, "decide.none_safety");
}

TEST_F(Verdicts, UnmeasuredIsDecidedByAccuracyAndSize) {
    known = evidence::unmeasured(known);
    expect(Verdict::Deploy, Precision::Int8, "decide.unmeasured_same");
    EXPECT_THAT(facts(), Contains("decide.fact_speed_not_measured"));
    known = evidence::unmeasured(evidence::int8Worse());
    expect(Verdict::Deploy, Precision::Fp32, "decide.fp32_keeps");
    asked.streams = 10;
    asked.fps = 25;
    expect(Verdict::Inconclusive, Precision::Fp32, "decide.open_speed");
}

TEST_F(Verdicts, AnUncertainFloorIsInconclusiveAndSaysHowManySamplesTell) {
    known.engines.erase(known.engines.begin() + 1);
    asked.accuracyFloorPercent = 99.5;
    asked.fps = 2500;
    expect(Verdict::Inconclusive, Precision::Int8, "decide.open_floor_samples");
    asked.fps.reset();
    expect(Verdict::Deploy, Precision::Fp32, "decide.only_other_floor_open");
}

TEST_F(Verdicts, FewSamplesAreNotedOnlyWithoutAFloor) {
    engine(known, Precision::Fp16).againstFp32 = changed(0, 0, 40);
    engine(known, Precision::Int8).againstFp32 = changed(2, 1, 40);
    expect(Verdict::Deploy, Precision::Int8, "decide.faster_same");
    EXPECT_THAT(facts(), Contains("decide.fact_few_samples"));
}

TEST_F(Verdicts, UnknownAccuracyIsNotTakenForEqual) {
    for (EngineEvidence& of : known.engines) of.accuracy.reset(), of.againstFp32.reset();
    expect(Verdict::Deploy, Precision::Fp32, "decide.fp32_others_unknown");
    asked.accuracyFloorPercent = 98;
    expect(Verdict::Inconclusive, Precision::Fp32, "decide.open_accuracy");
}

TEST_F(Verdicts, ClosestIsTheOneThatMissesLeast) {
    asked.streams = 100;
    asked.fps = 35;
    expect(Verdict::Closest, Precision::Int8, "decide.closest_throughput");
    asked = {};
    asked.latencyMs = 0.1;
    expect(Verdict::Closest, Precision::Int8, "decide.closest_latency");
    asked = {};
    asked.memoryGb = 0.001;
    expect(Verdict::Closest, Precision::Int8, "decide.closest_memory");
    asked.memoryGb.reset();
    asked.latencyMs = 0.5;
    known = evidence::int8Worse();
    asked.accuracyFloorPercent = 99;
    expect(Verdict::Closest, Precision::Int8, "decide.closest_accuracy");
}

TEST_F(Verdicts, NoEngineAndOneEngine) {
    for (EngineEvidence& of : known.engines) of.usable = of.precision == Precision::Int8;
    expect(Verdict::Deploy, Precision::Int8, "decide.alone");
    EXPECT_EQ(differs(), "decide.differs_not_built");
    known.engines.clear();
    expect(Verdict::NoEngine, std::nullopt, "decide.no_engine");
}

TEST_F(Verdicts, SmallObjectsKeepInt8OutUnlessItsRecallHolds) {
    known.task = "detection";
    asked.smallestObjectPx = 10;
    expect(Verdict::Deploy, Precision::Fp32, "decide.fp32_nothing_gained");
    EXPECT_EQ(cell(decided(known, asked), "smallest_object", Precision::Int8).state, State::Missed);
    engine(known, Precision::Fp32).smallObjectRecall = 0.80;
    engine(known, Precision::Int8).smallObjectRecall = 0.80;
    expect(Verdict::Deploy, Precision::Int8, "decide.faster_same");
    known.engines = {engine(known, Precision::Int8)};
    expect(Verdict::Closest, Precision::Int8, "decide.closest_small_object");
}

TEST_F(Verdicts, AnotherPlatformIsDecidedByAccuracyTableAndGuide) {
    asked.platform = "jetson-orin-nx";
    expect(Verdict::Deploy, Precision::Fp16, "decide.elsewhere_same");
    EXPECT_EQ(differs(), "");
    asked.streams = 70;
    expect(Verdict::Deploy, Precision::Int8, "decide.elsewhere_same");
    asked.platform = "jetson-nano";
    EXPECT_EQ(decided(known, asked).precision, Precision::Fp16);
    EXPECT_EQ(differs(), "decide.differs_platform");
    EXPECT_THAT(facts(), Contains("decide.fact_excluded_platform"));
    asked.fps = 25;
    expect(Verdict::Inconclusive, Precision::Fp16, "decide.open_speed_elsewhere");
    asked.platform = "x86-64-avx2";
    asked.fps.reset();
    expect(Verdict::Deploy, Precision::Fp32, "decide.elsewhere_fp32");
    known.engines = {engine(known, Precision::Int8)};
    expect(Verdict::Closest, std::nullopt, "decide.none_platform");
}

TEST_F(Verdicts, AQatLeafIsSettledByAPtqEngineThatHoldsTheFloor) {
    asked.streams = 70;
    asked.accuracyFloorPercent = 99.1;
    engine(known, Precision::Int8).againstFp32 = changed(1, 30, 1008);
    expect(Verdict::Deploy, Precision::Int8, "decide.faster_higher");
    EXPECT_TRUE(decided(known, asked).treeNeedsQat);
    EXPECT_THAT(facts(), Contains("decide.fact_ptq_suffices"));
}

TEST_F(Verdicts, FeasibilityUsesThePessimisticEnd) {
    asked.streams = 64;
    asked.fps = 35;
    asked.accuracyFloorPercent = 98;
    const Decision decision = decided(known, asked);
    const FeasibilityCell& fps = cell(decision, "throughput", Precision::Int8);
    EXPECT_NEAR(*fps.value, 2890 * 0.342 / 0.3435, 1e-6);
    EXPECT_NEAR(*fps.margin, *fps.value / 2240 - 1, 1e-9);
    const FeasibilityCell& accuracy = cell(decision, "accuracy", Precision::Int8);
    EXPECT_NEAR(*accuracy.value, 773.0 / 1008 + engine(known, Precision::Int8).againstFp32->interval[0],
                1e-12);
    EXPECT_EQ(accuracy.state, State::Met);
    EXPECT_NEAR(*cell(decision, "accuracy", Precision::Fp32).value, 773.0 / 1008, 1e-12);
    EXPECT_FALSE(decision.feasibility[1].needed) << "latency was not asked";
}

TEST_F(Verdicts, InferenceAloneCanMissALatencyBudgetButNotMeetIt) {
    for (EngineEvidence& of : known.engines) of.endToEndP99Ms.reset();
    asked.latencyMs = 0.45;
    const Decision decision = decided(known, asked);
    EXPECT_EQ(cell(decision, "latency", Precision::Fp32).state, State::Missed);
    EXPECT_EQ(cell(decision, "latency", Precision::Int8).state, State::Unknown);
    EXPECT_EQ(decision.verdict, Verdict::Inconclusive);
}

TEST_F(Verdicts, TippingPointsAreWhereTheVerdictReallyChanges) {
    asked.streams = 64;
    asked.fps = 35;
    const auto verdictAt = [&](int streams) {
        asked.streams = streams;
        return decided(known, asked).precision;
    };
    EXPECT_EQ(verdictAt(60), Precision::Int8)
        << "faster and as accurate, without a requirement that tells them apart";
    EXPECT_EQ(decided(known, asked).verdict, Verdict::Deploy);
    EXPECT_EQ(verdictAt(82), Precision::Int8);
    EXPECT_EQ(decided(known, asked).verdict, Verdict::Deploy);
    (void)verdictAt(83);
    EXPECT_EQ(decided(known, asked).verdict, Verdict::Closest);
}

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
    asked.safetyCritical = *rc::gen::inRange(0, 4) == 0;
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
        const Decision decision = decided(known, asked);
        if (decision.verdict != Verdict::Deploy) return;
        for (const FeasibilityRow& row : decision.feasibility)
            if (row.needed)
                RC_ASSERT(row.cells[static_cast<std::size_t>(*decision.precision)].state == State::Met);
        if (asked.safetyCritical) RC_ASSERT(*decision.precision != Precision::Int8);
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
            RC_ASSERT(then.verdict != Verdict::Deploy || then.precision == tip.precision);
            moved.streams = above ? limit : limit + 1;
            const Decision still = decide::decide(known, moved);
            const Decision now = decide::decide(known, asked);
            RC_ASSERT(still.verdict == now.verdict);
            RC_ASSERT(now.verdict != Verdict::Deploy || still.precision == now.precision);
        }
    }));
}

TEST(Decide, IsFastEnoughForASlider) {
    const Evidence known = evidence::typical();
    Requirements asked;
    asked.streams = 64;
    asked.fps = 35;
    asked.latencyMs = 5;
    asked.accuracyFloorPercent = 98;
    (void)decide::decide(known, asked);
    constexpr int kTimes = 200;
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < kTimes; ++i) (void)decide::decide(known, asked);
    const std::chrono::duration<double, std::milli> all = std::chrono::steady_clock::now() - start;
    RecordProperty("milliseconds", std::to_string(all.count() / kTimes));
    EXPECT_LT(all.count() / kTimes, 2);
}

}  // namespace
