// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/compare/objects.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "tests/core/evaluate/detection_fixture.h"

using namespace pwb;
using namespace pwb::compare;
using evaluate::Detection;
using evaluate::Detections;

namespace {

dataset::Object object(double x, double side, int label) {
    return {{x, 0, side, side}, label, side * side, false};
}
Detection answer(float x, float side, float confidence, int label) {
    return {x, 0, side, side, confidence, label};
}

ObjectComparison compareOne(const std::vector<dataset::Object>& objects, Detections baseline,
                            Detections candidate) {
    dataset::Sample sample;
    sample.objects = objects;
    return compareObjects({&sample, 1}, {std::make_shared<const Detections>(std::move(baseline))},
                          {std::make_shared<const Detections>(std::move(candidate))}, 0.5);
}

TEST(CompareObjects, EveryFate) {
    const ObjectComparison result =
        compareOne({object(0, 6, 0), object(100, 20, 1), object(200, 20, 0), object(300, 40, 0)},
                   {answer(0, 6, 0.9F, 0), answer(100, 20, 0.8F, 1), answer(200, 20, 0.75F, 0),
                    answer(400, 10, 0.7F, 0), answer(600, 10, 0.25F, 0)},
                   {answer(300, 40, 0.9F, 0), answer(103, 20, 0.7F, 1), answer(200, 20, 0.65F, 1),
                    answer(400, 10, 0.6F, 0), answer(0, 6, 0.45F, 0), answer(500, 10, 0.55F, 0)});
    EXPECT_EQ(result.threshold, 0.5);
    EXPECT_EQ(result.all.kept, 1);        // at 400
    EXPECT_EQ(result.all.moved, 1);       // at 100: 17 of 23 px in common
    EXPECT_EQ(result.all.relabelled, 1);  // at 200
    EXPECT_EQ(result.all.lost, 1);        // at 0: below the threshold
    EXPECT_EQ(result.all.lostRight, 1);
    EXPECT_EQ(result.all.added, 2);  // at 300 and 500
    EXPECT_EQ(result.all.addedRight, 1);
    EXPECT_NEAR(result.meanConfidenceChange, -0.1, 1e-6);

    ASSERT_EQ(result.changes.size(), 5U);
    const auto find = [&](ObjectFate fate) {
        return *std::ranges::find(result.changes, fate, &ObjectChange::fate);
    };
    const ObjectChange moved = find(ObjectFate::Moved);
    EXPECT_EQ(moved.baseline, 1);
    EXPECT_EQ(moved.candidate, 1);
    EXPECT_EQ(moved.object, 1);
    EXPECT_NEAR(moved.iou, 17.0 / 23, 1e-6);
    EXPECT_EQ(moved.side, 20);
    const ObjectChange lost = find(ObjectFate::Lost);
    EXPECT_EQ(lost.baseline, 0);
    EXPECT_EQ(lost.candidate, -1);
    EXPECT_EQ(lost.object, 0);
    EXPECT_EQ(lost.iou, 0);
    const ObjectChange added = find(ObjectFate::New);
    EXPECT_EQ(added.baseline, -1);
    EXPECT_EQ(added.candidate, 0);
    EXPECT_EQ(added.object, 3);
    EXPECT_EQ(added.side, 40);
    EXPECT_EQ(find(ObjectFate::Relabelled).object, 2);

    EXPECT_EQ(result.bySize[0].lost, 1);
    EXPECT_EQ(result.bySize[1].kept, 1);
    EXPECT_EQ(result.bySize[1].added, 1);
    EXPECT_EQ(result.bySize[2].moved, 1);
    EXPECT_EQ(result.bySize[2].relabelled, 1);
    EXPECT_EQ(result.bySize[3].added, 1);
}

TEST(CompareObjects, SameClassComesBeforeBetterOverlap) {
    const ObjectComparison result =
        compareOne({}, {answer(0, 20, 0.9F, 0)}, {answer(0, 20, 0.9F, 1), answer(2, 20, 0.8F, 0)});
    EXPECT_EQ(result.all.kept, 1);
    EXPECT_EQ(result.all.added, 1);
    EXPECT_EQ(result.all.addedRight, 0);
    ASSERT_EQ(result.changes.size(), 1U);
    EXPECT_EQ(result.changes[0].candidate, 0);
    EXPECT_EQ(result.changes[0].object, -1);
    EXPECT_EQ(result.changes[0].side, 20);
}

TEST(CompareObjects, ALostBoxOfTheWrongClassWasNoHit) {
    const ObjectComparison result = compareOne({object(0, 10, 1)}, {answer(0, 10, 0.9F, 0)}, {});
    EXPECT_EQ(result.all.lost, 1);
    EXPECT_EQ(result.all.lostRight, 0);
    EXPECT_EQ(result.changes.at(0).object, 0);
}

TEST(CompareObjects, ACrowdIsNoObject) {
    dataset::Object crowd = object(0, 10, 0);
    crowd.crowd = true;
    const ObjectComparison result = compareOne({crowd}, {answer(0, 10, 0.9F, 0)}, {});
    EXPECT_EQ(result.all.lostRight, 0);
    EXPECT_EQ(result.changes.at(0).object, -1);
}

TEST(CompareObjects, BucketsAddUpAndSidesMirror) {
    const auto fixture = tests::detectionFixture("pitch");
    evaluate::DetectionTable other = fixture.table;
    for (auto& image : other) {
        Detections shifted = *image;
        for (std::size_t k = 0; k < shifted.size(); ++k) {
            shifted[k].x += k % 3 == 0 ? 2.0F : 0.0F;
            if (k % 5 == 0) shifted[k].confidence *= 0.7F;
            if (k % 7 == 0) shifted[k].label = (shifted[k].label + 1) % 3;
        }
        image = std::make_shared<const Detections>(std::move(shifted));
    }
    other[2] = nullptr;  // without an answer
    const ObjectComparison there = compareObjects(fixture.samples, fixture.table, other, 0.5);
    const ObjectComparison back = compareObjects(fixture.samples, other, fixture.table, 0.5);
    EXPECT_GT(there.all.kept, 0);
    EXPECT_GT(there.all.moved, 0);
    EXPECT_GT(there.all.relabelled, 0);
    EXPECT_GT(there.all.lost, 0);
    EXPECT_EQ(there.all.lost, back.all.added);
    EXPECT_EQ(there.all.lostRight, back.all.addedRight);
    EXPECT_EQ(there.all.moved, back.all.moved);
    EXPECT_NEAR(there.meanConfidenceChange, -back.meanConfidenceChange, 1e-12);
    FateCounts sum;
    for (const FateCounts& of : there.bySize) {
        sum.kept += of.kept;
        sum.moved += of.moved;
        sum.relabelled += of.relabelled;
        sum.lost += of.lost;
        sum.added += of.added;
        sum.lostRight += of.lostRight;
    }
    EXPECT_EQ(sum.kept, there.all.kept);
    EXPECT_EQ(sum.moved, there.all.moved);
    EXPECT_EQ(sum.relabelled, there.all.relabelled);
    EXPECT_EQ(sum.lost, there.all.lost);
    EXPECT_EQ(sum.added, there.all.added);
    EXPECT_EQ(sum.lostRight, there.all.lostRight);
    EXPECT_TRUE(std::ranges::is_sorted(there.changes, {}, &ObjectChange::sample));
    EXPECT_TRUE(std::ranges::none_of(there.changes, [](const ObjectChange& of) { return of.sample == 2; }));
    EXPECT_TRUE(std::ranges::none_of(there.changes,
                                     [](const ObjectChange& of) { return of.fate == ObjectFate::Kept; }));
    const std::int64_t changes = there.all.moved + there.all.relabelled + there.all.lost + there.all.added;
    EXPECT_EQ(static_cast<std::int64_t>(there.changes.size()), changes);
}

}  // namespace
