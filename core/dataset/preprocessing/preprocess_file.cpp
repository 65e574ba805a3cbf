// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/preprocess_file.h"

#include <yaml-cpp/yaml.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace {

using nlohmann::json;

/// A value that its field cannot have, or a field that there is not.
struct WrongField {
    std::string field, value;
    bool isKnown = true;
};

double numberIn(const std::string& field, const YAML::Node& node) {
    const std::string text = node.IsScalar() ? node.Scalar() : std::string();
    const std::size_t slash = text.find('/');
    const auto above = parseNumber(std::string_view(text).substr(0, slash));
    const auto below = slash == std::string::npos ? std::optional(1.0)
                                                  : parseNumber(std::string_view(text).substr(slash + 1));
    if (!above || !below || !std::isfinite(*above / *below)) throw WrongField{field, text};
    return *above / *below;
}

int wholeIn(const std::string& field, const YAML::Node& node) {
    constexpr double kMost = 1 << 20;
    const double value = numberIn(field, node);
    if (value != std::floor(value) || value < 0 || value > kMost) throw WrongField{field, node.Scalar()};
    return static_cast<int>(value);
}

template <class T>
std::array<T, 3> threeIn(const std::string& field, const YAML::Node& node,
                         T (*one)(const std::string&, const YAML::Node&)) {
    if (node.IsScalar()) {
        const T value = one(field, node);
        return {value, value, value};
    }
    if (!node.IsSequence() || node.size() != 3) throw WrongField{field, "not 3 numbers"};
    return {one(field, node[0]), one(field, node[1]), one(field, node[2])};
}

std::pair<int, int> sizeIn(const std::string& field, const YAML::Node& node) {
    if (node.IsScalar()) return {wholeIn(field, node), wholeIn(field, node)};
    if (!node.IsSequence() || node.size() != 2) throw WrongField{field, "not width and height"};
    return {wholeIn(field, node[0]), wholeIn(field, node[1])};
}

template <class T>
T wordIn(const std::string& field, const YAML::Node& node, std::optional<T> (*fromId)(std::string_view)) {
    const std::string text = node.IsScalar() ? node.Scalar() : std::string();
    const auto value = fromId(text);
    if (!value) throw WrongField{field, text};
    return *value;
}

template <class T>
bool takeWord(const char* name, const std::string& field, const YAML::Node& node, std::optional<T>& target,
              std::optional<T> (*fromId)(std::string_view)) {
    if (field != name) return false;
    target = wordIn(field, node, fromId);
    return true;
}

std::optional<bool> flagFromId(std::string_view id) {
    return id == "true" ? std::optional(true) : id == "false" ? std::optional(false) : std::nullopt;
}

/// What a report says besides the steps.
bool isTold(const std::string& field) {
    static constexpr std::array<std::string_view, 6> told = {"channels", "origin",     "not_followed",
                                                             "followed", "input_type", "graph_scales"};
    return std::find(told.begin(), told.end(), field) != told.end();
}

void take(const std::string& field, const YAML::Node& node, PreprocessOptions& options) {
    if (isTold(field) || node.IsNull()) return;
    if (takeWord("resize", field, node, options.resize, &resizeFromId) ||
        takeWord("interpolation", field, node, options.filter, &filterFromId) ||
        takeWord("resize_with", field, node, options.resizer, &resizerFromId) ||
        takeWord("decode_with", field, node, options.decoding, &decodingFromId) ||
        takeWord("color", field, node, options.color, &colorFromId) ||
        takeWord("arithmetic", field, node, options.arithmetic, &arithmeticFromId) ||
        takeWord("layout", field, node, options.layout, &layoutFromId) ||
        takeWord("crop_floors", field, node, options.cropFloors, &flagFromId) ||
        takeWord("pad_after", field, node, options.padsAfter, &flagFromId))
        return;
    if (field == "size") {
        const auto [width, height] = sizeIn(field, node);
        options.width = width;
        options.height = height;
    } else if (field == "resize_to") {
        if (!options.resizeTo) options.resizeTo = ResizeTo{};
        const auto [width, height] = sizeIn(field, node);
        options.resizeTo->width = width;
        options.resizeTo->height = node.IsScalar() ? 0 : height;
    } else if (field == "keep_ratio") {
        if (!options.resizeTo) options.resizeTo = ResizeTo{};
        options.resizeTo->keep = wordIn(field, node, &keepRatioFromId);
    } else if (field == "scale") {
        options.scale = numberIn(field, node);
    } else if (field == "mean") {
        options.mean = threeIn<double>(field, node, &numberIn);
    } else if (field == "std") {
        options.std = threeIn<double>(field, node, &numberIn);
    } else if (field == "pad") {
        options.pad = threeIn<int>(field, node, &wholeIn);
        for (const int value : *options.pad)
            if (value > 255) throw WrongField{field, std::to_string(value)};
    } else {
        throw WrongField{field, "", false};
    }
}

