// SPDX-License-Identifier: GPL-3.0-or-later
// The YOLO layouts, on a few numbers decoded by hand.
#include <gtest/gtest.h>

#include <cmath>

#include "tests/core/evaluate/yolo_rows.h"

using namespace pwb;
using namespace pwb::evaluate;
using namespace pwb::tests;

namespace {

TEST(YoloDecoder, V8) {
    auto info = detectorInfo(64, 64, {value("output0", {1, 6, 7})});
    info.metadata["task"] = "detect";
    const auto found =
        decode(make(info, DetectorKind::YoloV8), {turned(tensor({1, 7, 6}, kRows))}, {whole(64, 64)});
    ASSERT_EQ(found.size(), 1U);
    ASSERT_EQ(found[0].size(), 7U);  // IoU 2/3 does not reach .7
    expectBox(found[0][0], 15, 15, 10, 10, 0.9F, 0);
    expectBox(found[0][1], 17, 15, 10, 10, 0.8F, 0);
    expectBox(found[0][2], 17, 15, 10, 10, 0.7F, 1);
    expectBox(found[0][3], 37, 7, 6, 6, 0.6F, 1);
    expectBox(found[0][4], 37, 7, 6, 6, 0.3F, 0);
    expectBox(found[0][5], 8, 48, 4, 4, 0.2F, 0);
    expectBox(found[0][6], 0, 59, 3, 2, 0.15F, 1);
    info.metadata.clear();  // not from Ultralytics: .6
    EXPECT_EQ(decode(make(info, DetectorKind::YoloV8), {turned(tensor({1, 7, 6}, kRows))}, {whole(64, 64)})[0]
                  .size(),
              6U);
}

TEST(YoloDecoder, V8Transposed) {
    // A hundred channels and 84 anchors: the grids of 64 × 64 tell which is which, not the size.
    const auto info = detectorInfo(64, 64, {value("output0", {1, 84, 100})});
    std::vector<float> values(std::size_t{84} * 100);
    for (const std::size_t anchor : {3, 80}) {
        values[anchor * 100] = 30;
        values[anchor * 100 + 1] = static_cast<float>(anchor) / 2;
        values[anchor * 100 + 2] = values[anchor * 100 + 3] = 10;
        values[anchor * 100 + 4 + 95] = 0.5F;
    }
    const Decoder decoder = make(info, DetectorKind::YoloV8);
    EXPECT_EQ(decoder.classes(), 96);
    const auto found = decode(decoder, {tensor({1, 84, 100}, values)}, {whole(64, 64)});
    ASSERT_EQ(found[0].size(), 2U);
    expectBox(found[0][0], 25, 0, 10, 6.5F, 0.5F, 95);
    expectBox(found[0][1], 25, 35, 10, 10, 0.5F, 95);
}

TEST(YoloDecoder, V5MultipliesObjectnessAndClass) {
    const auto info = detectorInfo(64, 64, {value("output0", {1, 252, 7})});
    std::vector<float> values(std::size_t{252} * 7);
    const std::vector<float> first = {30, 20, 10, 6, 0.5F, 0.8F, 0.4F};
    const std::vector<float> second = {30, 40, 10, 6, 0.05F, 1, 1};  // not an object
    std::copy(first.begin(), first.end(), values.begin());
    std::copy(second.begin(), second.end(), values.begin() + 7);
    const Decoder decoder = make(info, DetectorKind::YoloV5);
    EXPECT_EQ(decoder.classes(), 2);
    EXPECT_EQ(decoder.options().nmsIou, 0.6);
    const auto found = decode(decoder, {tensor({1, 252, 7}, values)}, {whole(64, 64)});
    ASSERT_EQ(found[0].size(), 2U);
    expectBox(found[0][0], 25, 17, 10, 6, 0.4F, 0);
    expectBox(found[0][1], 25, 17, 10, 6, 0.2F, 1);
}

TEST(YoloDecoder, V10) {
    const auto info = detectorInfo(64, 64, {value("output0", {1, 3, 6})});
    const auto found =
        decode(make(info, DetectorKind::YoloV10),
               {tensor({1, 3, 6}, {1, 2, 11, 22, 0.5F, 3,  //
                                   1, 2, 11, 22, 0.9F, 3,  // the same again: nothing is suppressed
                                   0, 0, 5, 5, 0.01F, 0})},
               {whole(64, 64)});
    ASSERT_EQ(found[0].size(), 2U);
    expectBox(found[0][0], 1, 2, 10, 20, 0.9F, 3);
    expectBox(found[0][1], 1, 2, 10, 20, 0.5F, 3);
}

TEST(YoloDecoder, XIsDecodedFromItsGrids) {
    // 32 × 32: 16 cells of 8 pixels, 4 of 16, 1 of 32.
    const auto info = detectorInfo(32, 32, {value("output", {1, 21, 7})});
    std::vector<float> values(std::size_t{21} * 7);
    const auto set = [&](std::size_t anchor, const std::vector<float>& row) {
        std::copy(row.begin(), row.end(), values.begin() + static_cast<std::ptrdiff_t>(anchor * 7));
    };
    set(6, {0.5F, 0.25F, std::log(2.0F), 0, 0.8F, 0.25F, 0.5F});  // column 2, row 1 of the first grid
    set(18, {0.5F, 0.5F, 0, std::log(0.5F), 0.5F, 0.9F, 0.8F});   // column 0, row 1 of the second
    set(20, {0.5F, 0.5F, 0, 0, 0.9F, 0.1F, 0.1F});                // .09: too weak
    const Decoder decoder = make(info, DetectorKind::YoloX, 32, 32);
    EXPECT_EQ(decoder.classes(), 2);
    const auto found = decode(decoder, {tensor({1, 21, 7}, values)}, {whole(32, 32)});
    ASSERT_EQ(found[0].size(), 2U);
    expectBox(found[0][0], 0, 20, 16, 8, 0.45F, 0);  // the best class alone
    expectBox(found[0][1], 12, 6, 16, 8, 0.4F, 1);
}

TEST(YoloDecoder, FurtherChannelsAreNoClasses) {
    auto masks =
        detectorInfo(64, 64, {value("output0", {1, 4 + 3 + 32, 84}), value("output1", {1, 32, 16, 16})});
    EXPECT_EQ(make(masks, DetectorKind::YoloV8).classes(), 3);
    masks.metadata["names"] = "{0: 'a', 1: 'b'}";
    EXPECT_EQ(make(masks, DetectorKind::YoloV8).classes(), 2);
    auto points = detectorInfo(64, 64, {value("output0", {1, 56, 84})});
    points.metadata["kpt_shape"] = "[17, 3]";
    EXPECT_EQ(make(points, DetectorKind::YoloV8).classes(), 1);
    std::vector<float> values(std::size_t{56} * 84);
    for (const std::size_t c : {0, 1, 2, 3}) values[c * 84 + 10] = 20;
    values[4 * 84 + 10] = 0.5F;
    values[7 * 84 + 10] = 1;  // a point's confidence
    EXPECT_EQ(
        decode(make(points, DetectorKind::YoloV8), {tensor({1, 56, 84}, values)}, {whole(64, 64)})[0].size(),
        1U);
}

}  // namespace
