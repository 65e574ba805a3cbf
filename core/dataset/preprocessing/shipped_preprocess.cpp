// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocessing/shipped_preprocess.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/log.h"
#include "core/base/text.h"
#include "core/dataset/preprocessing/hugging_face.h"
#include "core/dataset/preprocessing/shipped_fields.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;
using Shipped = std::optional<ShippedPreprocess>;

/// timm's own evaluation: through Pillow, a margin cut off by `crop_pct`.
Shipped fromTimm(const json& config) {
    const json& timm = has(config, "pretrained_cfg") ? config.at("pretrained_cfg") : config;
    if (!has(timm, "input_size") || !has(timm, "mean") || !has(timm, "std")) return std::nullopt;
    ShippedPreprocess shipped;
    PreprocessOptions& values = shipped.values;
    values.height = timm.at("input_size").at(1).get<int>();
    values.width = timm.at("input_size").at(2).get<int>();
    values.mean = tripleOf(timm.at("mean"));
    values.std = tripleOf(timm.at("std"));
    constexpr double kUsualCrop = 0.875;
    const double share = numberOr(timm, "crop_pct", kUsualCrop);
    const auto enlarged = [&](int side) { return static_cast<int>(std::floor(side / share)); };
    const std::string mode = textOr(timm, "crop_mode", "center");
    values.resize = ResizeMode::CenterCrop;
    values.resizeTo = ResizeTo{enlarged(*values.width), enlarged(*values.height), KeepRatio::No};
    values.pad = std::array{0, 0, 0};
    if (mode == "center" && values.width == values.height)
        values.resizeTo->height = 0;
    else if (mode == "center")
        values.resizeTo->keep = KeepRatio::Cover;
    else if (mode == "border")
        values.resizeTo->keep = KeepRatio::Inside;
    else if (mode != "squash")
        shipped.notFollowed.emplace_back("crop_mode");
    if (mode == "border")
        std::transform(values.mean->begin(), values.mean->end(), values.pad->begin(),
                       [](double mean) { return static_cast<int>(std::nearbyint(255 * mean)); });
    for (const char* field : {"input_size", "crop_pct", "crop_mode", "interpolation", "mean", "std"})
        if (has(timm, field)) shipped.followed.emplace_back(field);
    std::erase_if(shipped.followed,
                  [&](const auto& field) { return field == "crop_mode" && !shipped.notFollowed.empty(); });
    values.resizer = Resizer::Pillow;
    values.decoding = Decoding::Pillow;
    values.filter = filterFromId(textOr(timm, "interpolation", "bicubic"));
    if (!values.filter) {
        std::erase(shipped.followed, "interpolation");
        shipped.notFollowed.emplace_back("interpolation");
    }
    values.color = ColorOrder::Rgb;
    values.arithmetic = Arithmetic::Single;
    values.scale = 1.0 / 255.0;
    return shipped;
}

/// Its classifiers go through Pillow: the shorter side to the input's, or stretched where that is no square.
void classifyLikeUltralytics(PreprocessOptions& values) {
    const bool isSquare = values.width == values.height;
    values.resize = isSquare ? ResizeMode::CenterCrop : ResizeMode::Stretch;
    if (isSquare) values.resizeTo = ResizeTo{*values.width, 0};
    values.resizer = Resizer::Pillow;
}

Shipped fromUltralytics(const std::map<std::string, std::string>& metadata) {
    const auto size = metadata.find("imgsz");
    if (size == metadata.end()) return std::nullopt;
    const json edges = json::parse(size->second);
    PreprocessOptions values;
    values.height = edges.is_number() ? edges.get<int>() : edges.at(0).get<int>();
    values.width = edges.is_number() ? edges.get<int>() : edges.at(1).get<int>();
    values.color = ColorOrder::Rgb;
    values.scale = 1.0 / 255.0;
    values.mean = {0, 0, 0};
    values.std = {1, 1, 1};
    const auto says = [&](const char* field, std::string_view word) {
        const auto found = metadata.find(field);
        return found != metadata.end() && found->second.find(word) != std::string::npos;
    };
    // Older exports have no head, but the name of their description's file.
    const bool stretches = metadata.contains("head") ? says("head", "RTDETR") : says("description", "rtdetr");
    if (says("task", "classify"))
        classifyLikeUltralytics(values);
    else
        values.resize = stretches ? ResizeMode::Stretch : ResizeMode::Letterbox;
    ShippedPreprocess shipped{std::move(values), {}, {}, {}};
    for (const char* field : {"imgsz", "task"})
        if (metadata.contains(field)) shipped.followed.emplace_back(field);
    return shipped;
}

/// Runs `read`, which may throw on unexpected content.
template <class Read>
Shipped attempt(const fs::path& file, const Read& read) {
    try {
        if (auto shipped = read()) {
            shipped->origin = file.filename().string();
            return shipped;
        }
    } catch (const std::exception& error) {
        base::logWarn("ignored " + file.string() + ": " + error.what());
    }
    return std::nullopt;
}

template <class Read>
Shipped attemptFile(const fs::path& file, const Read& read) {
    std::error_code code;
    if (!fs::is_regular_file(file, code)) return std::nullopt;
    return attempt(file, [&] {
        const auto text = base::readFile(file);
        return text ? read(json::parse(*text)) : Shipped();
    });
}

}  // namespace

std::optional<ShippedPreprocess> shippedPreprocess(const model::ModelInfo& model) {
    std::error_code code;
    const fs::path folder = fs::absolute(model.path, code).parent_path();
    for (const fs::path& place : {folder, folder.parent_path()}) {
        if (auto found = attemptFile(place / "preprocessor_config.json", fromHuggingFace)) return found;
        if (auto found = attemptFile(place / "config.json", fromTimm)) return found;
    }
    return attempt(model.path, [&] { return fromUltralytics(model.metadata); });
}

}  // namespace pwb::dataset
