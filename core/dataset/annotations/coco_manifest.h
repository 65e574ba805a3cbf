// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>

#include "core/dataset/annotations/annotations.h"
#include "core/dataset/annotations/coco_file.h"

namespace pwb::dataset {

/// The annotations that a folder holds, in it or in annotations/: annotations.json, _annotations.coco.json,
/// instances_*.json (of several that of val), else the only file that looks like COCO's. Nothing where there
/// is none. Errors (BadInput): dataset.coco_several {first, second}.
[[nodiscard]] base::Result<std::optional<std::filesystem::path>> findCocoFile(
    const std::filesystem::path& folder);

/// Images are looked for below the file's folder, images/, the folders beside it, and folders that the name
/// of the file tells (instances_val2017.json: val2017/), in this order; samples come in the order of the
/// file. Warnings: dataset.coco_image_unknown, dataset.coco_annotation_twice (each `count`, `first`), those
/// of assemble(). Errors (BadInput): dataset.coco_image_twice {id, first, second},
/// dataset.coco_category_twice {id, first, second}, dataset.coco_name_twice {name},
/// dataset.coco_category_unknown {count, id, annotation}; those of readCocoFile() and assemble().
[[nodiscard]] base::Result<Manifest> readCocoManifest(const std::filesystem::path& file,
                                                      const LabelOptions& options);

/// The same without looking for images: `pathOf` gives the sample's path for an image's name, empty to leave
/// it out. No images are no error.
[[nodiscard]] base::Result<AnnotationSet> cocoAnnotations(
    const CocoFile& file, const std::function<std::filesystem::path(const std::string&)>& pathOf);

}  // namespace pwb::dataset
