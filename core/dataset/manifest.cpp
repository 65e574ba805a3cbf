// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dataset/manifest.h"

#include "core/dataset/class_folders.h"
#include "core/dataset/csv_manifest.h"
#include "core/dataset/tensor_set.h"
#include "core/dataset/text.h"

namespace pwb::dataset {
namespace fs = std::filesystem;

std::vector<int> Manifest::samplesPerClass() const {
    std::vector<int> counts(classes.size(), 0);
    for (const Sample& sample : samples)
        if (sample.label >= 0) ++counts[static_cast<std::size_t>(sample.label)];
    return counts;
}

base::Result<Manifest> readManifest(const fs::path& path, const LabelOptions& options) {
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (path.empty() || !fs::exists(status)) return base::badInput(path.string(), "dataset.not_found");
    fs::path whole = fs::absolute(path, code).lexically_normal();
    if (!whole.has_filename()) whole = whole.parent_path();  // "val/" would hide the parent's labels.txt
    if (isTensorSource(whole)) return readTensorManifest(whole, options);
    if (fs::is_directory(status)) return readClassFolders(whole, options);
    const std::string extension = lowered(whole.extension().string());
    if (extension == ".csv" || extension == ".tsv") return readCsvManifest(whole, options);
    return base::badInput(path.string(), "dataset.unsupported");
}

}  // namespace pwb::dataset
