// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocessing/shipped_preprocess.h"

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/log.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;
using Triple = std::array<double, 3>;

/// Three numbers, or one number for all; throws json::exception on anything else.
Triple tripleOf(const json& value) {
    if (value.is_number()) return {value.get<double>(), value.get<double>(), value.get<double>()};
    if (value.size() == 1) return tripleOf(value.at(0));
    return {value.at(0).get<double>(), value.at(1).get<double>(), value.at(2).get<double>()};
}

bool has(const json& object, const char* key) {
    return object.contains(key) && !object.at(key).is_null();
}

/// Hugging Face writes a size as a number, {height, width} or {shortest_edge}.
void readSize(const json& size, PreprocessOptions& values) {
    if (size.is_number()) {
        values.width = values.height = size.get<int>();
    } else if (has(size, "shortest_edge")) {
        values.width = values.height = size.at("shortest_edge").get<int>();
    } else {
        values.height = size.at("height").get<int>();
        values.width = size.at("width").get<int>();
    }
}

std::optional<PreprocessOptions> fromHuggingFace(const json& config) {
    if (!has(config, "size") && !has(config, "image_mean") && !has(config, "crop_size")) return std::nullopt;
    PreprocessOptions values;
    const bool crops = config.value("do_center_crop", false) && has(config, "crop_size");
    if (crops)
        readSize(config.at("crop_size"), values);
    else if (has(config, "size"))
        readSize(config.at("size"), values);
    const bool keepsRatio =
        has(config, "size") && config.at("size").is_object() && has(config.at("size"), "shortest_edge");
    values.resize = crops || keepsRatio ? ResizeMode::CenterCrop : ResizeMode::Stretch;
    values.color = ColorOrder::Rgb;
    values.scale = config.value("do_rescale", true) ? config.value("rescale_factor", 1.0 / 255.0) : 1.0;
    if (config.value("do_normalize", true)) {
        if (has(config, "image_mean")) values.mean = tripleOf(config.at("image_mean"));
        if (has(config, "image_std")) values.std = tripleOf(config.at("image_std"));
    }
    return values;
}

std::optional<PreprocessOptions> fromTimm(const json& config) {
    const json& timm = has(config, "pretrained_cfg") ? config.at("pretrained_cfg") : config;
    if (!has(timm, "input_size") || !has(timm, "mean") || !has(timm, "std")) return std::nullopt;
    PreprocessOptions values;
    values.height = timm.at("input_size").at(1).get<int>();
    values.width = timm.at("input_size").at(2).get<int>();
    values.resize =
        timm.value("crop_mode", "center") == "squash" ? ResizeMode::Stretch : ResizeMode::CenterCrop;
    values.color = ColorOrder::Rgb;
    values.scale = 1.0 / 255.0;
    values.mean = tripleOf(timm.at("mean"));
    values.std = tripleOf(timm.at("std"));
    return values;
}

std::optional<PreprocessOptions> fromUltralytics(const std::map<std::string, std::string>& metadata) {
    const auto size = metadata.find("imgsz");
    if (size == metadata.end()) return std::nullopt;
    const json edges = json::parse(size->second);
    PreprocessOptions values;
    values.height = edges.is_number() ? edges.get<int>() : edges.at(0).get<int>();
    values.width = edges.is_number() ? edges.get<int>() : edges.at(1).get<int>();
    const auto task = metadata.find("task");
    const bool classifies = task != metadata.end() && task->second == "classify";
    const auto description = metadata.find("description");
    const bool stretches =
        description != metadata.end() && description->second.find("rtdetr") != std::string::npos;
    values.resize = classifies  ? ResizeMode::CenterCrop
                    : stretches ? ResizeMode::Stretch
                                : ResizeMode::Letterbox;
    values.color = ColorOrder::Rgb;
    values.scale = 1.0 / 255.0;
    if (!classifies) {
        values.mean = {0, 0, 0};
        values.std = {1, 1, 1};
    }
    return values;
}

/// Runs `read`, which may throw on unexpected content.
template <class Read>
std::optional<ShippedPreprocess> attempt(const fs::path& file, const Read& read) {
    try {
        if (auto values = read()) return ShippedPreprocess{std::move(*values), file.filename().string()};
    } catch (const std::exception& error) {
        base::logWarn("ignored " + file.string() + ": " + error.what());
    }
    return std::nullopt;
}

template <class Read>
std::optional<ShippedPreprocess> attemptFile(const fs::path& file, const Read& read) {
    std::error_code code;
    if (!fs::is_regular_file(file, code)) return std::nullopt;
    return attempt(file, [&] {
        const auto text = base::readFile(file);
        return text ? read(json::parse(*text)) : std::nullopt;
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
