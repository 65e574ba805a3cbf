// SPDX-License-Identifier: GPL-3.0-or-later
// The families beside YOLO's, on a few numbers decoded by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/words.h"
#include "tests/core/evaluate/decoder_support.h"

using namespace pwb;
using namespace pwb::evaluate;
using namespace pwb::tests;

namespace {

using base::ElementType;

Decoder ofFamily(const model::ModelInfo& info, DetectorKind kind,
                 const std::vector<std::string>& classes = {}) {
    DecodeOptions options;
    options.kind = kind;
    options.confidence = 0.1;
    auto decoder = Decoder::create(info, static_cast<int>(info.inputs[0].shape[3]),
                                   static_cast<int>(info.inputs[0].shape[2]), options, classes);
    EXPECT_TRUE(decoder) << base::Words::of("en").text(decoder.error());
    return *decoder;
}

std::vector<Detections> decodeAll(const Decoder& decoder, const std::vector<base::Tensor>& outputs, int width,
                                  int height, std::size_t rows = 1, std::int64_t* nonFinite = nullptr) {
    const std::vector<dataset::Placement> placements(rows, whole(width, height));
    auto found = decoder.decode(outputs, placements, nonFinite);
    EXPECT_TRUE(found) << base::Words::of("en").text(found.error());
    return found ? *found : std::vector<Detections>(rows);
}

float sigmoid(float x) {
    return 1 / (1 + std::exp(-x));
}

TEST(DetrDecoder, SoftmaxWithALastClassForNoObject) {
    const auto info = detectorInfo(100, 50, {value("logits", {1, 100, 3}), value("pred_boxes", {1, 100, 4})});
    const Decoder decoder = ofFamily(info, DetectorKind::Detr);
    EXPECT_EQ(decoder.classes(), 2);
    std::vector<float> logits(300), boxes(400, 0.5F);
    for (std::size_t i = 0; i < 100; ++i) logits[i * 3 + 2] = 9;
    const float row[] = {std::log(2.0F), std::log(5.0F), std::log(3.0F)};  // .2, .5, .3
    std::copy(std::begin(row), std::end(row), logits.begin() + 3);
    const float box[] = {0.5F, 0.4F, 0.2F, 0.4F};
    std::copy(std::begin(box), std::end(box), boxes.begin() + 4);
    logits[9] = kNan;
    std::int64_t nonFinite = 0;
    const auto found =
        decodeAll(decoder, {tensor({1, 100, 3}, logits), tensor({1, 100, 4}, boxes)}, 100, 50, 1, &nonFinite);
    ASSERT_EQ(found[0].size(), 1U);
    expectBox(found[0][0], 40, 10, 20, 20, 0.5F, 1);
    EXPECT_EQ(nonFinite, 1);
}

TEST(DetrDecoder, SigmoidPerClass) {
    const auto info =
        detectorInfo(100, 50, {value("dets", {1, 2, 4}), value("labels", {1, 2, 3})});  // RF-DETR
    const Decoder decoder = ofFamily(info, DetectorKind::Detr);
    EXPECT_EQ(decoder.classes(), 3);
    const auto found = decodeAll(decoder,
                                 {tensor({1, 2, 4}, {0.5F, 0.5F, 0.5F, 1, 0.1F, 0.5F, 0.2F, 0.5F}),
                                  tensor({1, 2, 3}, {2, -1, -5, -4, -4, 1})},
                                 100, 50);
    ASSERT_EQ(found[0].size(), 3U);
    expectBox(found[0][0], 25, 0, 50, 50, sigmoid(2), 0);
    expectBox(found[0][1], 0, 12.5F, 20, 25, sigmoid(1), 2);
    expectBox(found[0][2], 25, 0, 50, 50, sigmoid(-1), 1);
}

TEST(DetrDecoder, WhatTellsSoftmaxFromSigmoid) {
    const auto classesOf = [](std::int64_t queries, std::int64_t channels, const std::string& op,
                              const std::string& names) {
        auto info = detectorInfo(
            640, 640, {value("logits", {1, queries, channels}), value("pred_boxes", {1, queries, 4})});
        if (!op.empty()) info.operators[op] = 1;
        if (!names.empty()) info.metadata["names"] = names;
        return ofFamily(info, DetectorKind::Detr).classes();
    };
    EXPECT_EQ(classesOf(100, 92, "", ""), 91);            // DETR
    EXPECT_EQ(classesOf(-1, 92, "", ""), 91);             // with the queries left open
    EXPECT_EQ(classesOf(125, 3, "", ""), 2);              // Table Transformer
    EXPECT_EQ(classesOf(300, 80, "GridSample", ""), 80);  // RT-DETR
    EXPECT_EQ(classesOf(300, 91, "", ""), 91);            // Conditional DETR
    EXPECT_EQ(classesOf(100, 3, "TopK", ""), 3);
    EXPECT_EQ(classesOf(300, 4, "", "{0: 'a', 1: 'b', 2: 'c'}"), 3);
    EXPECT_EQ(classesOf(100, 3, "", "{0: 'a', 1: 'b', 2: 'c'}"), 3);
}

TEST(DetrDecoder, UltralyticsRtDetrHasOneOutput) {
    auto info = detectorInfo(100, 50, {value("output0", {1, 2, 6})});
    const Decoder decoder = ofFamily(info, DetectorKind::Detr);
    EXPECT_EQ(decoder.classes(), 2);
    const auto found = decodeAll(
        decoder, {tensor({1, 2, 6}, {0.5F, 0.4F, 0.2F, 0.4F, 0.3F, 0.8F, 0, 0, 0, 0, 0, 0})}, 100, 50);
    ASSERT_EQ(found[0].size(), 2U);
    expectBox(found[0][0], 40, 10, 20, 20, 0.8F, 1);
    expectBox(found[0][1], 40, 10, 20, 20, 0.3F, 0);
}

TEST(SsdDecoder, ProbabilitiesAndLogits) {
    const auto info = detectorInfo(100, 50, {value("scores", {1, 3, 3}), value("boxes", {1, 3, 4})});
    const Decoder decoder = ofFamily(info, DetectorKind::Ssd);
    EXPECT_EQ(decoder.classes(), 2);
    EXPECT_EQ(decoder.options().nmsIou, 0.45);
    const base::Tensor boxes = tensor({1, 3, 4}, {0.1F, 0.2F, 0.5F, 0.6F,  //
                                                  0.1F, 0.2F, 0.5F, 0.6F,  // the same: suppressed
                                                  -0.1F, 0, 0.2F, 1.5F});  // over the edges
    const std::vector<float> probabilities = {0.15F, 0.7F, 0.15F, 0.35F, 0.65F, 0, 0.4F, 0.05F, 0.55F};
    const auto check = [&](const std::vector<float>& scores) {
        const auto found = decodeAll(decoder, {tensor({1, 3, 3}, scores), boxes}, 100, 50);
        ASSERT_EQ(found[0].size(), 3U);
        expectBox(found[0][0], 10, 10, 40, 20, 0.7F, 0);
        expectBox(found[0][1], 0, 0, 20, 50, 0.55F, 1);
        expectBox(found[0][2], 10, 10, 40, 20, 0.15F, 1);
    };
    check(probabilities);
    std::vector<float> logits;
    for (const float p : probabilities) logits.push_back(std::log(std::max(p, 1e-6F)) - 2);
    check(logits);
}

TEST(BoxesDecoder, TensorFlowsInterface) {
    const auto info =
        detectorInfo(100, 50,
                     {value("detection_anchor_indices", {1, 3}), value("detection_boxes:0", {1, 3, 4}),
                      value("detection_classes:0", {1, 3}), value("detection_multiclass_scores", {1, 3, 2}),
                      value("detection_scores:0", {1, 3}), value("num_detections:0", {1}),
                      value("raw_detection_boxes", {1, 9, 4}), value("raw_detection_scores", {1, 9, 2})});
    const Decoder decoder = ofFamily(info, DetectorKind::Boxes);
    const auto found =
        decodeAll(decoder,
                  {tensor({1, 3}, {0, 0, 0}),
                   tensor({1, 3, 4}, {0.2F, 0.1F, 0.6F, 0.5F, 0, 0, 1, 1, 0, 0, 1, 1}),  // y1, x1, y2, x2
                   tensor({1, 3}, {3, 1, 1}), tensor({1, 3, 2}, std::vector<float>(6)),
                   tensor({1, 3}, {0.9F, 0.4F, 0.8F}), tensor({1}, {2}),
                   tensor({1, 9, 4}, std::vector<float>(36)), tensor({1, 9, 2}, std::vector<float>(18))},
                  100, 50);
    ASSERT_EQ(found[0].size(), 2U);  // the third is beyond their number
    expectBox(found[0][0], 10, 10, 40, 20, 0.9F, 2);
    expectBox(found[0][1], 0, 0, 100, 50, 0.4F, 0);
}

TEST(BoxesDecoder, EfficientNmsInABatch) {
    const auto info =
        detectorInfo(100, 50,
                     {value("num_dets", {-1, 1}, ElementType::Int32), value("det_boxes", {-1, 2, 4}),
                      value("det_scores", {-1, 2}), value("det_classes", {-1, 2}, ElementType::Int32)});
    const Decoder decoder = ofFamily(info, DetectorKind::Boxes);
    EXPECT_EQ(decoder.classes(), -1);
    const auto found = decodeAll(
        decoder,
        {integers({2, 1}, {1, 2}), tensor({2, 2, 4}, {1, 2, 11, 22, 0, 0, 0, 0, 5, 5, 9, 9, 10, 10, 30, 20}),
         tensor({2, 2}, {0.9F, 0.9F, 0.5F, 0.6F}), integers({2, 2}, {4, 0, 7, -1})},
        100, 50, 2);
    ASSERT_EQ(found[0].size(), 1U);
    expectBox(found[0][0], 1, 2, 10, 20, 0.9F, 4);
    ASSERT_EQ(found[1].size(), 1U);  // −1 is no class
    expectBox(found[1][0], 5, 5, 4, 4, 0.5F, 7);
}

TEST(BoxesDecoder, TorchvisionHasNoBatchAndABackground) {
    const auto info = detectorInfo(
        100, 50, {value("6568", {-1, 4}), value("6570", {-1}, ElementType::Int64), value("6572", {-1})});
    const Decoder decoder = ofFamily(info, DetectorKind::Boxes);
    const std::vector<base::Tensor> outputs = {tensor({2, 4}, {1, 2, 11, 22, 30, 10, 60, 40}),
                                               integers({2}, {1, 90}), tensor({2}, {0.3F, 0.8F})};
    const auto found = decodeAll(decoder, outputs, 100, 50);
    ASSERT_EQ(found[0].size(), 2U);
    expectBox(found[0][0], 30, 10, 30, 30, 0.8F, 89);
    expectBox(found[0][1], 1, 2, 10, 20, 0.3F, 0);
    EXPECT_EQ(failure(decoder, outputs, 2, whole(100, 50)), "evaluate.detector_shape");
    const auto none = decodeAll(decoder, {tensor({0, 4}, {}), integers({0}, {}), tensor({0}, {})}, 100, 50);
    EXPECT_TRUE(none[0].empty());
    EXPECT_EQ(failure(decoder, {outputs[0], integers({1}, {1}), outputs[2]}, 1, whole(100, 50)),
              "evaluate.detector_shape");
}

TEST(BoxesDecoder, CocosNumbersAreItsClassesWithoutTheGaps) {
    const auto info = detectorInfo(
        100, 50, {value("6568", {-1, 4}), value("6570", {-1}, ElementType::Int64), value("6572", {-1})});
    std::vector<std::string> classes(80, "other");
    classes[0] = "person";
    classes[11] = "stop sign";
    classes[79] = "toothbrush";
    const std::vector<std::int64_t> ids = {1, 11, 12, 13, 90, 91};
    std::vector<float> boxes;
    for (std::size_t i = 0; i < ids.size(); ++i) boxes.insert(boxes.end(), {1, 2, 11, 22});
    const auto found = decodeAll(
        ofFamily(info, DetectorKind::Boxes, classes),
        {tensor({6, 4}, boxes), integers({6}, ids), tensor({6}, {0.9F, 0.8F, 0.7F, 0.6F, 0.5F, 0.4F})}, 100,
        50);
    std::vector<int> labels;
    for (const Detection& each : found[0]) labels.push_back(each.label);
    EXPECT_EQ(labels, (std::vector<int>{0, 10, 11, 79}));
}

TEST(BoxesDecoder, MmdetectionHasTheScoreInTheBoxes) {
    const auto info =
        detectorInfo(100, 50, {value("dets", {-1, -1, 5}), value("labels", {-1, -1}, ElementType::Int64)});
    const auto found = decodeAll(
        ofFamily(info, DetectorKind::Boxes),
        {tensor({1, 2, 5}, {1, 2, 11, 22, 0.3F, 30, 10, 60, 40, 0.8F}), integers({1, 2}, {0, 79})}, 100, 50);
    ASSERT_EQ(found[0].size(), 2U);
    expectBox(found[0][0], 30, 10, 30, 30, 0.8F, 79);
    expectBox(found[0][1], 1, 2, 10, 20, 0.3F, 0);
}

TEST(BoxesDecoder, RowsOfTheWholeBatch) {
    const auto info = detectorInfo(100, 50, {value("output", {-1, 7})});  // YOLOv7 end to end
    const auto found =
        decodeAll(ofFamily(info, DetectorKind::Boxes), {tensor({3, 7}, {1, 1,  2,  11, 22, 5, 0.3F,  //
                                                                        0, 30, 10, 60, 40, 2, 0.8F,  //
                                                                        1, 30, 10, 60, 40, 0, 0.9F})},
                  100, 50, 3);
    ASSERT_EQ(found[0].size(), 1U);
    expectBox(found[0][0], 30, 10, 30, 30, 0.8F, 2);
    ASSERT_EQ(found[1].size(), 2U);
    expectBox(found[1][0], 30, 10, 30, 30, 0.9F, 0);
    expectBox(found[1][1], 1, 2, 10, 20, 0.3F, 5);
    EXPECT_TRUE(found[2].empty());
}

TEST(BoxesDecoder, BrokenLabelsAndCountsAreNoBoxes) {
    const auto info = detectorInfo(
        100, 50,
        {value("num", {1}), value("boxes", {1, 2, 4}), value("scores", {1, 2}), value("classes", {1, 2})});
    const Decoder decoder = ofFamily(info, DetectorKind::Boxes);
    const base::Tensor boxes = tensor({1, 2, 4}, {1, 2, 11, 22, 30, 10, 60, 40}),
                       scores = tensor({1, 2}, {0.5F, 0.6F});
    std::int64_t nonFinite = 0;
    const auto found = decodeAll(decoder, {tensor({1}, {1e9F}), boxes, scores, tensor({1, 2}, {kNan, 1e30F})},
                                 100, 50, 1, &nonFinite);
    EXPECT_TRUE(found[0].empty());
    EXPECT_EQ(nonFinite, 1);
    EXPECT_TRUE(
        decodeAll(decoder, {tensor({1}, {kNan}), boxes, scores, tensor({1, 2}, {0, 0})}, 100, 50)[0].empty());
}

TEST(FaceDecoder, YuNet) {
    // 64 × 32: 32, 8 and 2 cells.
    std::vector<model::ValueInfo> outputs;
    std::vector<base::Tensor> tensors;
    const std::int64_t cells[] = {32, 8, 2};
    for (const auto& [name, columns] : {std::pair("cls", 1), {"obj", 1}, {"bbox", 4}, {"kps", 10}})
        for (int level = 0; level < 3; ++level) {
            const Shape shape = {1, cells[level], columns};
            outputs.push_back(value(name + std::string("_") + std::to_string(8 << level), shape));
            tensors.push_back(
                tensor(shape, std::vector<float>(static_cast<std::size_t>(cells[level] * columns))));
        }
    const Decoder decoder = ofFamily(detectorInfo(64, 32, outputs), DetectorKind::YuNet);
    EXPECT_EQ(decoder.classes(), 1);
    EXPECT_EQ(decoder.options().nmsIou, 0.3);
    tensors[1].as<float>()[6] = 0.81F;  // stride 16, column 2, row 1
    tensors[4].as<float>()[6] = 1.2F;   // counts as 1
    const float box[] = {0.5F, 0.25F, std::log(1.5F), std::log(0.5F)};
    std::copy(std::begin(box), std::end(box), tensors[7].as<float>().begin() + 24);
    const auto found = decodeAll(decoder, tensors, 64, 32);
    ASSERT_EQ(found[0].size(), 1U);
    expectBox(found[0][0], 28, 16, 24, 8, 0.9F, 0);
}

TEST(FaceDecoder, Scrfd) {
    // 64 × 32 with two anchors per cell and no names; with a batch dimension and without.
    for (const bool batched : {true, false}) {
        std::vector<model::ValueInfo> outputs;
        std::vector<base::Tensor> tensors;
        const std::int64_t anchors[] = {64, 16, 4};
        for (const std::int64_t columns : {1, 4, 10})
            for (const std::int64_t count : anchors) {
                const Shape shape = batched ? Shape{1, count, columns} : Shape{count, columns};
                Shape declared = shape;
                declared[batched ? 1 : 0] = -1;
                outputs.push_back(value(std::to_string(outputs.size() + 448), declared));
                tensors.push_back(
                    tensor(shape, std::vector<float>(static_cast<std::size_t>(count * columns))));
            }
        const Decoder decoder = ofFamily(detectorInfo(64, 32, outputs), DetectorKind::Scrfd);
        tensors[0].as<float>()[2 * 13 + 1] = 0.7F;  // stride 8, column 5, row 1, second anchor
        const float box[] = {1, 0.5F, 2, 1.5F};     // left, top, right, bottom of (40, 8)
        std::copy(std::begin(box), std::end(box), tensors[3].as<float>().begin() + std::ptrdiff_t{27} * 4);
        const auto found = decodeAll(decoder, tensors, 64, 32);
        ASSERT_EQ(found[0].size(), 1U);
        expectBox(found[0][0], 32, 4, 24, 16, 0.7F, 0);
        EXPECT_EQ(failure(decoder, tensors, 2, whole(100, 50)), "evaluate.detector_shape");
        tensors[4] = tensors[5];
        EXPECT_EQ(failure(decoder, tensors, 1, whole(100, 50)), "evaluate.detector_shape");
    }
}

}  // namespace
