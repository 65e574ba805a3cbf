// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/calibration_check.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/files.h"
#include "core/dataset/calibration/near_duplicate.h"
#include "core/dataset/calibration_set.h"
#include "core/dataset/write_manifest.h"
#include "tests/core/dataset/support.h"

namespace pwb::dataset::test {
namespace {

namespace fs = std::filesystem;

CalibrationCheck check(const Manifest& calibration, const Manifest* validation,
                       const Preprocess* preprocess = nullptr, const CheckOptions& options = {}) {
    auto made = checkCalibrationSet(calibration, validation, preprocess, options, {});
    EXPECT_TRUE(made);
    return made ? std::move(*made) : CalibrationCheck{};
}

Manifest glyphs(const char* part) {
    return readManifest(kGlyphs / part, {}).value();
}

/// The picture at `from` a little brighter and noisier, as a file of another format.
std::string altered(const fs::path& from) {
    const auto picture = thumbnail(from, 64).value();
    std::string text =
        "P6\n" + std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n255\n";
    for (std::size_t i = 0; i < picture.rgb.size(); ++i)
        text += static_cast<char>(std::min(255, picture.rgb[i] + 8 + static_cast<int>(i * 7 % 5)));
    return text;
}

TEST(CalibrationCheck, TheSampleSetIsClean) {
    const Manifest calibration = glyphs("calib"), validation = glyphs("val");
    const Preprocess preprocess = glyphPreprocess();
    const CalibrationCheck clean = check(calibration, &validation, &preprocess);
    EXPECT_EQ(clean.samples, 504);
    EXPECT_EQ(clean.comparedValidation, 1008);
    ASSERT_EQ(clean.coverage.size(), 36U);
    EXPECT_EQ(clean.coverage[0].calibration, 14);
    EXPECT_EQ(clean.coverage[0].validation, 28);
    EXPECT_TRUE(clean.duplicates.empty() && clean.leaks.empty());
    EXPECT_TRUE(clean.nearDuplicates.empty() && clean.nearLeaks.empty()) << "no false alarm";
    EXPECT_TRUE(clean.warnings.empty()) << clean.warnings[0].code;
    ASSERT_TRUE(clean.values && clean.validationValues);
    ASSERT_EQ(clean.values->channels.size(), 3U);
    EXPECT_NEAR(clean.values->channels[0].mean, clean.validationValues->channels[0].mean, .2);
}

TEST(CalibrationCheck, PlantedCopiesAreFound) {
    const Manifest source = glyphs("calib"), other = glyphs("val");
    const TestFolder folder;
    const auto copy = [&](const std::string& name, const fs::path& from, const std::string& more = "") {
        return folder.write(name, base::readFile(from).value() + more);
    };
    // What lies behind the end of a JPEG is no part of the picture.
    copy("calib/a/1.jpg", source.samples[0].path);
    const fs::path repeated = copy("calib/a/2.jpg", source.samples[0].path);
    copy("calib/a/3.jpg", source.samples[20].path);
    const fs::path saved = copy("calib/b/1.jpg", source.samples[20].path, "saved again");
    const fs::path leaked = copy("calib/b/2.jpg", other.samples[5].path);
    const fs::path brighter = folder.write("calib/b/3.ppm", altered(other.samples[9].path));
    copy("calib/b/4.jpg", source.samples[40].path);
    copy("val/a/x.jpg", other.samples[5].path);
    const fs::path original = copy("val/b/y.jpg", other.samples[9].path);

    const Manifest calibration = readManifest(folder.path() / "calib", {}).value();
    const Manifest validation = readManifest(folder.path() / "val", {}).value();
    const CalibrationCheck found = check(calibration, &validation);
    ASSERT_EQ(found.duplicates.size(), 1U);
    EXPECT_EQ(found.duplicates[0].first, repeated);
    ASSERT_EQ(found.nearDuplicates.size(), 1U);
    EXPECT_EQ(found.nearDuplicates[0].first, saved);
    EXPECT_EQ(found.nearDuplicates[0].distance, 0);
    ASSERT_EQ(found.leaks.size(), 1U);
    EXPECT_EQ(found.leaks[0].first, leaked);
    ASSERT_EQ(found.nearLeaks.size(), 1U);
    EXPECT_EQ(found.nearLeaks[0].first, brighter);
    EXPECT_EQ(found.nearLeaks[0].second, original);
    EXPECT_LE(found.nearLeaks[0].distance, kNearBits);
    for (const char* code : {"dataset.calibration_duplicates", "dataset.calibration_near_duplicates",
                             "dataset.calibration_near_leak"}) {
        const auto* warning = find(found.warnings, code);
        ASSERT_NE(warning, nullptr) << code;
        EXPECT_EQ(argument(*warning, "count"), "1");
        EXPECT_EQ(argument(*warning, "total"), "7");
    }
    EXPECT_FALSE(found.values) << "no model, no values";
}

TEST(CalibrationCheck, WrongPreprocessingIsTold) {
    const Manifest calibration = glyphs("calib");
    CheckOptions quick;
    quick.nearDuplicates = false;
    const auto codeWith = [&](const Preprocess& preprocess) -> std::string {
        const auto made = check(calibration, nullptr, &preprocess, quick);
        return made.warnings.empty() ? "" : made.warnings[0].code;
    };
    const Preprocess right = glyphPreprocess();
    EXPECT_EQ(codeWith(right), "");
    Preprocess unscaled = right;
    unscaled.scale = 1;
    EXPECT_EQ(codeWith(unscaled), "dataset.inputs_unscaled");
    Preprocess flat = right;
    flat.mean = flat.std = {127.5, 127.5, 127.5};
    EXPECT_EQ(codeWith(flat), "dataset.inputs_flat");
    Preprocess swapped = right;
    std::swap(swapped.mean, swapped.std);
    EXPECT_EQ(codeWith(swapped), "dataset.inputs_swapped");
    // Pixels as they are, centred: what such models take.
    Preprocess pixels = right;
    pixels.scale = 1;
    pixels.mean = {123.675, 116.28, 103.53};
    pixels.std = {58.395, 57.12, 57.375};
    EXPECT_EQ(codeWith(pixels), "");
    for (const double half : {0.5, 0.0}) {
        Preprocess plain = right;
        plain.mean = {half, half, half};
        plain.std = half > 0 ? plain.mean : std::array<double, 3>{1, 1, 1};
        EXPECT_EQ(codeWith(plain), "") << half;
    }
}

TEST(CalibrationCheck, AMissingDivisionInOneSetIsTold) {
    const TestFolder folder;
    // Pictures whose pixels were divided by 64 already, against pictures as they should be.
    const Manifest validation = glyphs("val");
    for (std::size_t i = 0; i < 120; ++i) {
        const auto picture = thumbnail(validation.samples[i * 8].path, 64).value();
        std::string text = "P6\n64 64\n255\n";
        for (const std::uint8_t pixel : picture.rgb) text += static_cast<char>(pixel / 64);
        folder.write("calib/a/" + std::to_string(i) + ".ppm", text);
    }
    const Manifest calibration = readManifest(folder.path() / "calib", {}).value();
    Preprocess preprocess;
    preprocess.width = preprocess.height = 64;
    CheckOptions quick;
    quick.nearDuplicates = false;
    const auto found = check(calibration, &validation, &preprocess, quick);
    const auto* scale = find(found.warnings, "dataset.calibration_values_scale");
    ASSERT_NE(scale, nullptr);
    EXPECT_NEAR(std::stod(argument(*scale, "ratio")), 64, 16);
}

TEST(CalibrationCheck, AShiftOfTheValuesIsTold) {
    ValueRanges one{100, {{0.0, 1.0, -2, 2}, {0.1, 1.0, -2, 2}}, 0};
    ValueRanges other = one;
    EXPECT_TRUE(compareValues(one, other).empty());
    other.channels[1].mean = 0.75;
    const auto warnings = compareValues(one, other);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_EQ(warnings[0].code, "dataset.calibration_values_differ");
    EXPECT_EQ(argument(warnings[0], "channel"), "2");
}

TEST(CalibrationCheck, TheValidationSetCanBeSampled) {
    const Manifest calibration = glyphs("calib"), validation = glyphs("val");
    CheckOptions some;
    some.validationSamples = 72;
    some.nearDuplicates = false;
    EXPECT_EQ(check(calibration, &validation, nullptr, some).comparedValidation, 72);
    std::stop_source stop;
    stop.request_stop();
    const auto cancelled = checkCalibrationSet(calibration, &validation, nullptr, {}, stop.get_token());
    ASSERT_FALSE(cancelled);
    EXPECT_TRUE(base::isCancelled(cancelled.error()));
}

TEST(PictureHash, EvenPicturesHaveNone) {
    const TestFolder folder;
    const fs::path even = folder.write("even.pgm", "P5\n8 8\n255\n" + std::string(64, 'x'));
    const fs::path broken = folder.write("broken.jpg", "no picture");
    for (const auto& hash : pictureHashes({even, broken, folder.path() / "none.png"}, {})) EXPECT_FALSE(hash);
}

TEST(WriteManifest, IsReadBackWithTheSameSamples) {
    const TestFolder folder;
    Manifest drawn = glyphs("calib");
    const auto indices = drawBalanced(drawn, 50, 3);
    std::vector<Sample> samples;
    for (const std::size_t index : indices) samples.push_back(drawn.samples[index]);
    drawn.samples = samples;
    ASSERT_TRUE(writeCsvManifest(drawn, folder.path() / "calibration.csv"));
    LabelOptions labels;
    labels.labelsFile = kGlyphs / "labels.txt";
    const auto again = readManifest(folder.path() / "calibration.csv", labels);
    ASSERT_TRUE(again) << again.error().message.code;
    ASSERT_EQ(again->samples.size(), samples.size());
    for (std::size_t i = 0; i < samples.size(); ++i) {
        EXPECT_EQ(fs::weakly_canonical(again->samples[i].path), fs::weakly_canonical(samples[i].path));
        EXPECT_EQ(again->samples[i].label, samples[i].label);
    }
}

TEST(WriteManifest, KeepsOddNamesAndRelativePaths) {
    const TestFolder folder;
    Manifest manifest;
    manifest.classes = {"a, b", "say \"c\""};
    manifest.samples = {{folder.write("sub, folder/1.jpg", "1"), 1}, {folder.write("2;x.jpg", "2"), 0}};
    ASSERT_TRUE(writeCsvManifest(manifest, folder.path() / "list.csv"));
    EXPECT_EQ(base::readFile(folder.path() / "list.csv").value(),
              "path,label,name\n\"sub, folder/1.jpg\",1,\"say \"\"c\"\"\"\n\"2;x.jpg\",0,\"a, b\"\n");
    const auto again = readManifest(folder.path() / "list.csv", {});
    ASSERT_TRUE(again) << again.error().message.code;
    EXPECT_EQ(again->samples[0].path, manifest.samples[0].path);
    EXPECT_EQ(again->samples[0].label, 1);
}

TEST(WriteManifest, RowsOfATensorSet) {
    const TestFolder folder;
    Manifest drawn = readManifest(kGlyphs.parent_path() / "skeletons/calib.npz", {}).value();
    const auto indices = drawBalanced(drawn, 30, 1);
    std::vector<Sample> samples;
    for (const std::size_t index : indices) samples.push_back(drawn.samples[index]);
    drawn.samples = samples;
    ASSERT_TRUE(writeCsvManifest(drawn, folder.path() / "rows.csv"));
    const auto again = readManifest(folder.path() / "rows.csv", {});
    ASSERT_TRUE(again) << again.error().message.code;
    ASSERT_TRUE(again->tensors);
    ASSERT_EQ(again->samples.size(), 30U);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        EXPECT_EQ(again->samples[i].row, samples[i].row);
        EXPECT_EQ(again->samples[i].label, samples[i].label);
    }
    // The same rows are a leak; a row beyond the end names its line.
    const auto leaks = check(*again, &drawn);
    EXPECT_EQ(leaks.leaks.size(), 30U);
    EXPECT_NE(find(leaks.warnings, "dataset.calibration_leak"), nullptr);
    const std::string beyond = kGlyphs.parent_path().string() + "/skeletons/calib.npz#256,0\n";
    EXPECT_EQ(codeOf(readManifest(folder.write("beyond.csv", beyond), {})), "dataset.csv_tensor_row");
}

}  // namespace
}  // namespace pwb::dataset::test