/// A size that is given is one, and the ratio is of a width and a height.
void checkSize(const std::optional<ResizeTo>& to, const YAML::Node& steps) {
    if (steps["resize_to"] && (to->width < 1 || (to->height < 1 && !steps["resize_to"].IsScalar())))
        throw WrongField{"resize_to", "0"};
    if (to && to->keep != KeepRatio::No && to->height < 1)
        throw WrongField{"keep_ratio", std::string(keepRatioId(to->keep))};
}

template <class T>
void complete(std::optional<T>& value, const std::optional<T>& other) {
    if (!value) value = other;
}

}  // namespace

base::Result<PreprocessOptions> readPreprocessFile(const std::filesystem::path& path) {
    PWB_TRY(const auto text, base::readFile(path));
    try {
        const YAML::Node file = YAML::Load(text);
        if (!file.IsMap()) return base::badInput(path.string(), "dataset.preprocess_file", {{"detail", ""}});
        // A whole report, or an inspection with --json, has the steps inside.
        const YAML::Node data = file["data"] ? file["data"] : file;
        const YAML::Node steps = data["preprocess"] ? data["preprocess"] : file;
        PreprocessOptions options;
        for (const auto& entry : steps) take(entry.first.as<std::string>(), entry.second, options);
        checkSize(options.resizeTo, steps);
        if (options.resizeTo && !options.resize) options.resize = ResizeMode::CenterCrop;
        return options;
    } catch (const WrongField& wrong) {
        return base::badInput(path.string(),
                              !wrong.isKnown ? "dataset.preprocess_unknown" : "dataset.preprocess_field",
                              {{"field", wrong.field}, {"value", wrong.value}});
    } catch (const YAML::Exception& error) {
        return base::badInput(path.string(), "dataset.preprocess_file", {{"detail", error.what()}});
    }
}

std::string preprocessText(const Preprocess& how) {
    nlohmann::ordered_json steps = {
        {"size", {how.width, how.height}},         {"layout", layoutId(how.layout)},
        {"decode_with", decodingId(how.decoding)}, {"resize", resizeId(how.resize)},
        {"interpolation", filterId(how.filter)},   {"resize_with", resizerId(how.resizer)}};
    const ResizeTo& to = how.resizeTo;
    if (to.height > 0)
        steps["resize_to"] = {to.width, to.height};
    else if (to.width > 0)
        steps["resize_to"] = to.width;
    if (to.keep != KeepRatio::No) steps["keep_ratio"] = keepRatioId(to.keep);
    if (how.cropFloors) steps["crop_floors"] = true;
    if (how.pad) steps["pad"] = *how.pad;
    if (how.padsAfter) steps["pad_after"] = true;
    steps["color"] = colorId(how.color);
    steps["scale"] = how.scale;
    steps["mean"] = how.mean;
    steps["std"] = how.std;
    steps["arithmetic"] = arithmeticId(how.arithmetic);
    if (how.bytes) steps["input_type"] = "uint8";
    constexpr int kIndent = 2;
    return steps.dump(kIndent) + "\n";
}

PreprocessOptions asOptions(const Preprocess& how) {
    PreprocessOptions options;
    options.width = how.width;
    options.height = how.height;
    options.resize = how.resize;
    options.resizeTo = how.resizeTo;
    options.cropFloors = how.cropFloors;
    options.pad = how.pad;
    options.padsAfter = how.padsAfter;
    options.decoding = how.decoding;
    options.resizer = how.resizer;
    options.filter = how.filter;
    options.color = how.color;
    options.arithmetic = how.arithmetic;
    options.scale = how.scale;
    options.mean = how.mean;
    options.std = how.std;
    options.layout = how.layout;
    return options;
}

PreprocessOptions completed(PreprocessOptions options, const PreprocessOptions& others) {
    const bool crops = options.resize.has_value() || options.resizeTo.has_value();
    if (!crops) options.resizeTo = others.resizeTo;
    complete(options.resize, others.resize);
    complete(options.width, others.width);
    complete(options.height, others.height);
    complete(options.cropFloors, others.cropFloors);
    complete(options.pad, others.pad);
    complete(options.padsAfter, others.padsAfter);
    complete(options.decoding, others.decoding);
    complete(options.resizer, others.resizer);
    complete(options.filter, others.filter);
    complete(options.color, others.color);
    complete(options.arithmetic, others.arithmetic);
    complete(options.scale, others.scale);
    complete(options.mean, others.mean);
    complete(options.std, others.std);
    complete(options.layout, others.layout);
    return options;
}

}  // namespace pwb::dataset
