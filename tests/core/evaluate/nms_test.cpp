// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/nms.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "core/evaluate/decode_head.h"
#include "core/evaluate/detection.h"

using namespace pwb;
using namespace pwb::evaluate;

namespace {

Candidate candidate(float x, float y, float size, float score, int label, std::uint32_t index) {
    return {x, y, x + size, y + size, score, label, index};
}

std::vector<std::uint32_t> indices(const std::vector<Candidate>& candidates) {
    std::vector<std::uint32_t> out;
    for (const Candidate& each : candidates) out.push_back(each.index);
    return out;
}

// In the same float arithmetic, so that equal means equal.
float overlapOf(const Candidate& a, const Candidate& b) {
    const float width = std::max(0.0F, std::min(a.right, b.right) - std::max(a.left, b.left));
    const float height = std::max(0.0F, std::min(a.bottom, b.bottom) - std::max(a.top, b.top));
    const float shared = width * height;
    return shared /
           ((a.right - a.left) * (a.bottom - a.top) + (b.right - b.left) * (b.bottom - b.top) - shared);
}

std::vector<Candidate> naive(std::vector<Candidate> candidates, double iou, bool agnostic, std::size_t most) {
    std::sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.score != b.score ? a.score > b.score : a.index < b.index;
    });
    if (candidates.size() > kMostCandidates) candidates.resize(kMostCandidates);
    std::vector<Candidate> kept;
    for (const Candidate& each : candidates) {
        const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Candidate& other) {
            return (agnostic || other.label == each.label) &&
                   overlapOf(each, other) > static_cast<float>(iou);
        });
        if (!covered && kept.size() < most) kept.push_back(each);
    }
    return kept;
}

TEST(Nms, ANegativeZeroRanksLast) {
    std::vector<Candidate> candidates;
    bool finite = true;
    addCandidate(candidate(0, 0, 10, -0.0F, 0, 0), candidates, finite);
    addCandidate(candidate(50, 0, 10, 0.9F, 0, 1), candidates, finite);
    EXPECT_TRUE(finite);
    EXPECT_EQ(indices(suppress(candidates, 0.5, false, 10)), (std::vector<std::uint32_t>{1, 0}));
}

TEST(Nms, KeepsTheMostConfidentOfAClass) {
    // IoU of the first two: 8·10 / (200 − 80) = 2/3.
    const std::vector<Candidate> boxes = {candidate(0, 0, 10, 0.5F, 0, 0), candidate(2, 0, 10, 0.9F, 0, 1),
                                          candidate(2, 0, 10, 0.4F, 1, 2), candidate(30, 0, 10, 0.1F, 0, 3)};
    EXPECT_EQ(indices(suppress(boxes, 0.6, false, 300)), (std::vector<std::uint32_t>{1, 2, 3}));
    EXPECT_EQ(indices(suppress(boxes, 0.7, false, 300)), (std::vector<std::uint32_t>{1, 0, 2, 3}));
    EXPECT_EQ(indices(suppress(boxes, 0.6, true, 300)), (std::vector<std::uint32_t>{1, 3}));
    EXPECT_EQ(indices(suppress(boxes, kNoSuppression, false, 300)), (std::vector<std::uint32_t>{1, 0, 2, 3}));
    EXPECT_EQ(indices(suppress(boxes, 0.6, false, 2)), (std::vector<std::uint32_t>{1, 2}));
    EXPECT_TRUE(suppress(boxes, 0.6, false, 0).empty());
    EXPECT_TRUE(suppress({}, 0.6, false, 300).empty());
}

TEST(Nms, ASuppressedBoxSuppressesNone) {
    // The second overlaps both others, these do not reach the threshold with one another.
    const std::vector<Candidate> chain = {candidate(0, 0, 10, 0.9F, 0, 0), candidate(3, 0, 10, 0.8F, 0, 1),
                                          candidate(6, 0, 10, 0.7F, 0, 2)};
    EXPECT_EQ(indices(suppress(chain, 0.5, false, 300)), (std::vector<std::uint32_t>{0, 2}));
}

