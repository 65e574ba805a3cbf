// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/labels.h"

namespace pwb::dataset {

/// A class as annotations know it.
struct DataClass {
    std::int64_t id = 0;
    std::string name = {};
    bool used = false;  ///< by an object
};

/// The classes in the model's order, and which of them each of the data's is.
struct ObjectClasses {
    std::vector<std::string> names;
    std::vector<int> indexOf;  ///< by position in the data's classes; −1: not one of the model's
    std::vector<base::Message> warnings;
};

/// By name, where a labels file or the model's names (labelSources()) know one that the data uses; a name
/// that they lack is no class then. Else by order of ids, or by the ids themselves where the model has as
/// many outputs as they reach and more than there are classes, as DETR and torchvision number them.
/// `data` is sorted by id; names may be empty. With `indices` ids are indices (numbers in a CSV file).
/// Warnings: dataset.classes_by_order {data, names}, dataset.classes_by_id {first, id}, those of labels.h.
/// Errors (BadInput): dataset.label_unknown (not in the labels file that was given) and others of labels.h.
[[nodiscard]] base::Result<ObjectClasses> mapObjectClasses(const std::vector<DataClass>& data, bool indices,
                                                           const std::filesystem::path& folder,
                                                           const LabelOptions& options);

/// The classes that a model of data without labels names; may be none.
[[nodiscard]] base::Result<ClassOrder> unlabelledClasses(const std::filesystem::path& folder,
                                                         const LabelOptions& options);

}  // namespace pwb::dataset
