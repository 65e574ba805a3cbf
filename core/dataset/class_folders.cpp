// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/class_folders.h"

#include <algorithm>
#include <array>
#include <utility>

#include "core/dataset/labels.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 9> kImageExtensions = {".jpg", ".jpeg", ".png", ".bmp", ".webp",
                                                              ".tif", ".tiff", ".ppm", ".pgm"};

bool isImageName(const fs::path& path) {
    const std::string extension = lowered(path.extension().string());
    return std::find(kImageExtensions.begin(), kImageExtensions.end(), extension) != kImageExtensions.end();
}

bool isHidden(const fs::path& path) {
    return path.filename().native().starts_with('.');
}

/// What is not an image: how many, and the first of them by name.
struct Skipped {
    int count = 0;
    std::string first;
    void add(const fs::path& path) {
        if (count++ == 0 || path.string() < first) first = path.string();
    }
};

/// The folders in `root`, sorted by the bytes of their names as Python's sorted() does.
base::Result<std::vector<fs::path>> listFolders(const fs::path& root, Skipped& skipped, bool& anything) {
    std::error_code code;
    std::vector<fs::path> folders;
    for (fs::directory_iterator it(root, code), end; !code && it != end; it.increment(code)) {
        if (isHidden(it->path())) continue;
        anything = true;
        std::error_code ignored;
        if (it->is_directory(ignored))
            folders.push_back(it->path());
        else if (it->path().filename() != "labels.txt")
            skipped.add(it->path());
    }
    if (code) return base::badInput(root.string(), "dataset.folder_unreadable", {{"reason", code.message()}});
    std::sort(folders.begin(), folders.end(),
              [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
    return folders;
}

base::Result<std::vector<fs::path>> listImages(const fs::path& folder, Skipped& skipped) {
    std::error_code code;
    std::vector<fs::path> images;
    for (fs::recursive_directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        std::error_code ignored;
        const bool isFolder = it->is_directory(ignored);
        if (isHidden(it->path())) {
            if (isFolder) it.disable_recursion_pending();
        } else if (!isFolder && isImageName(it->path())) {
            images.push_back(it->path());
        } else if (!isFolder || it->is_symlink(ignored)) {  // linked folders are not descended: they may loop
            skipped.add(it->path());
        }
    }
    if (code)
        return base::badInput(folder.string(), "dataset.folder_unreadable", {{"reason", code.message()}});
    std::sort(images.begin(), images.end(),
              [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
    return images;
}

base::Result<Manifest> labelled(const fs::path& root,
                                std::vector<std::pair<std::string, std::vector<fs::path>>> folders,
                                const LabelOptions& options) {
    std::vector<std::string> names;
    names.reserve(folders.size());
    for (const auto& [name, images] : folders) names.push_back(name);
    auto order = orderClasses(names, root, options, Numbers::IndexIfComplete);
    if (!order) return tl::make_unexpected(order.error());
    std::stable_sort(folders.begin(), folders.end(), [&](const auto& a, const auto& b) {
        return order->indexOf[a.first] < order->indexOf[b.first];
    });
    Manifest manifest;
    manifest.kind = SourceKind::ClassFolders;
    manifest.root = root;
    for (auto& [name, images] : folders)
        for (fs::path& image : images) manifest.samples.push_back({std::move(image), order->indexOf[name]});
    manifest.classes = std::move(order->classes);
    manifest.warnings = std::move(order->warnings);
    return manifest;
}

}  // namespace

base::Result<Manifest> readClassFolders(const fs::path& root, const LabelOptions& options) {
    Skipped skipped;
    bool anything = false;
    const auto classFolders = listFolders(root, skipped, anything);
    if (!classFolders) return tl::make_unexpected(classFolders.error());
    if (!anything) return base::badInput(root.string(), "dataset.empty");
    if (classFolders->empty()) return base::badInput(root.string(), "dataset.unsupported");

    std::vector<std::pair<std::string, std::vector<fs::path>>> folders;
    bool anyImage = false;
    for (const fs::path& folder : *classFolders) {
        auto images = listImages(folder, skipped);
        if (!images) return tl::make_unexpected(images.error());
        anyImage = anyImage || !images->empty();
        folders.emplace_back(folder.filename().string(), std::move(*images));
    }
    if (!anyImage) return base::badInput(root.string(), "dataset.no_images");

    auto manifest = labelled(root, std::move(folders), options);
    if (manifest && skipped.count > 0)
        manifest->warnings.push_back(
            {"dataset.files_skipped", {{"count", std::to_string(skipped.count)}, {"first", skipped.first}}});
    return manifest;
}

}  // namespace pwb::dataset
