// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/objects.h"
#include "core/model/info.h"

namespace pwb::dataset {

struct TensorSet;

enum class SourceKind { ClassFolders, CsvManifest, Tensors, Coco, YoloText, CsvBoxes, Images, Video };

/// One sample: an image file, a row of a tensor set or a frame of a video, with its class or its objects.
struct Sample {
    std::filesystem::path path;        ///< absolute; a row of a tensor set or a frame of a video with "#17"
    int label = -1;                    ///< index into Manifest::classes; −1 without a label
    std::int64_t row = -1;             ///< of Manifest::tensors, or the frame's number from 0
    std::vector<Object> objects = {};  ///< where Manifest::hasObjects
};

/// A data set as listed, before anything is decoded. Order is fixed: by class, then by file name (folders),
/// or as written (CSV), so that two runs see the same samples in the same order.
struct Manifest {
    SourceKind kind = SourceKind::ClassFolders;
    std::filesystem::path root;
    std::vector<Sample> samples;
    std::vector<std::string> classes;
    std::vector<base::Message> warnings;       ///< e.g. files skipped, not images
    std::shared_ptr<const TensorSet> tensors;  ///< where the samples are tensors, not images (tensor_set.h)
    bool hasObjects = false;  ///< samples are annotated with objects; one without any shows none

    [[nodiscard]] std::vector<int> samplesPerClass() const;
    /// Annotated objects, crowds left out.
    [[nodiscard]] std::int64_t objectCount() const;
};

/// Where class names and their order come from.
struct LabelOptions {
    std::filesystem::path labelsFile = {};  ///< one name per line; empty: look beside the data and the model
    std::filesystem::path modelPath = {};
    std::int64_t modelClasses = -1;             ///< outputs of the model, to check against; −1 unknown
    std::string modelNames = {};                ///< ModelInfo::metadata["names"], as Ultralytics writes it
    std::vector<model::ValueInfo> inputs = {};  ///< the model's, to take arrays of a tensor set for
    model::Task task = model::Task::Unknown;    ///< what the labels are for; Unknown: as the data looks
    double videoRate = 0;                       ///< frames taken per second of video; 0: one
};

/// Reads a class-per-folder tree, a CSV/TSV manifest (`path,label`, header optional, paths relative to the
/// manifest, label an index or a class name), or a tensor set (.npz, .npy or a folder of .npy; tensor_set.h).
/// Folders and files are sorted by the bytes of their names. Images are jpg, jpeg, png, bmp, webp, tif, tiff,
/// ppm and pgm; folders inside a class folder are descended; hidden files are passed over.
/// Class order: the labels file (given, else labels.txt in the data folder, its parent or the model's
/// folder, else the model's own names) that holds all names in the data; else, where the names are the
/// numbers 0 … N−1, those; else sorted by name.
/// Warnings: dataset.files_skipped (`count`, `first`), dataset.fewer_classes_than_outputs (`classes`,
/// `outputs`), dataset.numbered_folders (numeric order is not alphabetical order).
/// Errors (BadInput): dataset.not_found, dataset.empty, dataset.no_images, dataset.folder_unreadable,
/// dataset.csv_columns, dataset.csv_row, dataset.csv_cell_empty, dataset.csv_quote,
/// dataset.csv_label_unknown, dataset.label_unknown, dataset.label_duplicate, dataset.labels_file,
/// dataset.classes_mismatch (more classes than model outputs), dataset.unsupported; base.read_failed; those
/// of readTensorManifest(). Boxes (COCO, YOLO, CSV), plain images and video: docs/detection-data.md says what
/// is read, what is an error and what a warning.
[[nodiscard]] base::Result<Manifest> readManifest(const std::filesystem::path& path,
                                                  const LabelOptions& options);

}  // namespace pwb::dataset
