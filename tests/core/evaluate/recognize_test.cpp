// SPDX-License-Identifier: GPL-3.0-or-later
// Every family by what real exports of it declare.
#include <gtest/gtest.h>

#include "core/evaluate/detection.h"
#include "core/model/task.h"
#include "tests/core/evaluate/decoder_support.h"

using namespace pwb;
using namespace pwb::evaluate;
using namespace pwb::tests;
using base::ElementType;

namespace {

using Metadata = std::map<std::string, std::string>;
constexpr auto kInt64 = ElementType::Int64;

std::string names(int count) {
    std::string text;
    for (int i = 0; i < count; ++i)
        text += (i ? ", " : "") + std::to_string(i) + ": 'c" + std::to_string(i) + "'";
    return "{" + text + "}";
}

Metadata ultralytics(const std::string& task, int classes) {
    return {{"description", "Ultralytics YOLO11n model trained on coco.yaml"},
            {"task", task},
            {"stride", "32"},
            {"imgsz", "[640, 640]"},
            {"names", names(classes)},
            {"args", "{'batch': 1, 'half': False, 'nms': False}"},
            {"end2end", "False"}};
}

/// The id of the kind; "" where none is recognised. What is recognised must count as detection before.
std::string kindOf(model::ModelInfo info, const Metadata& metadata = {},
                   const std::map<std::string, int>& operators = {}) {
    info.metadata = metadata;
    info.operators = operators;
    const auto kind = recognizeDetector(info);
    if (!kind) return "";
    const auto task = metadata.find("task");
    if (task == metadata.end() || task->second == "detect") {
        EXPECT_EQ(model::recognizeTask(info), model::Task::Detection) << detectorId(*kind);
    }
    // A kind is only recognised where its decoder takes the outputs.
    EXPECT_TRUE(Decoder::create(info, 640, 640, {})) << detectorId(*kind);
    return std::string(detectorId(*kind));
}

std::string kindOf640(const Shape& output, const Metadata& metadata = {}, const std::string& name = "output0",
                      const std::map<std::string, int>& operators = {}) {
    return kindOf(detectorInfo(640, 640, {value(name, output)}), metadata, operators);
}

TEST(Recognize, YoloV8) {
    EXPECT_EQ(kindOf640({1, 84, 8400}), "yolov8");
    EXPECT_EQ(kindOf640({-1, 84, 8400}), "yolov8");
    EXPECT_EQ(kindOf640({1, 5, 8400}), "yolov8");
    EXPECT_EQ(kindOf640({1, 84, 34000}), "yolov8");  // with stride 4
    EXPECT_EQ(kindOf640({1, 84, 8400}, ultralytics("detect", 80)), "yolov8");
    EXPECT_EQ(kindOf640({1, 8400, 84}, ultralytics("detect", 80)), "yolov8");
    EXPECT_EQ(kindOf640({-1, -1, -1}, ultralytics("detect", 80)), "yolov8");
    EXPECT_EQ(kindOf640({1, 56, 8400}, ultralytics("pose", 1)), "yolov8");
    EXPECT_EQ(kindOf(detectorInfo(640, 640,
                                  {value("output0", {1, 116, 8400}), value("output1", {1, 32, 160, 160})}),
                     ultralytics("segment", 80)),
              "yolov8");
    EXPECT_EQ(kindOf(detectorInfo(-1, -1, {value("output0", {1, 84, 8400})})), "yolov8");
}

TEST(Recognize, YoloV5) {
    EXPECT_EQ(kindOf640({1, 25200, 85}), "yolov5");
    EXPECT_EQ(kindOf640({1, 25200, 85}, {{"stride", "32"}, {"names", names(80)}}), "yolov5");
    EXPECT_EQ(kindOf640({-1, -1, -1}, {{"stride", "32"}, {"names", names(80)}}), "yolov5");
    EXPECT_EQ(kindOf640({1, 25200, 85}, {}, "output"), "yolov5");  // YOLOv7
    EXPECT_EQ(kindOf640({1, 25200, 6}), "yolov5");                 // one class
    EXPECT_EQ(kindOf640({1, 8400, 85}, {}, "outputs"), "yolov5");  // YOLOv6
    EXPECT_EQ(kindOf(detectorInfo(640, 640,
                                  {value("output", {1, 25200, 85}), value("a", {1, 3, 80, 80, 85}),
                                   value("b", {1, 3, 40, 40, 85}), value("c", {1, 3, 20, 20, 85})})),
              "yolov5");
    // Decoded YOLOX is laid out the same.
    EXPECT_EQ(kindOf640({1, 8400, 85}, {}, "output", {{"Exp", 1}}), "yolov5");
}

TEST(Recognize, YoloX) {
    EXPECT_EQ(kindOf640({1, 8400, 85}, {}, "output", {{"Conv", 80}}), "yolox");
}

TEST(Recognize, YoloV10) {
    EXPECT_EQ(kindOf640({1, 300, 6}), "yolov10");
    EXPECT_EQ(kindOf640({1, 300, 6}, ultralytics("detect", 80)), "yolov10");
    Metadata endToEnd = ultralytics("detect", 80);
    endToEnd["end2end"] = "True";
    EXPECT_EQ(kindOf640({1, 300, 6}, endToEnd), "yolov10");
    EXPECT_EQ(kindOf640({-1, -1, -1}, endToEnd), "yolov10");
    Metadata suppressed = ultralytics("pose", 1);
    suppressed["args"] = "{'batch': 1, 'nms': True}";
    EXPECT_EQ(kindOf640({1, 300, 57}, suppressed), "yolov10");
    Metadata masks = ultralytics("segment", 80);
    masks["end2end"] = "True";
    EXPECT_EQ(
        kindOf(detectorInfo(640, 640, {value("output0", {1, 300, 38}), value("output1", {1, 32, 160, 160})}),
               masks),
        "yolov10");  // YOLO26-seg
}

TEST(Recognize, Detr) {
    const auto two = [](const std::string& first, const Shape& a, const std::string& second, const Shape& b) {
        return detectorInfo(640, 640, {value(first, a), value(second, b)});
    };
    EXPECT_EQ(kindOf(two("logits", {1, 100, 92}, "pred_boxes", {1, 100, 4})), "detr");
    EXPECT_EQ(kindOf(two("logits", {-1, -1, 80}, "pred_boxes", {-1, -1, 4})), "detr");
    EXPECT_EQ(kindOf(two("pred_logits", {1, 300, 80}, "pred_boxes", {1, 300, 4})), "detr");
    EXPECT_EQ(kindOf(two("dets", {1, 300, 4}, "labels", {1, 300, 91})), "detr");
    EXPECT_EQ(kindOf(detectorInfo(640, 640,
                                  {value("dets", {1, 100, 4}), value("labels", {1, 100, 91}),
                                   value("masks", {1, 100, 108, 108})})),
              "detr");
    EXPECT_EQ(kindOf(detectorInfo(640, 640,
                                  {value("logits", {1, 100, 92}), value("pred_boxes", {1, 100, 4}),
                                   value("last_hidden_state", {1, 100, 256})})),
              "detr");
    Metadata rtdetr = ultralytics("detect", 80);
    rtdetr["description"] = "Ultralytics rtdetr-l model trained on coco.yaml";
    EXPECT_EQ(kindOf640({1, 300, 84}, rtdetr), "detr");
}

TEST(Recognize, Ssd) {
    const auto ultraFace = [](std::int64_t anchors) {
        return detectorInfo(320, 240, {value("scores", {1, anchors, 2}), value("boxes", {1, anchors, 4})});
    };
    EXPECT_EQ(kindOf(ultraFace(4420)), "ssd");
    // As few could be a transformer's queries, and one per cell of the grids a YOLO's pixels.
    EXPECT_EQ(kindOf(ultraFace(300)), "");
    EXPECT_EQ(kindOf(detectorInfo(640, 640, {value("scores", {1, 8400, 80}), value("boxes", {1, 8400, 4})})),
              "");
}

TEST(Recognize, BoxesAfterSuppression) {
    const auto float2 = [](const std::string& name) { return value(name, {1, -1}); };
    EXPECT_EQ(kindOf(detectorInfo(-1, -1,
                                  {value("detection_boxes", {1, 100, 4}), float2("detection_classes"),
                                   float2("detection_scores"), value("num_detections", {1})})),
              "boxes");
    EXPECT_EQ(kindOf(detectorInfo(640, 640,
                                  {value("num_dets", {-1, 1}, kInt64), value("det_boxes", {-1, 100, 4}),
                                   value("det_scores", {-1, 100}), value("det_classes", {-1, 100}, kInt64)})),
              "boxes");
    EXPECT_EQ(kindOf(detectorInfo(
                  1200, 1200,
                  {value("bboxes", {1, -1, 4}), value("labels", {1, -1}, kInt64), value("scores", {1, -1})})),
              "boxes");
    EXPECT_EQ(kindOf(detectorInfo(
                  800, 800, {value("6568", {-1, 4}), value("6570", {-1}, kInt64), value("6572", {-1})})),
              "boxes");
    EXPECT_EQ(kindOf(detectorInfo(
                  800, 800, {value("boxes", {-1, 4}), value("scores", {-1}), value("labels", {-1}, kInt64)})),
              "boxes");
    EXPECT_EQ(kindOf(detectorInfo(640, 640, {value("dets", {1, -1, 5}), value("labels", {1, -1}, kInt64)})),
              "boxes");
    EXPECT_EQ(kindOf(detectorInfo(640, 640, {value("output", {-1, 7})}), {}, {{"NonMaxSuppression", 1}}),
              "boxes");
    EXPECT_EQ(kindOf(detectorInfo(640, 640, {value("output", {-1, 7})})), "");  // seven classes
}

TEST(Recognize, Faces) {
    std::vector<model::ValueInfo> yunet, scrfd, unnamed;
    for (const auto& [name, columns] : {std::pair("cls", 1), {"obj", 1}, {"bbox", 4}, {"kps", 10}})
        for (const int stride : {8, 16, 32})
            yunet.push_back(value(name + ("_" + std::to_string(stride)),
                                  {1, std::int64_t{640 / stride} * (640 / stride), columns}));
    for (const auto& [name, columns] : {std::pair("score", 1), {"bbox", 4}, {"kps", 10}})
        for (const int stride : {8, 16, 32}) {
            scrfd.push_back(value(name + ("_" + std::to_string(stride)), {1, -1, columns}));
            unnamed.push_back(value(std::to_string(unnamed.size() + 448),
                                    {std::int64_t{2} * (640 / stride) * (640 / stride), columns}));
        }
    EXPECT_EQ(kindOf(detectorInfo(640, 640, yunet)), "yunet");
    EXPECT_EQ(kindOf(detectorInfo(640, 640, scrfd)), "scrfd");
    EXPECT_EQ(kindOf(detectorInfo(-1, -1, unnamed)), "scrfd");
    unnamed.resize(6);  // without key points
    EXPECT_EQ(kindOf(detectorInfo(-1, -1, unnamed)), "scrfd");
}

TEST(Recognize, NothingRatherThanAGuess) {
    EXPECT_EQ(kindOf640({1, 1000}), "");
    EXPECT_EQ(kindOf640({1, 32, 80, 80}), "");
    EXPECT_EQ(kindOf640({-1, -1, -1}), "");
    EXPECT_EQ(kindOf640({1, 197, 768}), "");
    EXPECT_EQ(kindOf640({1, 8400, 85}, {}, "y"), "");  // decoded or not?
    EXPECT_EQ(kindOf640({1, 84, 8400}, ultralytics("classify", 80)), "");
    EXPECT_EQ(kindOf640({1, 20, 8400}, ultralytics("obb", 15)), "");
    EXPECT_EQ(kindOf640({1, 7, 8400}, ultralytics("detect", 80)), "");  // names of another model
    EXPECT_EQ(kindOf(detectorInfo(640, 640, {value("boxes", {1, 8400, 4})})), "");
    EXPECT_EQ(kindOf(detectorInfo(640, 640, {})), "");
    EXPECT_EQ(kindOf(detectorInfo(640, 640,
                                  {value("a", {1, 3, 80, 80, 85}), value("b", {1, 3, 40, 40, 85}),
                                   value("c", {1, 3, 20, 20, 85})})),
              "");
}

TEST(Recognize, ClassifiersStayClassifiers) {
    for (const Shape& shape : {Shape{1, 1000}, Shape{-1, 7}, Shape{1, 6}, Shape{1, 10, 1, 1}})
        EXPECT_EQ(model::recognizeTask(detectorInfo(224, 224, {value("logits", shape)})),
                  model::Task::Classification);
}

TEST(UsualPreprocess, OfEachFamily) {
    const auto yolo = usualPreprocess(DetectorKind::YoloV8);
    EXPECT_EQ(yolo.resize, dataset::ResizeMode::Letterbox);
    EXPECT_EQ(yolo.color, dataset::ColorOrder::Rgb);
    EXPECT_EQ(yolo.scale, 1.0 / 255.0);
    EXPECT_FALSE(yolo.width);
    const auto yunet = usualPreprocess(DetectorKind::YuNet);
    EXPECT_EQ(yunet.color, dataset::ColorOrder::Bgr);
    EXPECT_EQ(yunet.scale, 1);
    const auto ultraFace = usualPreprocess(DetectorKind::Ssd);
    EXPECT_EQ(ultraFace.resize, dataset::ResizeMode::Stretch);
    EXPECT_EQ(ultraFace.mean, (std::array<double, 3>{127, 127, 127}));
    EXPECT_EQ(ultraFace.std, (std::array<double, 3>{128, 128, 128}));
    const auto scrfd = usualPreprocess(DetectorKind::Scrfd);
    EXPECT_EQ(scrfd.resize, dataset::ResizeMode::Letterbox);
    EXPECT_EQ(scrfd.mean, (std::array<double, 3>{127.5, 127.5, 127.5}));
    const auto detr = usualPreprocess(DetectorKind::Detr);
    EXPECT_EQ(detr.resize, dataset::ResizeMode::Stretch);
    EXPECT_EQ(detr.std, (std::array<double, 3>{0.229, 0.224, 0.225}));
}

}  // namespace
