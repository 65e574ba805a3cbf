// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset. The format: https://cocodataset.org/#format-data, object detection.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/objects.h"

namespace pwb::dataset {

struct CocoImage {
    std::int64_t id = 0;
    std::string fileName = {};
    int width = 0, height = 0;  ///< pixels; 0 where they are not said
};
struct CocoAnnotation {
    std::int64_t id = 0;
    std::int64_t image = 0, category = 0;  ///< ids
    Box box;                               ///< NaN for what is null
    double area = -1;                      ///< px²; negative where it is not said
    bool crowd = false;
};
struct CocoCategory {
    std::int64_t id = 0;
    std::string name = {};
};

struct CocoFile {
    std::filesystem::path path;
    std::vector<CocoImage> images;
    std::vector<CocoAnnotation> annotations;
    std::vector<CocoCategory> categories;
};

/// Reads the file as a stream, so that memory holds what is kept and not its text. Ids are whole numbers or
/// texts, which get negative numbers; outlines and everything unknown are passed over.
/// Errors (BadInput): base.read_failed, base.is_folder, dataset.annotations_empty, dataset.json_invalid
/// {line, column}, dataset.coco_missing {missing} (one of the three lists), dataset.coco_field {list, number,
/// field} (an entry, counted from 1, that lacks it or has something else there).
[[nodiscard]] base::Result<CocoFile> readCocoFile(const std::filesystem::path& path);

/// Does the beginning of a file look like COCO's object detection?
[[nodiscard]] bool looksLikeCoco(const std::filesystem::path& path);

}  // namespace pwb::dataset
