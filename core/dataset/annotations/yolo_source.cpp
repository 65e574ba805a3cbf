// SPDX-License-Identifier: GPL-3.0-or-later
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>

#include "core/base/files.h"
#include "core/base/try.h"
#include "core/dataset/annotations/image_files.h"
#include "core/dataset/annotations/yolo_manifest.h"
#include "core/dataset/labels.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

constexpr std::array<const char*, 5> kSplits = {"val", "valid", "validation", "test", "train"};

bool isFolder(const fs::path& path) {
    std::error_code code;
    return fs::is_directory(path, code);
}
bool isFile(const fs::path& path) {
    std::error_code code;
    return fs::is_regular_file(path, code);
}

std::vector<std::string> namesIn(const YAML::Node& node) {
    std::vector<std::string> names;
    if (node.IsSequence())
        for (const auto& name : node) names.push_back(name.as<std::string>());
    if (node.IsMap())
        for (const auto& entry : node) {
            const auto index = parseIndex(entry.first.as<std::string>());
            if (!index || *index >= kMostClasses) return {};
            if (*index >= names.size()) names.resize(*index + 1);
            names[*index] = entry.second.as<std::string>();
        }
    return names;
}

/// Paths in data.yaml count from `path`, which counts from the file; some exporters write "../" too often.
fs::path resolved(const std::string& entry, const fs::path& base, const fs::path& folder) {
    std::error_code code;
    for (const fs::path& from : {base, folder})
        if (fs::exists(from / entry, code)) return (from / entry).lexically_normal();
    if (entry.starts_with("../") && fs::exists(base / entry.substr(3), code))
        return (base / entry.substr(3)).lexically_normal();
    return {};
}

base::Result<YoloSource> fromYaml(const YAML::Node& yaml, const fs::path& file) {
    const std::string name = file.string();
    YoloSource source;
    source.file = file;
    source.root = file.parent_path();
    if (!yaml.IsMap()) return base::badInput(name, "dataset.yolo_yaml", {{"missing", "val"}});
    if (yaml["names"]) source.names = namesIn(yaml["names"]);
    if (yaml["nc"]) source.classes = yaml["nc"].as<std::int64_t>();
    if (!source.names.empty()) {
        const auto count = static_cast<std::int64_t>(source.names.size());
        if (source.classes >= 0 && source.classes != count)
            return base::badInput(name, "dataset.yolo_names",
                                  {{"names", std::to_string(count)}, {"nc", std::to_string(source.classes)}});
        source.classes = count;
    }
    fs::path base = source.root;
    if (yaml["path"] && isFolder(source.root / yaml["path"].as<std::string>()))
        base = source.root / yaml["path"].as<std::string>();
    for (const char* split : {"val", "test", "train"}) {
        const YAML::Node node = yaml[split];
        if (!node || node.IsNull()) continue;
        std::vector<std::string> entries;
        if (node.IsSequence())
            for (const auto& entry : node) entries.push_back(entry.as<std::string>());
        else
            entries.push_back(node.as<std::string>());
        for (const std::string& entry : entries) {
            const fs::path images = resolved(entry, base, source.root);
            if (images.empty())
                return base::badInput(name, "dataset.yolo_split", {{"split", split}, {"folder", entry}});
            source.images.push_back(images);
        }
        return source;
    }
    return base::badInput(name, "dataset.yolo_yaml", {{"missing", "val"}});
}

bool isYamlName(const fs::path& file) {
    const std::string extension = lowered(file.extension().string());
    return extension == ".yaml" || extension == ".yml";
}

/// The file that describes the data set in `folder`.
fs::path yamlIn(const fs::path& folder) {
    for (const std::string stem : {"data", "dataset"})
        for (const char* extension : {".yaml", ".yml"})
            if (isFile(folder / (stem + extension))) return folder / (stem + extension);
    for (const fs::path& file : contentOf(folder).files) {
        if (!isYamlName(file)) continue;
        const auto text = base::readFile(file);
        if (!text) continue;
        const std::string lines = "\n" + *text;
        if (lines.find("\nnames:") != std::string::npos &&
            (lines.find("\nval:") != std::string::npos || lines.find("\ntrain:") != std::string::npos))
            return file;
    }
    return {};
}

/// Names for a folder without a data.yaml: of one above it, or of classes.txt as labelling tools write it.
void findNames(YoloSource& source) {
    fs::path above = source.root;
    for (int i = 0; i < 3 && source.names.empty() && above.has_relative_path(); ++i) {
        if (const fs::path yaml = yamlIn(above); !yaml.empty())
            if (const auto read = readYoloYaml(yaml)) source.names = read->names;
        for (const fs::path& place : {above, above / "labels"})
            for (const char* name : {"classes.txt", "obj.names"})
                if (source.names.empty() && isFile(place / name))
                    if (const auto text = base::readFile(place / name)) source.names = parseLabels(*text);
        above = above.parent_path();
    }
    if (!source.names.empty()) source.classes = static_cast<std::int64_t>(source.names.size());
}

bool isImagesOfLabels(const fs::path& folder) {
    fs::path labels;
    bool replaced = false;
    for (const fs::path& part : folder) {
        labels /= part == "images" ? fs::path("labels") : part;
        replaced = replaced || part == "images";
    }
    return replaced && isFolder(labels);
}

bool hasLabelsBeside(const FolderContent& content) {
    return content.holds([](const fs::path& file) {
        fs::path label = file;
        return isImageName(file) && isFile(label.replace_extension(".txt"));
    });
}

fs::path splitBelow(const fs::path& images) {
    if (contentOf(images).holds(isImageName)) return images;
    for (const char* split : kSplits)
        if (isFolder(images / split)) return images / split;
    return images;
}

}  // namespace

base::Result<YoloSource> readYoloYaml(const fs::path& file) {
    PWB_TRY(const auto text, base::readFile(file));
    if (trimmed(text).empty()) return base::badInput(file.string(), "dataset.annotations_empty");
    try {
        return fromYaml(YAML::Load(text), file);
    } catch (const YAML::Exception& e) {
        return base::badInput(
            file.string(), "dataset.yaml_invalid",
            {{"line", std::to_string(e.mark.line + 1)}, {"column", std::to_string(e.mark.column + 1)}});
    }
}

base::Result<std::optional<YoloSource>> findYolo(const fs::path& folder) {
    if (const fs::path yaml = yamlIn(folder); !yaml.empty()) {
        PWB_TRY(auto source, readYoloYaml(yaml));
        return std::optional(std::move(source));
    }
    YoloSource source;
    source.file = source.root = folder;
    const FolderContent content = contentOf(folder);
    if (isFolder(folder / "images") && isFolder(folder / "labels"))
        source.images = {splitBelow(folder / "images")};
    else if (content.holds(isImageName) && (isImagesOfLabels(folder) || hasLabelsBeside(content)))
        source.images = {folder};
    else
        return std::optional<YoloSource>();
    findNames(source);
    return std::optional(std::move(source));
}

}  // namespace pwb::dataset
