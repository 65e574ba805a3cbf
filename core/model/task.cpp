// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/task.h"

#include <algorithm>
#include <cctype>

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

/// The first input's height and width where it is a picture of a fixed size, else {0, 0}.
std::pair<std::int64_t, std::int64_t> imageSize(const ModelInfo& info) {
    if (info.inputs.empty() || info.inputs[0].shape.size() != 4) return {0, 0};
    const auto& shape = info.inputs[0].shape;
    const bool channelsLast = shape[3] == 3 || shape[3] == 1;
    const auto height = shape[channelsLast ? 1 : 2], width = shape[channelsLast ? 2 : 3];
    return height > 0 && width > 0 ? std::pair(height, width) : std::pair<std::int64_t, std::int64_t>(0, 0);
}

/// Is `count` the number of boxes of a YOLO head: the cells of its grids (strides 8, 16, 32 and perhaps 64
/// or 4), times one or three anchors?
bool isGridCount(std::int64_t count, std::int64_t height, std::int64_t width) {
    for (const std::int64_t first : {4, 8, 16})
        for (const std::int64_t last : {32, 64}) {
            std::int64_t cells = 0;
            for (std::int64_t stride = first; stride <= last; stride *= 2)
                cells += (height / stride) * (width / stride);
            if (cells > 0 && (count == cells || count == 3 * cells)) return true;
        }
    return false;
}

bool isYoloOutput(const ModelInfo& info) {
    const ValueInfo& output = info.outputs[0];
    if (!isFloating(output) || output.shape.size() != 3 || info.inputs[0].shape.size() != 4) return false;
    const std::int64_t a = output.shape[1], b = output.shape[2];
    if (a < 0 || b < 0)  // nothing to count: the names that the YOLO exporters give
        return output.name.starts_with("output") && info.inputs[0].name == "images";
    constexpr std::int64_t kFewestChannels = 5;  // a box and one class
    if (std::min(a, b) < kFewestChannels) return false;
    const auto [height, width] = imageSize(info);
    if (height > 0) return isGridCount(std::max(a, b), height, width);
    return std::max(a, b) >= 1000 && std::max(a, b) >= 4 * std::min(a, b);
}

bool isDetection(const ModelInfo& info) {
    const bool boxes = anyOutputNamed(info, "box");
    if (boxes && (anyOutputNamed(info, "score") || anyOutputNamed(info, "label") ||
                  anyOutputNamed(info, "logit") || anyOutputNamed(info, "class")))
        return true;
    return isYoloOutput(info);
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
