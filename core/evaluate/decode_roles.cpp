// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/evaluate/decode_roles.h"

#include <algorithm>
#include <cctype>

#include "core/dataset/labels.h"

namespace pwb::evaluate {
namespace {

using model::ModelInfo;
using model::ValueInfo;

bool contains(const std::string& name, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return name.find(part) != std::string::npos; });
}

bool isInteger(const ValueInfo& value) {
    return value.type == base::ElementType::Int64 || value.type == base::ElementType::Int32;
}

bool mayBe(std::int64_t dim, std::int64_t wanted) {
    return dim < 0 || dim == wanted;
}

bool sameCount(const ValueInfo& a, const ValueInfo& b) {
    return dimFromEnd(a, 1) < 0 || dimFromEnd(b, 1) < 0 || dimFromEnd(a, 1) == dimFromEnd(b, 1);
}

/// The only index for which `fits` holds.
template <class Fits>
std::optional<std::size_t> theOnly(const ModelInfo& model, Fits fits) {
    std::optional<std::size_t> found;
    for (std::size_t i = 0; i < model.outputs.size(); ++i)
        if (fits(model.outputs[i])) {
            if (found) return std::nullopt;
            found = i;
        }
    return found;
}

/// Outputs that only repeat what others say, unfiltered.
bool isSpare(const ValueInfo& value) {
    return contains(plainName(value), {"raw_", "multiclass", "anchor"});
}

/// [N, 4] or [B, N, 4], with the score behind where there are 5.
bool areBoxesByName(const ValueInfo& value) {
    const std::string name = plainName(value);
    const std::size_t rank = value.shape.size();
    const auto last = dimFromEnd(value, 0);
    return !isSpare(value) && (contains(name, {"box"}) || name == "dets") && isFloating(value) &&
           (rank == 0 || rank == 2 || rank == 3) && (last < 0 || last == 4 || last == 5);
}

/// One number per box: a rank below the boxes', or the same with a last dimension of 1.
bool isPerBox(const ValueInfo& value, const ValueInfo& boxes) {
    return boxes.shape.empty() || value.shape.empty() || value.shape.size() + 1 == boxes.shape.size() ||
           (value.shape.size() == boxes.shape.size() && value.shape.back() == 1);
}

std::optional<FinalBoxes> finalBoxesByName(const ModelInfo& model) {
    FinalBoxes found;
    const auto boxes = theOnly(model, areBoxesByName);
    if (!boxes) return std::nullopt;
    found.boxes = *boxes;
    const ValueInfo& box = model.outputs[*boxes];
    const auto perBox = [&](const ValueInfo& value) { return !isSpare(value) && isPerBox(value, box); };
    found.labels = theOnly(model, [&](const ValueInfo& value) {
        return perBox(value) && contains(plainName(value), {"label", "class", "cls"});
    });
    found.scores = theOnly(model, [&](const ValueInfo& value) {
        return perBox(value) && isFloating(value) && contains(plainName(value), {"score", "conf"});
    });
    found.count = theOnly(model, [](const ValueInfo& value) {
        return !isSpare(value) && contains(plainName(value), {"num"}) && value.shape.size() <= 2;
    });
    const bool scoreInside = !found.scores && mayBe(dimFromEnd(box, 0), 5) && plainName(box) == "dets";
    if (!found.labels || !(found.scores || scoreInside)) return std::nullopt;
    // "dets" and "labels" with a number per class are a DETR's; those of a suppression are integers.
    if (scoreInside && !isInteger(model.outputs[*found.labels])) return std::nullopt;
    return found;
}

/// torchvision's traced models have numbers as names: boxes [N, 4], labels [N] of int64 and scores [N].
std::optional<FinalBoxes> finalBoxesByType(const ModelInfo& model) {
    if (model.outputs.size() != 3) return std::nullopt;
    const auto boxes = theOnly(model, [](const ValueInfo& value) {
        return isFloating(value) && value.shape.size() >= 2 && value.shape.size() <= 3 &&
               value.shape.back() == 4;
    });
    if (!boxes) return std::nullopt;
    const std::size_t rank = model.outputs[*boxes].shape.size();
    FinalBoxes found;
    found.boxes = *boxes;
    found.labels = theOnly(
        model, [&](const ValueInfo& value) { return isInteger(value) && value.shape.size() + 1 == rank; });
    found.scores = theOnly(
        model, [&](const ValueInfo& value) { return isFloating(value) && value.shape.size() + 1 == rank; });
    return found.labels && found.scores ? std::optional(found) : std::nullopt;
}

std::optional<std::size_t> named(const ModelInfo& model, const std::string& name) {
    return theOnly(model, [&](const ValueInfo& value) { return plainName(value) == name; });
}

}  // namespace

std::string plainName(const ValueInfo& value) {
    std::string name = value.name;
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    if (name.ends_with(":0")) name.resize(name.size() - 2);
    return name;
}

