// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/evaluate/decode_roles.h"
#include "core/evaluate/detection.h"
#include "core/model/grid_cells.h"

namespace pwb::evaluate {
namespace {

using model::ModelInfo;
using model::ValueInfo;

bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// Two tables whose names tell a transformer's queries from an SSD's anchors.
std::optional<DetectorKind> tablesKind(const ModelInfo& model) {
    const auto roles = scoredBoxes(model);
    if (!roles) return std::nullopt;
    const ValueInfo& scores = model.outputs[roles->scores];
    const std::string score = plainName(scores), box = plainName(model.outputs[roles->boxes]);
    if (contains(score, "logit") && contains(box, "box")) return DetectorKind::Detr;
    if (box == "dets" && score == "labels") return DetectorKind::Detr;
    constexpr std::int64_t kFewestAnchors = 1000;
    const auto [height, width] = model::imageSize(model);
    // One box per cell of a YOLO's grids would be pixels and have no background.
    if ((contains(score, "score") || contains(score, "conf")) && contains(box, "box") &&
        scores.shape[2] >= 2 && scores.shape[1] >= kFewestAnchors && height > 0 &&
        model::gridAnchors(scores.shape[1], height, width) == 0)
        return DetectorKind::Ssd;
    return std::nullopt;
}

/// Of one output [B, anchors, channels] whose anchors are the cells of grids.
std::optional<DetectorKind> anchorRowsKind(const ModelInfo& model, int anchorsPerCell) {
    const ValueInfo& output = model.outputs[0];
    const std::int64_t channels = output.shape[2];
    const int named = namedClasses(model);
    if (named > 0 && channels == 4 + named) return DetectorKind::YoloV8;
    if (channels < 6 || channels < 5 + named) return std::nullopt;
    if (anchorsPerCell == 3) return DetectorKind::YoloV5;
    // One anchor per cell and an objectness: YOLOX and YOLOv6 by the names that their exporters give. YOLOX
    // leaves boxes as they are unless asked to decode them, for which it needs an exponential.
    const std::string name = plainName(output);
    if (name == "output" && !model.operators.contains("Exp")) return DetectorKind::YoloX;
    if (name == "output" || name == "outputs") return DetectorKind::YoloV5;
    return std::nullopt;
}

/// What the metadata of Ultralytics' exporters say; those of the YOLOv5 repository have no task.
std::optional<DetectorKind> ultralyticsKind(const ModelInfo& model) {
    const auto& shape = model.outputs[0].shape;
    const int named = namedClasses(model);
    if (named == 0) return std::nullopt;
    const auto holds = [&](std::int64_t channels, int before) {
        return channels < 0 || channels >= before + named;
    };
    if (!metadataOf(model, "task").empty())
        return holds(shape[1], 4) || holds(shape[2], 4) ? std::optional(DetectorKind::YoloV8) : std::nullopt;
    if (!metadataOf(model, "stride").empty() && holds(shape[2], 5)) return DetectorKind::YoloV5;
    return std::nullopt;
}

constexpr std::int64_t kRow = 6;  ///< values of a final detection: box, score, class

/// A table of [a, b] per image: which of the two counts the cells of the grids, or neither.
std::optional<DetectorKind> kindByCells(const ModelInfo& model, std::int64_t a, std::int64_t b) {
    const auto [height, width] = model::imageSize(model);
    const int first = height > 0 ? model::gridAnchors(a, height, width) : 0;
    const int second = height > 0 ? model::gridAnchors(b, height, width) : 0;
    constexpr std::int64_t kMostRows = 1000, kFewestRows = 10;
    if (b == kRow && a >= kFewestRows && a <= kMostRows && first == 0) return DetectorKind::YoloV10;
    if (second == 1 && first == 0 && a > 4)
        return a >= 4 + namedClasses(model) ? std::optional(DetectorKind::YoloV8) : std::nullopt;
    if (first > 0 && second == 0) return anchorRowsKind(model, first);
    if (const auto kind = ultralyticsKind(model)) return kind;
    // Of a model for pictures of any size, which leaves nothing to count.
    if (height == 0 && a > 4 && b >= kMostRows && b >= 4 * a) return DetectorKind::YoloV8;
    return std::nullopt;
}

std::optional<DetectorKind> yoloKind(const ModelInfo& model) {
    const ValueInfo& output = model.outputs[0];
    if (!isFloating(output) || output.shape.size() != 3) return std::nullopt;
    // Beside it, there are at most maps: prototypes of masks or the undecoded grids.
    for (std::size_t i = 1; i < model.outputs.size(); ++i)
        if (model.outputs[i].shape.size() < 4) return std::nullopt;
    const std::int64_t a = output.shape[1], b = output.shape[2];
    // Ultralytics calls it after its configuration, "rtdetr-l".
    if (contains(metadataOf(model, "description"), "rtdetr") || metadataOf(model, "head") == "RTDETRDecoder")
        return DetectorKind::Detr;
    const bool final =
        metadataOf(model, "end2end") == "True" || contains(metadataOf(model, "args"), "'nms': True");
    if (final) return b < 0 || b >= kRow ? std::optional(DetectorKind::YoloV10) : std::nullopt;
    return kindByCells(model, a, b);
}

}  // namespace

std::optional<DetectorKind> recognizeDetector(const ModelInfo& model) {
    if (model.outputs.empty()) return std::nullopt;
    const std::string task = metadataOf(model, "task");
    if (task == "classify" || task == "obb") return std::nullopt;  // turned boxes are none of ours
    if (!yunetLevels(model).empty()) return DetectorKind::YuNet;
    if (!scrfdLevels(model).empty()) return DetectorKind::Scrfd;
    if (const auto roles = finalBoxes(model);
        roles && (!roles->rows7 || model.operators.contains("NonMaxSuppression")))
        return DetectorKind::Boxes;
    if (const auto kind = tablesKind(model)) return kind;
    return yoloKind(model);
}

dataset::PreprocessOptions usualPreprocess(DetectorKind kind) {
    using dataset::ColorOrder;
    using dataset::ResizeMode;
    dataset::PreprocessOptions options;
    options.resize = ResizeMode::Letterbox;
    options.color = ColorOrder::Rgb;
    options.scale = 1.0 / 255.0;
    options.mean = {0, 0, 0};
    options.std = {1, 1, 1};
    switch (kind) {
        case DetectorKind::YoloX:
        case DetectorKind::YuNet:
            options.color = ColorOrder::Bgr;
            options.scale = 1;
            break;
        case DetectorKind::Scrfd:
            options.scale = 1;
            options.mean = {127.5, 127.5, 127.5};
            options.std = {128, 128, 128};
            break;
        case DetectorKind::Ssd:
            options.resize = ResizeMode::Stretch;
            options.scale = 1;
            options.mean = {127, 127, 127};
            options.std = {128, 128, 128};
            break;
        case DetectorKind::Detr:
            options.resize = ResizeMode::Stretch;
            options.mean = {0.485, 0.456, 0.406};
            options.std = {0.229, 0.224, 0.225};
            break;
        case DetectorKind::YoloV5:
        case DetectorKind::YoloV8:
        case DetectorKind::YoloV10:
        case DetectorKind::Boxes:
            break;
    }
    return options;
}

}  // namespace pwb::evaluate
