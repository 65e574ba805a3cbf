// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/annotations/annotations.h"

namespace pwb::dataset {

/// The objects of one label file, as fractions; `classes` is how many there are, −1 unknown.
/// Errors: those about lines that readYolo() names, for `file`.
[[nodiscard]] base::Result<std::vector<RawObject>> parseYoloLabels(std::string_view text,
                                                                   std::int64_t classes,
                                                                   const std::string& file);

}  // namespace pwb::dataset
