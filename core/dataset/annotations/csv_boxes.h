// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <filesystem>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/dataset/annotations/csv_table.h"
#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// Where a header has what an object needs.
struct BoxColumns {
    std::size_t path = 0, label = 0;
    std::size_t sides[4] = {};  ///< of the box, as `corners` says
    bool corners = false;       ///< left, upper, right, lower; else left, upper, width, height
    std::optional<std::size_t> area = {}, crowd = {};
    std::size_t count = 0;
};
/// Columns by name: path (file, filename, image), label (class, name, category), x1 y1 x2 y2 or xmin ymin
/// xmax ymax or x y w h (width, height), and where there are any, area and crowd (iscrowd). Nothing where the
/// row is not such a header.
[[nodiscard]] std::optional<BoxColumns> boxColumns(const CsvRow& header);

/// One object per row, in pixels, or in fractions of the image where no number is above 1. A row without
/// label and box is an image without objects. Labels are names, or indices where all are numbers that no
/// labels file holds. Samples come in the order in which they are met.
/// Errors (BadInput, each with `line`): dataset.csv_row, dataset.csv_cell_empty, dataset.csv_quote,
/// dataset.csv_number {text}; dataset.empty, those of assemble().
[[nodiscard]] base::Result<Manifest> readBoxCsv(const std::filesystem::path& path, std::string_view text,
                                                char separator, const BoxColumns& columns,
                                                const LabelOptions& options);

}  // namespace pwb::dataset