bool isFloating(const ValueInfo& value) {
    using base::ElementType;
    return value.type == ElementType::Float || value.type == ElementType::Float16 ||
           value.type == ElementType::Double || value.type == ElementType::BFloat16;
}

std::int64_t dimFromEnd(const ValueInfo& value, std::size_t fromEnd) {
    return fromEnd < value.shape.size() ? value.shape[value.shape.size() - 1 - fromEnd] : -1;
}

std::string metadataOf(const ModelInfo& model, const std::string& key) {
    const auto entry = model.metadata.find(key);
    return entry == model.metadata.end() ? std::string() : entry->second;
}

int namedClasses(const ModelInfo& model) {
    return static_cast<int>(dataset::parseModelNames(metadataOf(model, "names")).size());
}

std::optional<ScoredBoxes> scoredBoxes(const ModelInfo& model) {
    const auto table = [](const ValueInfo& value) { return isFloating(value) && value.shape.size() == 3; };
    auto boxes = theOnly(model, [&](const ValueInfo& value) {
        return table(value) && mayBe(value.shape[2], 4) && contains(plainName(value), {"box", "dets"});
    });
    if (!boxes)
        boxes = theOnly(model, [&](const ValueInfo& value) { return table(value) && value.shape[2] == 4; });
    if (!boxes) return std::nullopt;
    const auto perRow = [&](const ValueInfo& value) {
        return &value != &model.outputs[*boxes] && table(value) && sameCount(value, model.outputs[*boxes]);
    };
    auto scores = theOnly(model, [&](const ValueInfo& value) {
        return perRow(value) &&
               contains(plainName(value), {"logit", "score", "label", "conf", "class", "cls"});
    });
    if (!scores) scores = theOnly(model, perRow);
    return scores ? std::optional(ScoredBoxes{*scores, *boxes}) : std::nullopt;
}

std::optional<FinalBoxes> finalBoxes(const ModelInfo& model) {
    if (model.outputs.size() == 1) {
        const ValueInfo& only = model.outputs[0];
        if (!isFloating(only) || only.shape.size() != 2 || only.shape[1] != 7) return std::nullopt;
        FinalBoxes found;
        found.rows7 = true;
        return found;
    }
    auto found = finalBoxesByName(model);
    if (!found) found = finalBoxesByType(model);
    if (!found) return std::nullopt;
    const ValueInfo& boxes = model.outputs[found->boxes];
    const std::string name = plainName(boxes);
    // TensorFlow's object detection interface.
    const bool tensorflow = name.ends_with("detection_boxes");
    // The SSD of ONNX's model zoo and of MLPerf.
    const bool zooSsd = name == "bboxes";
    found->yFirst = tensorflow;
    found->fractions = tensorflow || zooSsd;
    // torchvision's have no batch dimension and a background.
    const bool torchvision = boxes.shape.size() == 2 && found->scores.has_value();
    found->oneBased = tensorflow || zooSsd || torchvision;
    return found;
}

std::vector<FaceLevel> yunetLevels(const ModelInfo& model) {
    std::vector<FaceLevel> levels;
    for (const int stride : {8, 16, 32}) {
        const std::string ending = "_" + std::to_string(stride);
        const auto score = named(model, "cls" + ending), second = named(model, "obj" + ending),
                   box = named(model, "bbox" + ending);
        if (!score || !second || !box) return {};
        levels.push_back({*score, *second, *box, stride});
    }
    return levels;
}

std::vector<FaceLevel> scrfdLevels(const ModelInfo& model) {
    std::vector<FaceLevel> levels;
    for (const int stride : {8, 16, 32}) {
        const std::string ending = "_" + std::to_string(stride);
        const auto score = named(model, "score" + ending), box = named(model, "bbox" + ending);
        if (score && box) levels.push_back({*score, *score, *box, stride});
    }
    if (levels.size() == 3) return levels;
    // Unnamed: all scores, then all boxes, then perhaps all points, each by rising stride.
    levels.clear();
    const auto last = [&](std::size_t from, std::size_t count, std::int64_t size) {
        return std::all_of(
            model.outputs.begin() + static_cast<std::ptrdiff_t>(from),
            model.outputs.begin() + static_cast<std::ptrdiff_t>(from + count), [&](const ValueInfo& value) {
                return isFloating(value) && (value.shape.size() == 2 || value.shape.size() == 3) &&
                       value.shape.back() == size;
            });
    };
    const std::size_t outputs = model.outputs.size();
    for (const std::size_t strides : {3, 5}) {
        const bool points = outputs == 3 * strides;
        if (outputs != 2 * strides && !points) continue;
        if (!last(0, strides, 1) || !last(strides, strides, 4) || (points && !last(2 * strides, strides, 10)))
            continue;
        for (std::size_t i = 0; i < strides; ++i) levels.push_back({i, i, strides + i, 8 << i});
    }
    return levels;
}

}  // namespace pwb::evaluate
