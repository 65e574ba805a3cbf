// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <set>

#include "core/base/files.h"
#include "core/dataset/calibration_set.h"
#include "tests/core/dataset/support.h"

namespace pwb::dataset::test {
namespace {

Manifest manifestOf(const std::vector<int>& perClass) {
    Manifest manifest;
    for (std::size_t label = 0; label < perClass.size(); ++label) {
        manifest.classes.push_back("c" + std::to_string(label));
        for (int i = 0; i < perClass[label]; ++i)
            manifest.samples.push_back(
                {"/none/" + std::to_string(label) + "/" + std::to_string(i), static_cast<int>(label)});
    }
    return manifest;
}

std::vector<int> drawnPerClass(const Manifest& manifest, const std::vector<std::size_t>& indices) {
    std::vector<int> counts(manifest.classes.size(), 0);
    for (const std::size_t index : indices) ++counts[static_cast<std::size_t>(manifest.samples[index].label)];
    return counts;
}

TEST(DrawBalanced, SameCountFromEachClassAsFarAsItLasts) {
    EXPECT_TRUE(rc::check([] {
        const auto perClass =
            *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 20)));
        const int count = *rc::gen::inRange(0, 120);
        const auto seed = *rc::gen::arbitrary<std::uint64_t>();
        const Manifest manifest = manifestOf(perClass);
        const auto drawn = drawBalanced(manifest, count, seed);
        RC_ASSERT(drawn.size() == std::min(manifest.samples.size(), static_cast<std::size_t>(count)));
        RC_ASSERT(std::is_sorted(drawn.begin(), drawn.end()));
        RC_ASSERT(std::set<std::size_t>(drawn.begin(), drawn.end()).size() == drawn.size());
        const auto counts = drawnPerClass(manifest, drawn);
        const int most = *std::max_element(counts.begin(), counts.end());
        for (std::size_t i = 0; i < counts.size(); ++i)
            RC_ASSERT(counts[i] >= std::min(perClass[i], most - 1));
        RC_ASSERT(drawn == drawBalanced(manifest, count, seed));
    }));
}

TEST(DrawBalanced, IsTheSameEverywhereAndDependsOnTheSeed) {
    const Manifest manifest = manifestOf({5, 5, 5});
    const auto drawn = drawBalanced(manifest, 7, 1);
    EXPECT_EQ(drawn, (std::vector<std::size_t>{1, 2, 7, 9, 11, 13, 14}));
    EXPECT_NE(drawn, drawBalanced(manifest, 7, 2));
}

TEST(DrawBalanced, EverySampleHasItsChance) {
    const Manifest manifest = manifestOf({4, 4});
    std::vector<int> hits(8, 0);
    for (std::uint64_t seed = 0; seed < 2000; ++seed)
        for (const std::size_t index : drawBalanced(manifest, 3, seed)) ++hits[index];
    for (const int hit : hits) EXPECT_NEAR(hit, 750, 5 * 22);  // 5 standard deviations of a binomial
}

TEST(CalibrationSet, Glyphs) {
    const Manifest validation = readManifest(kGlyphs / "val", {}).value();
    const Manifest source = readManifest(kGlyphs / "calib", {}).value();
    const auto set = drawCalibrationSet(source, 500, 1, &validation, false);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->indices.size(), 500U);
    EXPECT_EQ(set->classesCovered, 36);
    EXPECT_EQ(set->classesTotal, 36);
    EXPECT_EQ(set->alsoInValidation, 0);
    EXPECT_TRUE(set->warnings.empty());
    const auto counts = drawnPerClass(source, set->indices);
    EXPECT_EQ(*std::min_element(counts.begin(), counts.end()), 13);
    EXPECT_EQ(*std::max_element(counts.begin(), counts.end()), 14);
}

TEST(CalibrationSet, DrawnFromTheValidationSet) {
    const Manifest validation = readManifest(kGlyphs / "val", {}).value();
    const auto set = drawCalibrationSet(validation, 200, 1, nullptr, true);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->alsoInValidation, 200);
    ASSERT_EQ(set->warnings.size(), 1U);
    EXPECT_EQ(set->warnings.front().code, "dataset.calibration_from_validation");
}

TEST(CalibrationSet, LeakageIsFoundByContent) {
    const TestFolder folder;
    for (const char* name : {"val/a/1.jpg", "calib/a/other name.jpg"}) folder.write(name, "the same bytes");
    folder.write("val/a/2.jpg", "of equal size!");
    folder.write("calib/b/1.jpg", "no match at all");
    folder.write("calib/b/2.jpg", "the same bytez");
    const Manifest validation = readManifest(folder.path() / "val", {}).value();
    const Manifest source = readManifest(folder.path() / "calib", {}).value();
    const auto set = drawCalibrationSet(source, 500, 1, &validation, false);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->alsoInValidation, 1);
    const auto* leak = find(set->warnings, "dataset.calibration_leak");
    ASSERT_NE(leak, nullptr);
    EXPECT_EQ(argument(*leak, "count"), "1");
    EXPECT_EQ(argument(*leak, "total"), "3");
    EXPECT_NE(find(set->warnings, "dataset.calibration_few"), nullptr);
}

TEST(CalibrationSet, MissingClassesAreCounted) {
    const Manifest source = manifestOf({200, 0, 3, 0});
    const auto set = drawCalibrationSet(source, 150, 1, nullptr, false);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->classesCovered, 2);
    EXPECT_EQ(set->classesTotal, 4);
    ASSERT_EQ(set->warnings.size(), 1U);
    EXPECT_EQ(set->warnings.front().code, "dataset.calibration_classes_missing");
    EXPECT_EQ(argument(set->warnings.front(), "missing"), "2");
    EXPECT_EQ(argument(set->warnings.front(), "first"), "c1");
}

TEST(CalibrationSet, MustNotBeEmpty) {
    EXPECT_EQ(codeOf(drawCalibrationSet(manifestOf({0, 0}), 10, 1, nullptr, false)),
              "dataset.calibration_empty");
    EXPECT_EQ(codeOf(drawCalibrationSet(manifestOf({5}), 0, 1, nullptr, false)), "dataset.calibration_empty");
    EXPECT_EQ(codeOf(drawCalibrationSet(manifestOf({5}), -3, 1, nullptr, false)),
              "dataset.calibration_empty");
}

}  // namespace
}  // namespace pwb::dataset::test
