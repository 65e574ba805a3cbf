// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <cmath>

#include "core/dataset/images/picture_size.h"
#include "core/dataset/loader.h"
#include "tests/core/dataset/object_support.h"

namespace pwb::dataset {
namespace {

using namespace test;

/// Where values rise and fall over a half along a line of `count` values `step` apart, in continuous pixel
/// coordinates (centres at + .5).
std::pair<double, double> edges(const float* values, int count, int step) {
    double begin = 0, end = count;
    for (int i = 1; i < count; ++i) {
        const double before = values[(i - 1) * step], here = values[i * step];
        if (before < 0.5 && here >= 0.5) begin = i - 0.5 + (0.5 - before) / (here - before);
        if (before >= 0.5 && here < 0.5) end = i - 0.5 + (before - 0.5) / (before - here);
    }
    return {begin, end};
}

struct Case {
    int width, height;  // of the picture
    int across, down;   // of the input
    ResizeMode mode;
    double tolerance;  // px of the original
};

class Placed : public testing::TestWithParam<Case> {};

TEST_P(Placed, ABrightRectangleIsFoundWhereItWasDrawn) {
    const Case& c = GetParam();
    const Box drawn{std::round(c.width * 0.4), std::round(c.height * 0.4), std::round(c.width * 0.2),
                    std::round(c.height * 0.2)};
    const TestFolder folder;
    folder.write("a.ppm", ppm(c.width, c.height, [&](int x, int y) {
                     return x >= drawn.x && x < drawn.x + drawn.width && y >= drawn.y &&
                                    y < drawn.y + drawn.height
                                ? 255
                                : 0;
                 }));
    const auto manifest = readManifest(folder.path(), forDetection());
    ASSERT_TRUE(manifest);
    Preprocess preprocess;
    preprocess.width = c.across;
    preprocess.height = c.down;
    preprocess.resize = c.mode;
    Loader loader(*manifest, preprocess, {}, {});
    const auto batch = loader.next();
    ASSERT_TRUE(batch);
    ASSERT_EQ(batch->placements.size(), 1U);
    const Placement& placement = batch->placements[0];
    EXPECT_EQ(placement.width, c.width);
    EXPECT_EQ(placement.height, c.height);
    EXPECT_EQ(placement, placementOf(c.width, c.height, preprocess));

    // Rows and columns through the middle of the rectangle.
    const int row = static_cast<int>((drawn.y + drawn.height / 2) * placement.scaleY + placement.offsetY);
    const int column = static_cast<int>((drawn.x + drawn.width / 2) * placement.scaleX + placement.offsetX);
    const float* values = batch->inputs[0].as<float>().data();
    const auto [left, right] = edges(values + row * c.across, c.across, 1);
    const auto [upper, lower] = edges(values + column, c.down, c.across);
    const Box found = placement.toOriginal({left, upper, right - left, lower - upper});
    EXPECT_NEAR(found.x, drawn.x, c.tolerance);
    EXPECT_NEAR(found.y, drawn.y, c.tolerance);
    EXPECT_NEAR(found.x + found.width, drawn.x + drawn.width, c.tolerance);
    EXPECT_NEAR(found.y + found.height, drawn.y + drawn.height, c.tolerance);
}

// Enlarged by whole factors, bilinear resizing keeps an edge where it is but for the rounding to 8 bits.
INSTANTIATE_TEST_SUITE_P(Enlarged, Placed,
                         testing::Values(Case{160, 120, 320, 320, ResizeMode::Letterbox, 0.01},
                                         Case{120, 160, 320, 320, ResizeMode::Letterbox, 0.01},
                                         Case{160, 120, 320, 360, ResizeMode::Stretch, 0.01},
                                         Case{200, 100, 200, 200, ResizeMode::CenterCrop, 0.01},
                                         Case{100, 200, 300, 400, ResizeMode::CenterCrop, 0.01}));
// Reduced, an edge falls between pixels of the input: half of one, and what rounding the sides moves.
INSTANTIATE_TEST_SUITE_P(Reduced, Placed,
                         testing::Values(Case{1000, 750, 320, 320, ResizeMode::Letterbox, 1.6},
                                         Case{333, 500, 320, 320, ResizeMode::Letterbox, 0.8},
                                         Case{1000, 750, 320, 200, ResizeMode::Stretch, 1.9},
                                         Case{1000, 750, 300, 300, ResizeMode::CenterCrop, 1.3}));

TEST(PictureSize, IsWhatDecodingGives) {
    int seen = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(kImages)) {
        if (!entry.is_regular_file()) continue;
        const auto picture = thumbnail(entry.path(), 1 << 20);
        const auto size = pictureSize(entry.path());
        if (!picture) continue;  // header and rest may disagree in damaged files
        ASSERT_TRUE(size) << entry.path();
        EXPECT_EQ(size->width, picture->width) << entry.path();
        EXPECT_EQ(size->height, picture->height) << entry.path();
        ++seen;
    }
    EXPECT_GT(seen, 5);
    const TestFolder folder;
    EXPECT_EQ(pictureSize(folder.write("a.ppm", "P6 # a comment\n 12\t34 255\n")), (PictureSize{12, 34}));
    EXPECT_EQ(pictureSize(folder.write("b.jpg", "\xFF\xD8\xFF\xE0")), std::nullopt);
    EXPECT_EQ(pictureSize(folder.path() / "none.jpg"), std::nullopt);
}

long peakKilobytes() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TEST(PictureSize, ADamagedLengthIsNotReadNorMadeRoomFor) {
    const TestFolder folder;
    const std::string png("\x89PNG\r\n\x1A\n\x7F\xFF\xFF\xF0junk", 16);
    const long before = peakKilobytes();
    EXPECT_EQ(pictureSize(folder.write("damaged.png", png + std::string(64, '\0'))), std::nullopt);
    EXPECT_LT(peakKilobytes() - before, 256 * 1024);
}

}  // namespace
}  // namespace pwb::dataset
