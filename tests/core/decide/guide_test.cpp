// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/decide/guide.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "core/base/resources.h"
#include "evidence.h"
#include "missing_words.h"

using namespace pwb;
using namespace pwb::decide;
using base::Precision;

namespace {

void expectWords(const base::Message& message) {
    EXPECT_EQ(missingWords(message), "");
}

/// The branches taken, as "node:branch", and the leaf's precision.
struct Way {
    std::string branches;
    std::optional<Precision> precision;
};
Way way(const Evidence& known, const Requirements& asked) {
    const Decision decision = decide::decide(known, asked);
    Way way{"", decision.treePrecision};
    for (const PathStep& step : decision.path) {
        way.branches += (way.branches.empty() ? "" : " ") + step.node + ":" + step.branch;
        expectWords(step.question);
        expectWords(step.answer);
        expectWords(step.evidence);
    }
    return way;
}

TEST(DecisionTree, IsConnectedAndHasWords) {
    std::set<std::string> ids;
    for (const TreeNode& node : decisionTree()) EXPECT_TRUE(ids.insert(node.id).second) << node.id;
    std::set<std::string> targets = {decisionTree().front().id};
    std::set<std::pair<int, int>> places;
    for (const TreeNode& node : decisionTree()) {
        EXPECT_TRUE(places.emplace(node.column, node.row).second) << node.id << " is drawn over another";
        expectWords(node.question);
        expectWords(node.leafNote);
        EXPECT_EQ(node.leaf.has_value(), node.branches.empty()) << node.id;
        for (const TreeBranch& branch : node.branches) {
            expectWords(branch.label);
            EXPECT_TRUE(ids.contains(branch.next)) << branch.next;
            targets.insert(branch.next);
        }
    }
    EXPECT_EQ(targets, ids) << "every node is reached";
}

TEST(DecisionTree, EveryCodeInTheFileHasWords) {
    const auto json = nlohmann::json::parse(base::embeddedFile("decision-tree.json")).flatten();
    int seen = 0;
    for (const auto& value : json) {
        if (!value.is_string() || !value.get<std::string>().starts_with("decide.")) continue;
        expectWords({value.get<std::string>(), {{"threshold", "1"}, {"low", "1"}, {"high", "2"}}});
        ++seen;
    }
    EXPECT_GT(seen, 30);
}

TEST(DecisionTree, EveryBranchIsTaken) {
    Evidence classification = evidence::typical();
    Evidence large = classification;
    large.machineMemoryGb = 64;
    Evidence detection = classification;
    detection.task = "detection";
    Evidence recall = detection;
    evidence::engine(recall, Precision::Int8).smallAgainstFp32 =
        compare::SmallRecall{200, 0.80, 0.795, {-0.05, 0.05}};

    Requirements asked;
    const auto with = [](auto set) {
        Requirements requirements;
        set(requirements);
        return requirements;
    };
    const Requirements safety = with([](auto& r) { r.safetyCritical = true; });
    const Requirements tiny = with([](auto& r) { r.smallestObjectPx = 9; });
    const Requirements fifteen = with([](auto& r) { r.smallestObjectPx = 15; });
    const Requirements plenty = with([](auto& r) { r.memoryGb = 24; });
    const Requirements sixteen = with([](auto& r) { r.memoryGb = 16; });
    const Requirements carried = with([](auto& r) { r.memoryGb = 24, r.streams = 60, r.fps = 35; });
    const Requirements tooMany = with([](auto& r) { r.memoryGb = 24, r.streams = 64, r.fps = 35; });
    const Requirements tooSlow = with([](auto& r) { r.memoryGb = 24, r.latencyMs = 0.5; });
    const Requirements thirty = with([](auto& r) { r.streams = 30; });
    const Requirements sixty = with([](auto& r) { r.streams = 60; });
    const Requirements many = with([](auto& r) { r.streams = 61; });
    const Requirements strict = with([](auto& r) { r.streams = 70, r.accuracyFloorPercent = 99.5; });
    const Requirements exactly = with([](auto& r) { r.streams = 70, r.accuracyFloorPercent = 99; });

    const std::string safe = "safety:no small_object:no ";
    const struct {
        const char* about;
        const Evidence* known;
        Requirements asked;
        std::string branches;
        Precision leaf;
    } cases[] = {
        {"safety", &classification, safety, "safety:yes", Precision::Fp16},
        {"small objects without FP16", &detection, tiny, "safety:no small_object:yes", Precision::Fp32},
        {"15 px are not under 15", &detection, fifteen, safe + "memory:no cameras:below", Precision::Fp16},
        {"recall holds", &recall, tiny, safe + "memory:no cameras:below", Precision::Fp16},
        {"not for classification", &classification, tiny, safe + "memory:no cameras:below", Precision::Fp16},
        {"nothing given", &classification, asked, safe + "memory:no cameras:below", Precision::Fp16},
        {"machine with much memory", &large, asked, safe + "memory:yes fp32_fast:yes", Precision::Fp32},
        {"much memory", &classification, plenty, safe + "memory:yes fp32_fast:yes", Precision::Fp32},
        {"16 GB are not over 16", &classification, sixteen, safe + "memory:no cameras:below",
         Precision::Fp16},
        {"FP32 carries them", &classification, carried, safe + "memory:yes fp32_fast:yes", Precision::Fp32},
        {"FP32 does not", &classification, tooMany, safe + "memory:yes fp32_fast:no cameras:above floor:no",
         Precision::Int8},
        {"FP32 too slow", &classification, tooSlow, safe + "memory:yes fp32_fast:no cameras:below",
         Precision::Fp16},
        {"30 cameras", &classification, thirty, safe + "memory:no cameras:between", Precision::Fp16},
        {"60 cameras", &classification, sixty, safe + "memory:no cameras:between", Precision::Fp16},
        {"61 cameras", &classification, many, safe + "memory:no cameras:above floor:no", Precision::Int8},
        {"QAT", &classification, strict, safe + "memory:no cameras:above floor:yes", Precision::Int8},
        {"99 % is not over 99", &classification, exactly, safe + "memory:no cameras:above floor:no",
         Precision::Int8},
    };
    std::set<std::string> taken;
    for (const auto& of : cases) {
        const Way found = way(*of.known, of.asked);
        EXPECT_EQ(found.branches, of.branches) << of.about;
        EXPECT_EQ(found.precision, of.leaf) << of.about;
        for (std::istringstream in(found.branches); in;)
            if (std::string step; in >> step) taken.insert(step);
    }
    for (const TreeNode& node : decisionTree())
        for (const TreeBranch& branch : node.branches) EXPECT_TRUE(taken.contains(node.id + ":" + branch.id));
    EXPECT_TRUE(decide::decide(classification, strict).treeNeedsQat);
    EXPECT_FALSE(decide::decide(classification, exactly).treeNeedsQat);
}

TEST(DecisionTree, SmallObjectsGoToFp16WhereThatIsFast) {
    Evidence known = evidence::fastFp16();
    known.task = "detection";
    Requirements asked;
    asked.smallestObjectPx = 9;
    EXPECT_EQ(way(known, asked).precision, Precision::Fp16);
    evidence::engine(known, Precision::Int8).smallAgainstFp32 =
        compare::SmallRecall{200, 0.8, 0.7, {-0.05, 0.05}};
    const Decision decision = decide::decide(known, asked);
    EXPECT_EQ(decision.path.back().origin, Origin::Measured);
    EXPECT_EQ(decision.path.back().evidence.code, "decide.recall_drops");
}

TEST(DecisionTree, SaysWhereEachAnswerCameFrom) {
    const Decision decision = decide::decide(evidence::typical(), {});
    ASSERT_EQ(decision.path.size(), 4U);
    EXPECT_EQ(decision.path[2].origin, Origin::Platform);
    EXPECT_EQ(decision.path[2].evidence.code, "decide.memory_of_machine");
    EXPECT_EQ(decision.path[3].origin, Origin::Missing);

    Requirements orin;
    orin.platform = "jetson-agx-orin";
    const Decision there = decide::decide(evidence::typical(), orin);
    EXPECT_EQ(there.path[2].branch, "yes") << "64 GB of the platform, not 8 GB of this machine";
    EXPECT_EQ(there.path[2].evidence.code, "decide.memory_of_platform");
}

TEST(Recommendations, ApplyByTheSameThresholds) {
    const auto applying = [](const Requirements& asked) {
        std::string ids;
        for (const Recommendation& row : decide::decide(evidence::typical(), asked).recommendations) {
            expectWords(row.situation);
            expectWords(row.advice);
            expectWords(row.here);
            if (row.applies) ids += (ids.empty() ? "" : " ") + row.id;
        }
        return ids;
    };
    Requirements asked;
    EXPECT_EQ(applying(asked), "");
    for (const auto& [streams, id] : {std::pair{1, "one_camera"},
                                      {2, "few_cameras"},
                                      {4, "few_cameras"},
                                      {5, "many_cameras"},
                                      {500, "many_cameras"}}) {
        asked.streams = streams;
        EXPECT_EQ(applying(asked), id) << streams;
    }
    asked = {};
    asked.memoryGb = 4;
    EXPECT_EQ(applying(asked), "edge");
    asked.memoryGb = 32;
    EXPECT_EQ(applying(asked), "plenty_memory");
    asked = {};
    asked.safetyCritical = true;
    EXPECT_EQ(applying(asked), "safety");
}

TEST(Recommendations, SayThatFp16GainsNothingHere) {
    Requirements asked;
    asked.streams = 3;
    const Decision here = decide::decide(evidence::typical(), asked);
    EXPECT_EQ(here.recommendations[1].here.code, "decide.here_no_gain");
    EXPECT_EQ(here.recommendations[2].here.code, "decide.here_applies_no_gain");
    EXPECT_EQ(here.recommendations[4].here.code, "decide.here_gb");
    EXPECT_EQ(here.recommendations[5].here.code, "decide.here_no_boxes");
    EXPECT_EQ(here.recommendations[6].here.code, "decide.here_not_asked");
    const Decision fast = decide::decide(evidence::fastFp16(), asked);
    EXPECT_EQ(fast.recommendations[2].here.code, "decide.here_applies");
}

TEST(Platforms, KnowWhatTheGuideSays) {
    std::set<std::string> ids;
    for (const Platform& platform : platforms()) {
        EXPECT_TRUE(ids.insert(platform.id).second) << platform.id;
        EXPECT_FALSE(platform.name.empty());
    }
    EXPECT_FALSE(ids.contains("this"));
    ASSERT_NE(findPlatform("jetson-nano"), nullptr);
    EXPECT_TRUE(findPlatform("jetson-nano")->fp16);
    EXPECT_FALSE(findPlatform("jetson-nano")->int8);
    for (const char* id : {"jetson-tx2", "jetson-xavier-nx", "jetson-agx-xavier", "jetson-orin-nano",
                           "jetson-orin-nx", "jetson-agx-orin"})
        EXPECT_TRUE(findPlatform(id) && findPlatform(id)->fp16 && findPlatform(id)->int8) << id;
    EXPECT_FALSE(findPlatform("nvidia-sm61")->fp16);
    EXPECT_TRUE(findPlatform("nvidia-sm61")->int8);
    EXPECT_EQ(findPlatform("no-such-thing"), nullptr);
}

TEST(Platforms, DescribeThisMachine) {
    const Evidence known = evidence::typical();
    const Platform machine = thisMachine(known.cpu, 8);
    EXPECT_EQ(machine.id, "this");
    EXPECT_EQ(machine.name, "x86-64 with VNNI");
    EXPECT_TRUE(machine.int8);
    EXPECT_FALSE(machine.fp16);
    EXPECT_EQ(machine.memoryGb, 8);
    EXPECT_FALSE(thisMachine(known.cpu, 0).memoryGb);
}

}  // namespace
