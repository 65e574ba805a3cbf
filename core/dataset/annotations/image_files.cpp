// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/annotations/image_files.h"

#include <algorithm>
#include <array>

#include "core/base/try.h"
#include "core/dataset/annotations/object_classes.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 9> kImageExtensions = {".jpg", ".jpeg", ".png", ".bmp", ".webp",
                                                              ".tif", ".tiff", ".ppm", ".pgm"};

/// By the bytes of their names, as Python's sorted() does.
void sortByBytes(std::vector<fs::path>& paths) {
    std::sort(paths.begin(), paths.end(),
              [](const fs::path& a, const fs::path& b) { return a.native() < b.native(); });
}

bool holdsImages(const fs::path& folder) {
    return contentOf(folder).holds(isImageName);
}

}  // namespace

bool isImageName(const fs::path& path) {
    const std::string extension = lowered(path.extension().string());
    return std::find(kImageExtensions.begin(), kImageExtensions.end(), extension) != kImageExtensions.end();
}

bool isHidden(const fs::path& path) {
    return path.filename().native().starts_with('.');
}

void SkippedFiles::add(const fs::path& path) {
    if (count++ == 0 || path.string() < first) first = path.string();
}

void SkippedFiles::warn(Manifest& manifest) const {
    if (count == 0) return;
    manifest.warnings.push_back(
        {"dataset.files_skipped", {{"count", std::to_string(count)}, {"first", first}}});
}

base::Result<std::vector<fs::path>> listImages(const fs::path& folder, SkippedFiles& skipped) {
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
    sortByBytes(images);
    return images;
}

FolderContent contentOf(const fs::path& folder) {
    FolderContent content;
    std::error_code code;
    for (fs::directory_iterator it(folder, code), end; !code && it != end; it.increment(code)) {
        std::error_code ignored;
        if (!isHidden(it->path()))
            (it->is_directory(ignored) ? content.folders : content.files).push_back(it->path());
    }
    sortByBytes(content.folders);
    sortByBytes(content.files);
    return content;
}

bool isImageFolder(const fs::path& root) {
    const FolderContent content = contentOf(root);
    if (content.holds(isImageName)) return true;
    return std::count_if(content.folders.begin(), content.folders.end(), holdsImages) == 1 &&
           holdsImages(root / "images");
}

base::Result<Manifest> readImageFolder(const fs::path& root, const LabelOptions& options) {
    const FolderContent content = contentOf(root);
    if (content.folders.empty() && content.files.empty())
        return base::badInput(root.string(), "dataset.empty");
    SkippedFiles skipped;
    PWB_TRY(auto images, listImages(root, skipped));
    if (images.empty()) return base::badInput(root.string(), "dataset.no_images");
    if (!isImageFolder(root))
        return base::badInput(root.string(), "dataset.folders_for_detection",
                              {{"folder", images.front().parent_path().filename().string()}});
    PWB_TRY(auto order, unlabelledClasses(root, options));
    Manifest manifest;
    manifest.kind = SourceKind::Images;
    manifest.root = root;
    for (fs::path& image : images) manifest.samples.push_back({std::move(image)});
    manifest.classes = std::move(order.classes);
    skipped.warn(manifest);
    return manifest;
}

}  // namespace pwb::dataset