TEST(Nms, EqualScoresGoToTheLowerIndexWhateverTheOrder) {
    const std::vector<Candidate> boxes = {candidate(0, 0, 10, 0.5F, 0, 7), candidate(1, 0, 10, 0.5F, 0, 3),
                                          candidate(50, 0, 10, 0.5F, 0, 9), candidate(80, 0, 10, 0.5F, 0, 1)};
    EXPECT_EQ(indices(suppress(boxes, 0.5, false, 300)), (std::vector<std::uint32_t>{1, 3, 9}));
}

TEST(Nms, BoxesWithoutAreaNeitherSuppressNorAreSuppressed) {
    const std::vector<Candidate> boxes = {candidate(5, 5, 0, 0.9F, 0, 0), candidate(5, 5, 0, 0.8F, 0, 1),
                                          candidate(0, 0, 10, 0.7F, 0, 2)};
    EXPECT_EQ(suppress(boxes, 0.5, false, 300).size(), 3U);
}

TEST(Nms, AsNaiveOnRandomBoxes) {
    rc::check([] {
        const int count = *rc::gen::inRange(0, 3000);
        const int labels = *rc::gen::inRange(1, 5);
        const int field = *rc::gen::inRange(20, 400);
        const double iou = *rc::gen::element(0.1, 0.3, 0.45, 0.7, 0.95, 1.0);
        const auto most = *rc::gen::element<std::size_t>(1, 30, 300, 100'000);
        const bool agnostic = *rc::gen::arbitrary<bool>();
        std::vector<Candidate> boxes;
        for (int i = 0; i < count; ++i) {
            // Few different scores and whole pixels, so that ties and thresholds are met.
            const auto at = [&](int range) { return static_cast<float>(*rc::gen::inRange(0, range)); };
            const float x = at(field), y = at(field);
            boxes.push_back({x, y, x + 1 + at(40), y + 1 + at(40), at(64) / 63, *rc::gen::inRange(0, labels),
                             static_cast<std::uint32_t>(i)});
        }
        std::reverse(boxes.begin(), boxes.end());
        RC_ASSERT(suppress(boxes, iou, agnostic, most) == naive(boxes, iou, agnostic, most));
    });
}

TEST(Nms, OfVeryManyTheMostConfidentTakePart) {
    std::vector<Candidate> boxes;
    for (std::uint32_t i = 0; i < kMostCandidates + 5000; ++i)
        boxes.push_back(
            candidate(static_cast<float>(i) * 20, 0, 10, static_cast<float>(i % 1000) / 1000, 0, i));
    const auto kept = suppress(boxes, 0.5, false, boxes.size());
    EXPECT_EQ(kept.size(), kMostCandidates);
    EXPECT_TRUE(kept == naive(boxes, 0.5, false, boxes.size()));
}

TEST(Overlap, OfBoxes) {
    const dataset::Box a{0, 0, 10, 10}, b{5, 0, 10, 10};
    EXPECT_DOUBLE_EQ(overlap(a, b), 50.0 / 150);
    EXPECT_DOUBLE_EQ(overlap(b, a), 50.0 / 150);
    EXPECT_DOUBLE_EQ(overlap(a, a), 1);
    EXPECT_DOUBLE_EQ(overlap(a, {0, 0, 100, 100}, true), 1);
    EXPECT_DOUBLE_EQ(overlap({0, 0, 100, 100}, a, true), 0.01);
    EXPECT_EQ(overlap(a, {10, 0, 10, 10}), 0);  // they only touch
    EXPECT_EQ(overlap(a, {20, 20, 1, 1}), 0);
    EXPECT_EQ(overlap({3, 3, 0, 0}, a), 0);
}

}  // namespace
