// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// Which samples calibrate INT8, and what is to be said about them.
struct CalibrationSet {
    std::vector<std::size_t> indices;  ///< into the manifest that was drawn from, ascending
    int classesCovered = 0;
    int classesTotal = 0;
    int alsoInValidation = 0;          ///< by content; 0 when no validation set was given
    std::vector<base::Message> warnings;  ///< dataset.calibration_few, …_classes_missing, …_leak, …_from_validation
};

/// Draws up to `count` samples, the same number from each class as far as each class lasts, by `seed`.
/// `validation` (optional) is compared by file content for leakage. When `source` is itself the validation
/// set, say so with `fromValidation`.
[[nodiscard]] base::Result<CalibrationSet> drawCalibrationSet(const Manifest& source, int count, std::uint64_t seed,
                                                              const Manifest* validation, bool fromValidation);

}  // namespace pwb::dataset
