// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/task.h"

#include <algorithm>
#include <cctype>

#include "core/model/grid_cells.h"

namespace pwb::model {

namespace {

bool isFloating(const ValueInfo& value) {
    return value.type == base::ElementType::Float || value.type == base::ElementType::Float16;
}

bool anyOutputNamed(const ModelInfo& info, std::string_view part) {
    return std::any_of(info.outputs.begin(), info.outputs.end(), [&](const ValueInfo& output) {
        std::string name = output.name;
        std::transform(name.begin(), name.end(), name.begin(),
                       [](unsigned char c) { return std::tolower(c); });
        return name.find(part) != std::string::npos;
    });
}

bool isYoloOutput(const ModelInfo& info) {
    const ValueInfo& output = info.outputs[0];
    if (!isFloating(output) || output.shape.size() != 3 || info.inputs[0].shape.size() != 4) return false;
    const std::int64_t a = output.shape[1], b = output.shape[2];
    if (a < 0 || b < 0)  // nothing to count: the names that the YOLO exporters give
        return output.name.starts_with("output") && info.inputs[0].name == "images";
    constexpr std::int64_t kFewestChannels = 5;  // a box and one class
    if (std::min(a, b) < kFewestChannels) return false;
    constexpr std::int64_t kMostFinalBoxes = 1000, kFinalBox = 6;  // corners, score, class
    if (info.outputs.size() == 1 && b == kFinalBox && a >= 10 && a <= kMostFinalBoxes) return true;
    const auto [height, width] = imageSize(info);
    if (height > 0) return gridAnchors(std::max(a, b), height, width) > 0;
    return std::max(a, b) >= 1000 && std::max(a, b) >= 4 * std::min(a, b);
}

/// Corners and what follows them, after a suppression in the graph.
bool isFinalBox(const ValueInfo& value) {
    return isFloating(value) && value.shape.size() >= 2 && value.shape.back() >= 4 && value.shape.back() <= 7;
}

/// Boxes, integer labels and scores, as torchvision's detectors give them, whatever they are called.
bool isBoxesLabelsScores(const ModelInfo& info) {
    int boxes = 0, labels = 0, scores = 0;
    for (const ValueInfo& output : info.outputs) {
        if (isFloating(output) && output.shape.size() == 2 && output.shape.back() == 4) ++boxes;
        if (output.type == base::ElementType::Int64 && output.shape.size() == 1) ++labels;
        if (isFloating(output) && output.shape.size() == 1) ++scores;
    }
    return info.outputs.size() == 3 && boxes == 1 && labels == 1 && scores == 1;
}

/// Three or five strides' scores, then boxes, then perhaps points, as SCRFD gives them without names.
bool isScrfd(const ModelInfo& info) {
    const std::size_t outputs = info.outputs.size();
    const auto all = [&](std::size_t from, std::size_t count, std::int64_t size) {
        return std::all_of(info.outputs.begin() + static_cast<std::ptrdiff_t>(from),
                           info.outputs.begin() + static_cast<std::ptrdiff_t>(from + count),
                           [&](const ValueInfo& value) {
                               return isFloating(value) && !value.shape.empty() && value.shape.back() == size;
                           });
    };
    for (const std::size_t strides : {3, 5})
        if ((outputs == 2 * strides || outputs == 3 * strides) && all(0, strides, 1) &&
            all(strides, strides, 4))
            return true;
    return false;
}

bool isDetection(const ModelInfo& info) {
    if (anyOutputNamed(info, "box"))
        for (const char* other : {"score", "label", "logit", "class", "cls", "conf"})
            if (anyOutputNamed(info, other)) return true;
    if (anyOutputNamed(info, "dets") && anyOutputNamed(info, "labels")) return true;
    if (info.operators.contains("NonMaxSuppression") &&
        std::any_of(info.outputs.begin(), info.outputs.end(), isFinalBox))
        return true;
    return isBoxesLabelsScores(info) || isScrfd(info) || isYoloOutput(info);
}

bool isClassification(const ModelInfo& info) {
    const auto first = std::find_if(info.outputs.begin(), info.outputs.end(), isFloating);
    if (first == info.outputs.end()) return false;
    const auto& shape = first->shape;
    const bool pixel = shape.size() == 4 && shape[2] == 1 && shape[3] == 1;
    return (shape.size() == 2 || pixel) && shape[1] >= 2;
}

}  // namespace

Task recognizeTask(const ModelInfo& info) {
    if (info.inputs.empty() || info.outputs.empty()) return Task::Unknown;
    if (const auto noted = info.metadata.find("task"); noted != info.metadata.end()) {
        if (noted->second == "detect") return Task::Detection;
        if (noted->second == "classify") return Task::Classification;
        if (noted->second == "segment" || noted->second == "pose" || noted->second == "obb")
            return Task::Unknown;
    }
    if (isDetection(info)) return Task::Detection;
    return isClassification(info) ? Task::Classification : Task::Unknown;
}

}  // namespace pwb::model
