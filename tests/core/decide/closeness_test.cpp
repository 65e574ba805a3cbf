// SPDX-License-Identifier: GPL-3.0-or-later
// Engines that are as good as FP32 as far as it matters, or as far as is known.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/words.h"
#include "evidence.h"
#include "missing_words.h"

using namespace pwb;
using namespace pwb::decide;
using base::Precision;
using evidence::changed;
using evidence::engine;

namespace {

std::string factOf(const Decision& decision, const std::string& code) {
    const auto fact = std::ranges::find(decision.evidence, code, &base::Message::code);
    return fact == decision.evidence.end() ? "" : base::Words::of("en").text(*fact);
}

TEST(Closeness, ALossThatIsShownButNegligibleCountsAsNone) {
    Evidence known = evidence::typical();
    const compare::AccuracyComparison against = changed(12, 0, 30'000);
    ASSERT_TRUE(against.distinguishable);
    engine(known, Precision::Int8).againstFp32 = against;
    const Decision decision = decided(known);
    EXPECT_EQ(decision.engine, Precision::Int8);
    EXPECT_EQ(
        base::Words::of("en").text(decision.sentence),
        "INT8 is 1.37× as fast as FP32 here, and its accuracy differs from FP32 by less than 0.05 points.");
    EXPECT_EQ(factOf(decision, "decide.fact_accuracy"), "Top-1 −0.04 points (−0.07 … −0.02), p < 0.001");
    Requirements asked;
    asked.streams = 64;
    asked.fps = 35;
    EXPECT_EQ(decided(known, asked).sentence.code, "decide.only_cameras_negligible");
}

TEST(Closeness, ALossBeyondTheGuidesLimitIsALoss) {
    Evidence known = evidence::typical();
    engine(known, Precision::Int8).againstFp32 = changed(16, 0, 30'000);  // −0.053 points
    const Decision decision = decided(known);
    EXPECT_EQ(decision.engine, Precision::Fp32);
    EXPECT_EQ(decision.sentence.code, "decide.fp32_keeps_slower");
}

TEST(Closeness, ANegligibleGainIsNoneEither) {
    Evidence known = evidence::typical();
    engine(known, Precision::Int8).againstFp32 = changed(0, 12, 30'000);
    EXPECT_EQ(decided(known).sentence.code, "decide.faster_negligible");
}

TEST(Closeness, WithoutAnnotationsTheShareOfObjectsKeptIsTold) {
    Evidence known = evidence::typical();
    known.task = "detection";
    for (EngineEvidence& of : known.engines) {
        of.accuracy.reset();
        of.againstFp32.reset();
    }
    engine(known, Precision::Int8).objectsKept = ObjectsKept{412, 0.985};
    const Decision decision = decided(known);
    EXPECT_EQ(decision.sentence.code, "decide.fp32_others_unknown");
    EXPECT_EQ(factOf(decision, "decide.fact_objects_kept"), "INT8 keeps 98.5 % of FP32’s 412 objects");
}

}  // namespace
