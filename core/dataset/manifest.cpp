// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/manifest.h"

#include <utility>

#include "core/base/try.h"
#include "core/dataset/annotations/class_folders.h"
#include "core/dataset/annotations/coco_manifest.h"
#include "core/dataset/annotations/csv_manifest.h"
#include "core/dataset/annotations/image_files.h"
#include "core/dataset/annotations/video_manifest.h"
#include "core/dataset/annotations/yolo_manifest.h"
#include "core/dataset/tensor_set.h"
#include "core/dataset/text.h"
#include "core/dataset/video/video.h"

namespace pwb::dataset {
namespace fs = std::filesystem;

std::vector<int> Manifest::samplesPerClass() const {
    std::vector<int> counts(classes.size(), 0);
    std::vector<char> shown(classes.size(), 0);
    for (const Sample& sample : samples) {
        if (sample.label >= 0) ++counts[static_cast<std::size_t>(sample.label)];
        // An image counts once for each class of its objects.
        for (const Object& object : sample.objects)
            if (!object.crowd) shown[static_cast<std::size_t>(object.label)] = 1;
        for (const Object& object : sample.objects) {
            const auto label = static_cast<std::size_t>(object.label);
            counts[label] += std::exchange(shown[label], 0);
        }
    }
    return counts;
}

std::int64_t Manifest::objectCount() const {
    std::int64_t count = 0;
    for (const Sample& sample : samples)
        for (const Object& object : sample.objects) count += object.crowd ? 0 : 1;
    return count;
}

namespace {

base::Result<Manifest> readFolder(const fs::path& folder, const LabelOptions& options) {
    if (const auto videos = videosIn(folder); !videos.empty()) return readVideos(videos, options);
    PWB_TRY(const auto coco, findCocoFile(folder));
    if (coco) return readCocoManifest(*coco, options);
    PWB_TRY(const auto yolo, findYolo(folder));
    if (yolo) return readYolo(*yolo, options);
    return options.task == model::Task::Detection ? readImageFolder(folder, options)
                                                  : readClassFolders(folder, options);
}

}  // namespace

base::Result<Manifest> readManifest(const fs::path& path, const LabelOptions& options) {
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (path.empty() || !fs::exists(status)) return base::badInput(path.string(), "dataset.not_found");
    fs::path whole = fs::absolute(path, code).lexically_normal();
    if (!whole.has_filename()) whole = whole.parent_path();  // "val/" would hide the parent's labels.txt
    if (isTensorSource(whole)) return readTensorManifest(whole, options);
    if (fs::is_directory(status)) return readFolder(whole, options);
    const std::string extension = lowered(whole.extension().string());
    if (extension == ".csv" || extension == ".tsv") return readCsvManifest(whole, options);
    if (extension == ".json") return readCocoManifest(whole, options);
    if (isVideoName(whole)) return readVideos({whole}, options);
    if (extension == ".yaml" || extension == ".yml") {
        PWB_TRY(const auto source, readYoloYaml(whole));
        return readYolo(source, options);
    }
    return base::badInput(path.string(), "dataset.unsupported");
}

}  // namespace pwb::dataset
