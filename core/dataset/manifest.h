// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace pwb::dataset {

enum class SourceKind { ClassFolders, CsvManifest };

/// One labelled sample: an image file and its class index.
struct Sample {
    std::filesystem::path path;  ///< absolute
    int label = -1;              ///< index into Manifest::classes; −1 without a label
};

/// A data set as listed, before anything is decoded. Order is fixed: by class, then by file name (folders),
/// or as written (CSV), so that two runs see the same samples in the same order.
struct Manifest {
    SourceKind kind = SourceKind::ClassFolders;
    std::filesystem::path root;
    std::vector<Sample> samples;
    std::vector<std::string> classes;
    std::vector<base::Message> warnings;  ///< e.g. files skipped, not images

    [[nodiscard]] std::vector<int> samplesPerClass() const;
};

/// Where class names and their order come from.
struct LabelOptions {
    std::filesystem::path labelsFile = {};  ///< one name per line; empty: look beside the data and the model
    std::filesystem::path modelPath = {};
    std::int64_t modelClasses = -1;         ///< outputs of the model, to check against; −1 unknown
};

/// Reads a class-per-folder tree or a CSV/TSV manifest (`path,label`, header optional, paths relative to the
/// manifest, label an index or a class name).
/// Class order: the labels file (given, else labels.txt in the data folder, its parent or the model's
/// folder) where the folder names match it, else sorted by name.
/// Errors (BadInput): dataset.not_found, dataset.empty, dataset.no_images, dataset.csv_columns,
/// dataset.csv_row, dataset.label_unknown, dataset.labels_file, dataset.classes_mismatch (more classes than
/// model outputs), dataset.unsupported.
[[nodiscard]] base::Result<Manifest> readManifest(const std::filesystem::path& path, const LabelOptions& options);

}  // namespace pwb::dataset
