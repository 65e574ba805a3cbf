// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// Reads `path,label` rows. A first row that names its columns (path, file, filename or image; label or
/// class) is a header, and then the columns may stand in any order among others; without one the first two
/// columns are meant. Labels are names, or indices where they are numbers that no labels file holds.
/// Paths may also name rows of one tensor set ("calib.npz#17"), whose labels are the set's own.
/// Errors (BadInput): dataset.csv_tensor_row (`line`), dataset.empty, dataset.csv_columns, dataset.csv_row,
/// dataset.csv_quote, dataset.csv_label_unknown (these with `line`), and those of orderClasses().
[[nodiscard]] base::Result<Manifest> readCsvManifest(const std::filesystem::path& path,
                                                     const LabelOptions& options);

}  // namespace pwb::dataset
