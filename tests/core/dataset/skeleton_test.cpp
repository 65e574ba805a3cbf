// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "core/dataset/preprocess.h"
#include "core/dataset/tensors/skeleton_picture.h"
#include "tests/core/dataset/support.h"
#include "tests/support/places.h"

namespace pwb::dataset {
namespace {

using namespace test;

const std::filesystem::path kSkeletons = tests::samples() / "skeletons/val.npz";

/// Pixels that are more blue than red, and the other way round.
std::pair<int, int> colours(const PreviewImage& picture) {
    int blue = 0, red = 0;
    for (std::size_t i = 0; i + 2 < picture.rgb.size(); i += 3) {
        blue += picture.rgb[i + 2] > picture.rgb[i] + 60;
        red += picture.rgb[i] > picture.rgb[i + 2] + 60;
    }
    return {blue, red};
}

TEST(Skeleton, ASequenceIsDrawnAsJoints) {
    EXPECT_TRUE(isSkeleton({3, 64, 17}));
    EXPECT_FALSE(isSkeleton({3, 64, 18}));
    EXPECT_FALSE(isSkeleton({64, 17}));
    for (const int edge : {64, 160, 512}) {
        const auto picture = thumbnail(kSkeletons.string() + "#0", edge);
        ASSERT_TRUE(picture) << codeOf(picture);
        EXPECT_LE(picture->width, edge);
        EXPECT_LE(picture->height, edge);
        const auto [blue, red] = colours(*picture);
        EXPECT_GT(blue, 10) << edge;
        EXPECT_GT(red, 10) << edge;
        EXPECT_LT(blue + red, picture->width * picture->height / 2);
    }
}

/// One joint alone is a dot where it is; y counts upwards or downwards.
TEST(Skeleton, TheHeadIsUp) {
    for (const float up : {1.0F, -1.0F}) {
        std::vector<float> values(3 * 17, 0);
        const auto set = [&](std::size_t joint, float x, float y) {
            values[joint] = x;
            values[17 + joint] = y;
            values[34 + joint] = 1;
        };
        set(0, 0, up);        // nose
        set(15, -0.3F, -up);  // left ankle, blue
        set(16, 0.3F, -up);   // right ankle, orange
        const cv::Mat sheet = drawSkeletons(values, 1, 120);
        int above = 0, below = 0;
        for (int y = 0; y < sheet.rows; ++y)
            for (int x = 0; x < sheet.cols; ++x)
                if (sheet.at<cv::Vec3b>(y, x)[1] < 200) ++(y < sheet.rows / 2 ? above : below);
        EXPECT_GT(above, 0);
        EXPECT_GT(below, above);  // two ankles, one nose
    }
    // Nothing known is a blank sheet, not a failure.
    EXPECT_EQ(drawSkeletons(std::vector<float>(3 * 17 * 4, 0), 4, 100).at<cv::Vec3b>(5, 5)[0], 255);
}

}  // namespace
}  // namespace pwb::dataset
