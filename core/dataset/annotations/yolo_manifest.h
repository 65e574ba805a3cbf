// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset. The format: https://docs.ultralytics.com/datasets/detect.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// Where a data set in YOLO's layout has its images, and what its classes are called.
struct YoloSource {
    std::filesystem::path file;  ///< data.yaml, or the folder where there is none
    std::filesystem::path root;
    std::vector<std::filesystem::path> images;  ///< folders, or lists of images (.txt)
    std::vector<std::string> names;             ///< by index; empty where they are not said
    std::int64_t classes = -1;                  ///< how many there are; −1 unknown
};

/// data.yaml: `path`, `val` (else `test`, else `train`), `names` as list or map, `nc`. Errors (BadInput):
/// dataset.annotations_empty, dataset.yaml_invalid {line, column}, dataset.yolo_yaml {missing},
/// dataset.yolo_names {names, nc}, dataset.yolo_split {split, folder} (no such folder); base.read_failed.
[[nodiscard]] base::Result<YoloSource> readYoloYaml(const std::filesystem::path& file);

/// What a folder is, where it is one: with a data.yaml; with images/ and labels/, val (valid, test, train)
/// below them; one of these images folders itself; or with images and .txt files side by side. Errors: those
/// of readYoloYaml().
[[nodiscard]] base::Result<std::optional<YoloSource>> findYolo(const std::filesystem::path& folder);

/// Reads `class cx cy w h`, fractions of the picture, or a polygon `class x1 y1 x2 y2 x3 y3 …`, which counts
/// with the box around it, from the .txt of each image (labels/ for images/ in its path, or beside it); an
/// image without one shows nothing. Samples are sorted by the bytes of their paths.
/// Warnings: dataset.yolo_stray_labels (`count`, `first`; files without an image), those of assemble().
/// Errors (BadInput, about the label file): dataset.yolo_columns {line, found}, dataset.yolo_number {line,
/// text}, dataset.yolo_class {line, label, classes}, dataset.yolo_pixels {line}; dataset.yolo_no_labels,
/// those of assemble().
[[nodiscard]] base::Result<Manifest> readYolo(const YoloSource& source, const LabelOptions& options);

}  // namespace pwb::dataset
