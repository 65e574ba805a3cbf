// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset: what the readers of box annotations have in common.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/annotations/object_classes.h"
#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// An object as it was read, with all that may be wrong about it.
struct RawObject {
    Box box;
    int category = 0;  ///< index into AnnotationSet::classes
    double area = -1;  ///< px²; negative where the annotation does not say
    bool crowd = false;
    std::int64_t place = 0;  ///< line of its file, or its COCO id
};

struct AnnotatedImage {
    std::filesystem::path path;  ///< absolute, as Sample::path
    int width = 0, height = 0;   ///< pixels, as the annotations say; 0 where they do not
    std::vector<RawObject> objects;
    std::filesystem::path file = {};  ///< that the objects are from; empty: AnnotationSet::file
};

struct AnnotationSet {
    SourceKind kind = SourceKind::Coco;
    std::filesystem::path file;      ///< for messages
    std::filesystem::path root;      ///< where labels.txt is looked for too
    std::vector<DataClass> classes;  ///< sorted by id
    bool indices = false;            ///< ids are indices, names are not known
    bool fractions = false;          ///< boxes are parts of width and height
    std::vector<AnnotatedImage> images;
    std::vector<base::Message> warnings;
};

/// Boxes in pixels within their images, classes in the model's order. A box that reaches over the edge by no
/// more than a pixel is left as it is (rounding), others are clipped; one without a size is dropped, as is
/// one that lies outside or whose class the model does not have.
/// Warnings, each with `count` and `first`: dataset.boxes_clipped, dataset.boxes_outside,
/// dataset.boxes_empty, dataset.objects_unknown_class (also `name`), dataset.image_size_differs (also
/// `stated`, `found`), dataset.some_images_missing (also `total`); those of mapObjectClasses(). Errors
/// (BadInput): dataset.images_missing {count, total, first} (more than 1 %), dataset.annotations_no_images,
/// those of mapObjectClasses().
[[nodiscard]] base::Result<Manifest> assemble(AnnotationSet set, const LabelOptions& options);

}  // namespace pwb::dataset
