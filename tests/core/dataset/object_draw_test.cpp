// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <set>

#include "core/dataset/calibration_check.h"
#include "core/dataset/calibration_set.h"
#include "tests/core/dataset/object_support.h"

namespace pwb::dataset {
namespace {

using namespace test;

/// 1000 images of "person", of which 30 show a "ball" too and 5 a "goal"; 200 more show nothing.
Manifest street() {
    Manifest manifest;
    manifest.kind = SourceKind::Coco;
    manifest.hasObjects = true;
    manifest.classes = {"ball", "person", "goal", "never"};
    for (int i = 0; i < 1200; ++i) {
        Sample sample{"/nowhere/" + std::to_string(i) + ".jpg"};
        if (i < 1000) sample.objects.push_back({{0, 0, 9, 9}, 1, 81, false});
        if (i % 33 == 0 && i < 990) sample.objects.push_back({{0, 0, 3, 3}, 0, 9, false});
        if (i % 200 == 7 && i < 1000) sample.objects.push_back({{0, 0, 3, 3}, 2, 9, false});
        if (i == 500) sample.objects.push_back({{0, 0, 3, 3}, 3, 9, true});  // a crowd is no object
        manifest.samples.push_back(std::move(sample));
    }
    return manifest;
}

Manifest part(const Manifest& manifest, const std::vector<std::size_t>& indices) {
    Manifest drawn = manifest;
    drawn.samples.clear();
    for (const std::size_t index : indices) drawn.samples.push_back(manifest.samples[index]);
    return drawn;
}

TEST(ObjectDraw, RareClassesComeAsFarAsTheyLast) {
    const Manifest all = street();
    EXPECT_EQ(all.samplesPerClass(), (std::vector{30, 1000, 5, 0}));
    const auto indices = drawBalanced(all, 100, 7);
    ASSERT_EQ(indices.size(), 100U);
    EXPECT_TRUE(std::is_sorted(indices.begin(), indices.end()));
    EXPECT_EQ(std::set(indices.begin(), indices.end()).size(), 100U);
    const auto counts = part(all, indices).samplesPerClass();
    EXPECT_EQ(counts[2], 5);
    EXPECT_GE(counts[0], 28);
    const auto empty = std::count_if(indices.begin(), indices.end(), [](std::size_t i) { return i >= 1000; });
    EXPECT_GE(empty, 30);
    EXPECT_LE(empty, 60);

    EXPECT_EQ(drawBalanced(all, 100, 7), indices);
    EXPECT_NE(drawBalanced(all, 100, 8), indices);
    EXPECT_EQ(drawBalanced(all, 5000, 7).size(), 1200U);
    EXPECT_TRUE(drawBalanced(all, 0, 7).empty());
    // The first few already show every class.
    const auto few = part(all, drawBalanced(all, 8, 3)).samplesPerClass();
    EXPECT_GE(*std::min_element(few.begin(), few.begin() + 3), 2);
}

TEST(ObjectDraw, ClassesWithoutObjectsAreWarnedOf) {
    const Manifest all = street();
    const auto set = drawCalibrationSet(all, 300, 1, nullptr, true);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->classesTotal, 4);
    EXPECT_EQ(set->classesCovered, 3);
    const auto* missing = find(set->warnings, "dataset.calibration_classes_missing");
    ASSERT_TRUE(missing);
    EXPECT_EQ(argument(*missing, "first"), "never");
    // Plain images have no classes to cover.
    const auto images = readManifest(kPitch / "calib", withNames("['ball', 'player', 'cone']", 3));
    ASSERT_TRUE(images);
    const auto plain = drawCalibrationSet(*images, 120, 1, nullptr, false);
    ASSERT_TRUE(plain);
    EXPECT_EQ(plain->indices.size(), 120U);
    EXPECT_EQ(plain->classesTotal, 0);
    EXPECT_TRUE(plain->warnings.empty());
}

TEST(ObjectDraw, TheCheckCountsImagesAndObjects) {
    const auto validation = readManifest(kPitch / "val", forDetection());
    auto calibration = readManifest(kPitch / "calib", forDetection());
    ASSERT_TRUE(validation && calibration);
    // Two of the validation set get into the calibration set.
    calibration->samples.resize(20);
    calibration->samples.push_back(validation->samples[5]);
    calibration->samples.push_back(validation->samples[6]);
    calibration->classes = validation->classes;
    const auto set = drawCalibrationSet(*calibration, 500, 1, &*validation, false);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->alsoInValidation, 2);
    CheckOptions options;
    options.valueSamples = 4;
    Preprocess preprocess;
    preprocess.width = preprocess.height = 320;
    const auto check = checkCalibrationSet(*calibration, &*validation, &preprocess, options, {});
    ASSERT_TRUE(check);
    ASSERT_EQ(check->leaks.size(), 2U);
    EXPECT_EQ(check->leaks[0].second, validation->samples[5].path);
    EXPECT_TRUE(check->nearLeaks.empty());
    ASSERT_EQ(check->coverage.size(), 3U);
    const auto& ball = check->coverage[0];
    EXPECT_EQ(ball.name, "ball");
    EXPECT_EQ(ball.validation, validation->samplesPerClass()[0]);
    EXPECT_EQ(ball.validationObjects, 316);
    EXPECT_EQ(check->coverage[1].validationObjects, 1320);
    std::int64_t players = 0;
    for (const std::size_t i : {5U, 6U})
        for (const Object& object : validation->samples[i].objects) players += object.label == 1;
    EXPECT_EQ(check->coverage[1].calibrationObjects, players);
}

}  // namespace
}  // namespace pwb::dataset
