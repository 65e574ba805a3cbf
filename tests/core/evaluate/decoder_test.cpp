// SPDX-License-Identifier: GPL-3.0-or-later
// What every family shares, shown on the YOLO layouts.
#include <gtest/gtest.h>

#include <limits>

#include "core/base/half.h"
#include "core/base/words.h"
#include "tests/core/evaluate/yolo_rows.h"

using namespace pwb;
using namespace pwb::evaluate;
using namespace pwb::tests;

namespace {

constexpr float kInfinity = std::numeric_limits<float>::infinity();

TEST(Decoder, OptionsBeatTheFamilysSuppression) {
    const auto info = detectorInfo(64, 64, {value("output0", {1, 6, 7})});
    const std::vector<base::Tensor> outputs = {turned(tensor({1, 7, 6}, kRows))};
    DecodeOptions options;
    options.kind = DetectorKind::YoloV8;
    options.confidence = 0.55;
    options.nmsIou = 0.6;
    EXPECT_EQ(decode(make(info, options, 64, 64), outputs, {whole(64, 64)})[0].size(), 3U);
    options.agnosticNms = true;
    EXPECT_EQ(decode(make(info, options, 64, 64), outputs, {whole(64, 64)})[0].size(), 2U);
    options.maxDetections = 1;
    const auto found = decode(make(info, options, 64, 64), outputs, {whole(64, 64)});
    ASSERT_EQ(found[0].size(), 1U);
    expectBox(found[0][0], 15, 15, 10, 10, 0.9F, 0);
    const Decoder filled = make(info, DetectorKind::YoloV8);
    EXPECT_EQ(filled.kind(), DetectorKind::YoloV8);
    EXPECT_EQ(filled.options().nmsIou, 0.6);
    EXPECT_EQ(filled.options().agnosticNms, false);
    auto ultralytics = info;
    ultralytics.metadata = {{"task", "detect"}};
    EXPECT_EQ(make(ultralytics, DetectorKind::YoloV8).options().nmsIou, 0.7);
}

TEST(Decoder, BoxesGoBackToTheOriginalImage) {
    // 128 × 32 letterboxed into 64 × 64: halved, 24 rows of grey above.
    const dataset::Placement letterbox{128, 32, 0.5, 0.5, 0, 24};
    // 100 × 50 stretched.
    const dataset::Placement stretched{100, 50, 0.64, 1.28, 0, 0};
    // 64 × 128, the middle cut out.
    const dataset::Placement cropped{64, 128, 1, 1, 0, -32};
    const auto info = detectorInfo(64, 64, {value("output0", {-1, 5, 7})});
    std::vector<float> values(std::size_t{4} * 5 * 7);
    for (std::size_t row = 0; row < 4; ++row) {
        const std::vector<float> box = {32, 32, 16, 8, 0.5F};
        const std::vector<float> inGrey = {32, 8, 16, 8, 0.25F};
        for (std::size_t c = 0; c < 5; ++c) {
            values[row * 35 + c * 7 + 2] = box[c];
            values[row * 35 + c * 7 + 5] = inGrey[c];
        }
    }
    // The fourth row fills up a fixed batch.
    const auto found = decode(make(info, DetectorKind::YoloV8), {tensor({4, 5, 7}, values)},
                              {letterbox, stretched, cropped});
    ASSERT_EQ(found.size(), 3U);
    ASSERT_EQ(found[0].size(), 1U);  // nothing is left of what lies in the grey
    expectBox(found[0][0], 48, 8, 32, 16, 0.5F, 0);
    ASSERT_EQ(found[1].size(), 2U);
    expectBox(found[1][0], 37.5F, 21.875F, 25, 6.25F, 0.5F, 0);
    expectBox(found[1][1], 37.5F, 3.125F, 25, 6.25F, 0.25F, 0);
    ASSERT_EQ(found[2].size(), 2U);
    expectBox(found[2][0], 24, 60, 16, 8, 0.5F, 0);
}

TEST(Decoder, HalfAndDoubleOutputs) {
    const auto info = detectorInfo(64, 64, {value("output0", {1, 6, 7}, base::ElementType::Float16)});
    const base::Tensor floats = turned(tensor({1, 7, 6}, kRows));
    base::Tensor halves = base::Tensor::make(base::ElementType::Float16, floats.shape);
    base::Tensor doubles = base::Tensor::make(base::ElementType::Double, floats.shape);
    for (std::size_t i = 0; i < floats.as<float>().size(); ++i) {
        halves.as<std::uint16_t>()[i] = base::floatToHalf(floats.as<float>()[i]);
        doubles.as<double>()[i] = double{floats.as<float>()[i]};
    }
    const Decoder decoder = make(info, DetectorKind::YoloV8);
    const auto wanted = decode(decoder, {floats}, {whole(64, 64)});
    EXPECT_EQ(decode(decoder, {doubles}, {whole(64, 64)}), wanted);
    const auto rounded = decode(decoder, {halves}, {whole(64, 64)});
    ASSERT_EQ(rounded[0].size(), wanted[0].size());
    for (std::size_t i = 0; i < wanted[0].size(); ++i) {
        EXPECT_EQ(rounded[0][i].box(), wanted[0][i].box());
        EXPECT_NEAR(rounded[0][i].confidence, wanted[0][i].confidence, 5e-4);
    }
}

TEST(Decoder, WhatIsNotFiniteIsDroppedAndItsImagesCounted) {
    auto info = detectorInfo(64, 64, {value("output0", {3, 6, 7})});
    info.metadata["task"] = "detect";
    std::vector<float> values;
    const base::Tensor image = turned(tensor({1, 7, 6}, kRows));
    for (int row = 0; row < 3; ++row)
        values.insert(values.end(), image.as<float>().begin(), image.as<float>().end());
    values[42 + 4 * 7 + 0] = kNan;       // second image: the best score
    values[42 + 2 * 7 + 5] = kInfinity;  // and a width
    values[84 + 4 * 7 + 3] = kInfinity;  // third image: a score
    const Decoder decoder = make(info, DetectorKind::YoloV8);
    std::int64_t nonFinite = 5;
    const auto found = decode(decoder, {tensor({3, 6, 7}, values)}, {3, whole(64, 64)}, &nonFinite);
    EXPECT_EQ(nonFinite, 7);
    EXPECT_EQ(found[0].size(), 7U);
    EXPECT_EQ(found[1].size(), 5U);
    EXPECT_EQ(found[2], found[0]);
    // NaN as objectness.
    const auto five = detectorInfo(64, 64, {value("output0", {1, 252, 6})});
    std::vector<float> rows(std::size_t{252} * 6);
    rows[4] = kNan;
    nonFinite = 0;
    EXPECT_TRUE(
        decode(make(five, DetectorKind::YoloV5), {tensor({1, 252, 6}, rows)}, {whole(64, 64)}, &nonFinite)[0]
            .empty());
    EXPECT_EQ(nonFinite, 1);
}

TEST(Decoder, ScoresAboveOneAreOne) {
    const auto info = detectorInfo(64, 64, {value("output0", {1, 5, 7})});
    std::vector<float> values(35);
    for (const std::size_t c : {0, 1, 2, 3}) values[c * 7] = 20;
    values[28] = 1.0001F;
    const auto found = decode(make(info, DetectorKind::YoloV8), {tensor({1, 5, 7}, values)}, {whole(64, 64)});
    ASSERT_EQ(found[0].size(), 1U);
    EXPECT_EQ(found[0][0].confidence, 1.0F);
}

TEST(Decoder, OpenShapesAreUnderstoodWhenTheyCome) {
    const auto info = detectorInfo(64, 64, {value("output0", {-1, -1, -1})});
    const Decoder decoder = make(info, DetectorKind::YoloV8);
    EXPECT_EQ(decoder.classes(), -1);
    EXPECT_EQ(decode(decoder, {turned(tensor({1, 7, 6}, kRows))}, {whole(64, 64)})[0].size(), 6U);
    EXPECT_EQ(failure(decoder, {tensor({1, 4, 84}, std::vector<float>(336))}, 1, whole(64, 64)),
              "evaluate.detector_shape");
}

TEST(Decoder, ShapesThatCannotBeDecoded) {
    const auto info = detectorInfo(64, 64, {value("output0", {1, 6, 84})});
    const Decoder decoder = make(info, DetectorKind::YoloV8);
    EXPECT_EQ(failure(decoder, {tensor({1, 6, 84}, std::vector<float>(504))}, 1, whole(64, 64)), "");
    EXPECT_EQ(failure(decoder, {tensor({1, 6, 84}, std::vector<float>(504))}, 2, whole(64, 64)),
              "evaluate.detector_shape");
    EXPECT_EQ(failure(decoder, {tensor({6, 84}, std::vector<float>(504))}, 1, whole(64, 64)),
              "evaluate.detector_shape");
    EXPECT_EQ(failure(decoder, {}, 1, whole(64, 64)), "evaluate.detector_shape");
    base::Tensor text = base::Tensor::make(base::ElementType::String, {1, 6, 84});
    EXPECT_EQ(failure(decoder, {text}, 1, whole(64, 64)), "evaluate.detector_shape");
    const auto error =
        decoder.decode(std::vector{tensor({6, 84}, std::vector<float>(504))}, std::vector{whole(64, 64)});
    EXPECT_EQ(error.error().message.args, (base::Args{{"output", "output0"}, {"shape", "[6, 84]"}}));
    EXPECT_EQ(error.error().file, "detector.onnx");
}

TEST(Decoder, FractionsWherePixelsAreExpectedAreSaid) {
    const auto info = detectorInfo(64, 64, {value("output0", {1, 3, 6})});
    const Decoder decoder = make(info, DetectorKind::YoloV10);
    EXPECT_EQ(failure(decoder,
                      {tensor({1, 3, 6}, {0.1F, 0.2F, 0.4F, 0.5F, 0.9F, 0,  //
                                          0.3F, 0.5F, 0.8F, 1, 0.6F, 0,     //
                                          9, 9, 20, 20, 0.2F, 0})},
                      1, whole(64, 64)),
              "evaluate.detector_fractions");
    // A single small box there is one, when another likely one lies elsewhere; and boxes without a size are
    // what a broken INT8 model gives.
    EXPECT_EQ(
        failure(decoder, {tensor({1, 3, 6}, {0, 0, 1, 1, 0.9F, 0, 9, 9, 20, 20, 0.6F, 0, 0, 0, 0, 0, 0, 0})},
                1, whole(64, 64)),
        "");
    EXPECT_EQ(failure(decoder, {tensor({1, 3, 6}, {0, 0, 0, 0, 0.9F, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})},
                      1, whole(64, 64)),
              "");
}

TEST(Decoder, WhatCannotBeCreated) {
    const auto codeOf = [](const model::ModelInfo& info, std::optional<DetectorKind> kind,
                           const std::vector<std::string>& classes = {}) {
        DecodeOptions options;
        options.kind = kind;
        const auto decoder = Decoder::create(info, 64, 64, options, classes);
        return decoder ? "" : decoder.error().message.code;
    };
    const auto strange = detectorInfo(64, 64, {value("y", {1, 10})});
    EXPECT_EQ(codeOf(strange, std::nullopt), "evaluate.detector_unknown");
    for (const char* id :
         {"yolov5", "yolov8", "yolov10", "yolox", "detr", "ssd", "boxes", "yunet", "scrfd"}) {
        ASSERT_TRUE(detectorFromId(id)) << id;
        EXPECT_EQ(detectorId(*detectorFromId(id)), id);
        EXPECT_EQ(codeOf(strange, detectorFromId(id)), "evaluate.detector_unfit") << id;
        // The remedy names them all.
        const auto error = Decoder::create(strange, 64, 64, {}).error();
        EXPECT_NE(base::Words::of("en").remedy(error).find(id), std::string::npos);
        EXPECT_NE(base::Words::of("zh_CN").remedy(error).find(id), std::string::npos);
        EXPECT_NE(base::Words::of("en").remedy(error).find("--detector"), std::string::npos);
    }
    EXPECT_FALSE(detectorFromId("yolo"));
    const auto three = detectorInfo(64, 64, {value("output0", {1, 7, 84})});
    EXPECT_EQ(codeOf(three, DetectorKind::YoloV8, {"a", "b", "c"}), "");
    EXPECT_EQ(codeOf(three, DetectorKind::YoloV8, {"a", "b"}), "");
    EXPECT_EQ(codeOf(three, DetectorKind::YoloV8, {"a", "b", "c", "d"}), "evaluate.detector_classes");
    auto named = three;
    named.metadata["names"] = "{0: 'a', 1: 'b', 2: 'c', 3: 'd'}";  // more than there is room for
    EXPECT_EQ(codeOf(named, DetectorKind::YoloV8), "evaluate.detector_unfit");
    EXPECT_EQ(codeOf(detectorInfo(64, 64, {}), DetectorKind::YoloV8), "evaluate.detector_unfit");
}

}  // namespace
