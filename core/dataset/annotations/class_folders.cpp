// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/class_folders.h"

#include <algorithm>
#include <utility>

#include "core/base/try.h"
#include "core/dataset/annotations/image_files.h"
#include "core/dataset/labels.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

/// The folders in `root`, sorted by the bytes of their names as Python's sorted() does.
base::Result<std::vector<fs::path>> listFolders(const fs::path& root, SkippedFiles& skipped, bool& anything) {
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

base::Result<Manifest> labelled(const fs::path& root,
                                std::vector<std::pair<std::string, std::vector<fs::path>>> folders,
                                const LabelOptions& options) {
    std::vector<std::string> names;
    names.reserve(folders.size());
    for (const auto& [name, images] : folders) names.push_back(name);
    PWB_TRY(auto order, orderClasses(names, root, options, Numbers::IndexIfComplete));
    std::stable_sort(folders.begin(), folders.end(), [&](const auto& a, const auto& b) {
        return order.indexOf[a.first] < order.indexOf[b.first];
    });
    Manifest manifest;
    manifest.kind = SourceKind::ClassFolders;
    manifest.root = root;
    for (auto& [name, images] : folders)
        for (fs::path& image : images) manifest.samples.push_back({std::move(image), order.indexOf[name]});
    manifest.classes = std::move(order.classes);
    manifest.warnings = std::move(order.warnings);
    return manifest;
}

}  // namespace

base::Result<Manifest> readClassFolders(const fs::path& root, const LabelOptions& options) {
    SkippedFiles skipped;
    bool anything = false;
    PWB_TRY(const auto classFolders, listFolders(root, skipped, anything));
    if (!anything) return base::badInput(root.string(), "dataset.empty");
    if (classFolders.empty()) return base::badInput(root.string(), "dataset.unsupported");

    std::vector<std::pair<std::string, std::vector<fs::path>>> folders;
    bool anyImage = false;
    for (const fs::path& folder : classFolders) {
        PWB_TRY(auto images, listImages(folder, skipped));
        anyImage = anyImage || !images.empty();
        folders.emplace_back(folder.filename().string(), std::move(images));
    }
    if (!anyImage) return base::badInput(root.string(), "dataset.no_images");

    auto manifest = labelled(root, std::move(folders), options);
    if (manifest) skipped.warn(*manifest);
    return manifest;
}

}  // namespace pwb::dataset
