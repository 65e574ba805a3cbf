// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

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

std::vector<std::string> codes(const std::vector<base::Message>& messages) {
    std::vector<std::string> out;
    for (const base::Message& message : messages) out.push_back(message.code);
    return out;
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
        EXPECT_EQ(decision.engine, (precision ? std::optional<base::EngineId>(*precision) : std::nullopt));
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

TEST_F(Verdicts, NothingIsAdvisedWhereFp32ItselfIsInDoubt) {
    for (const auto& [doubt, sentence] : {std::pair{Doubt::NothingRight, "decide.doubt_nothing_right"},
                                          {Doubt::OneAnswer, "decide.doubt_one_answer"},
                                          {Doubt::Chance, "decide.doubt_chance"},
                                          {Doubt::NothingFound, "decide.doubt_nothing_found"}}) {
        known.baseline.doubt = doubt;
        for (const bool floor : {false, true}) {
            asked.accuracyFloorPercent = floor ? std::optional(98.0) : std::nullopt;
            expect(Verdict::Implausible, std::nullopt, sentence);
            EXPECT_THAT(facts(), testing::IsEmpty()) << "nothing speaks for a precision";
            EXPECT_THAT(decided(known, asked).tippingPoints, testing::IsEmpty());
        }
    }
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
    EXPECT_EQ(words.text(decision.evidence[4]), "Top-1 +0.50 points (−1.12 … +2.14), p = 0.63");
    EXPECT_EQ(words.text(decision.evidence[5]), "p50 1.37× faster");
    EXPECT_EQ(words.text(decision.evidence[6]), "file 0.34×, peak memory 0.60×");
    std::vector<std::string> tips;
    for (const TippingPoint& tip : decision.tippingPoints) tips.push_back(words.text(tip.condition));
    EXPECT_THAT(tips, testing::ElementsAre("above 82 cameras", "latency below 0.47 ms", "floor above 98.5 %",
                                           "safety-critical"));
    EXPECT_FALSE(decision.tippingPoints[0].engine);
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
    known = evidence::typical();
    asked.accuracyFloorPercent = 99;
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
    for (EngineEvidence& of : known.engines) of.usable = of.id.precision == Precision::Int8;
    expect(Verdict::Deploy, Precision::Int8, "decide.alone");
    EXPECT_EQ(differs(), "decide.differs_not_built");
    known.engines.clear();
    expect(Verdict::NoEngine, std::nullopt, "decide.no_engine");
}

TEST_F(Verdicts, SmallObjectsKeepInt8OutUnlessItsRecallHolds) {
    known.task = "detection";
    asked.smallestObjectPx = 10;
    expect(Verdict::Deploy, Precision::Fp32, "decide.fp32_other_misses");
    EXPECT_EQ(cell(decided(known, asked), "smallest_object", Precision::Int8).state, State::Missed);
    engine(known, Precision::Int8).smallAgainstFp32 = compare::SmallRecall{200, 0.80, 0.80, {-0.05, 0.05}};
    expect(Verdict::Deploy, Precision::Int8, "decide.faster_same");
    known.engines = {engine(known, Precision::Int8)};
    known.engines.front().smallAgainstFp32.reset();  // nothing to compare with
    expect(Verdict::Closest, Precision::Int8, "decide.closest_small_object");
}

TEST_F(Verdicts, AnotherPlatformIsDecidedByAccuracyTableAndGuide) {
    asked.platform = "jetson-orin-nx";
    expect(Verdict::Deploy, Precision::Fp16, "decide.elsewhere_same");
    EXPECT_EQ(differs(), "");
    asked.streams = 70;
    expect(Verdict::Deploy, Precision::Int8, "decide.elsewhere_same");
    asked.platform = "jetson-nano";
    EXPECT_EQ(decided(known, asked).engine, Precision::Fp16);
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
        return decided(known, asked).engine;
    };
    EXPECT_EQ(verdictAt(60), Precision::Int8)
        << "faster and as accurate, without a requirement that tells them apart";
    EXPECT_EQ(decided(known, asked).verdict, Verdict::Deploy);
    EXPECT_EQ(verdictAt(82), Precision::Int8);
    EXPECT_EQ(decided(known, asked).verdict, Verdict::Deploy);
    (void)verdictAt(83);
    EXPECT_EQ(decided(known, asked).verdict, Verdict::Closest);
}

/// The typical evidence with a post-training INT8 that loses 60 of 1008 samples and one from training that
/// loses none.
Evidence trained() {
    Evidence all = evidence::int8Worse();
    EngineEvidence qat = engine(all, Precision::Int8);
    qat.id.variant = base::Variant::Qat;
    qat.accuracy = 774.0 / 1008;
    qat.againstFp32 = changed(30, 31, 1008);
    all.engines.push_back(qat);
    return all;
}

TEST_F(Verdicts, AnEngineFromTrainingIsJudgedBesideThePostTrainingOne) {
    known = trained();
    const Decision decision = decided(known, asked);
    EXPECT_EQ(decision.verdict, Verdict::Deploy);
    EXPECT_EQ(decision.engine, base::EngineId(Precision::Int8, base::Variant::Qat));
    EXPECT_EQ(base::Words::of("en").text(decision.headline), "Deploy INT8 (QAT)");
    EXPECT_THAT(codes(decision.evidence), Contains("decide.fact_would_cost")) << "of the post-training one";
    asked.qatPossible = true;
    EXPECT_THAT(facts(), testing::Not(Contains("decide.fact_qat_may_recover"))) << "it was measured";
}

TEST_F(Verdicts, EachVariantHasItsFeasibility) {
    known = trained();
    asked.accuracyFloorPercent = 97;
    const Decision decision = decided(known, asked);
    for (const FeasibilityRow& row : decision.feasibility) ASSERT_EQ(row.cells.size(), 4U);
    const FeasibilityRow& accuracy = decision.feasibility[2];
    EXPECT_EQ(accuracy.cells[2].engine, Precision::Int8);
    EXPECT_EQ(accuracy.cells[2].state, State::Missed);
    EXPECT_EQ(accuracy.cells[3].engine, base::EngineId(Precision::Int8, base::Variant::Qat));
    EXPECT_EQ(accuracy.cells[3].state, State::Met);
}

TEST_F(Verdicts, TheTreesTrainingAdviceUsesTheMeasuredEngine) {
    known = trained();
    asked.streams = 64;  // above 60 cameras the tree asks for the floor
    asked.accuracyFloorPercent = 99.5;
    const Decision decision = decided(known, asked);
    EXPECT_EQ(decision.treePrecision, Precision::Int8);
    EXPECT_TRUE(decision.treeNeedsQat);
    EXPECT_EQ(decision.engine, Precision::Fp32) << "with 1008 samples the floor cannot be shown for INT8";
    EXPECT_EQ(decision.disagreement.code, "decide.differs_open")
        << "the one from training is open, not missed";
}

TEST_F(Verdicts, AVariantStandsInWhereTheDefaultBuildFailed) {
    known = trained();
    engine(known, Precision::Int8).usable = false;
    asked.streams = 64;
    asked.fps = 35;
    const Decision decision = decided(known, asked);
    EXPECT_EQ(decision.engine, base::EngineId(Precision::Int8, base::Variant::Qat));
    EXPECT_TRUE(decision.agree);
}

TEST_F(Verdicts, SafetyExcludesTrainedInt8Too) {
    known = trained();
    asked.safetyCritical = true;
    const Decision decision = decided(known, asked);
    ASSERT_TRUE(decision.engine);
    EXPECT_NE(decision.engine->precision, Precision::Int8);
}

}  // namespace
