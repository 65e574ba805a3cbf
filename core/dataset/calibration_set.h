// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/manifest.h"

namespace pwb::dataset {

/// Which samples calibrate INT8, and what is to be said about them.
struct CalibrationSet {
    std::vector<std::size_t> indices;     ///< into the manifest that was drawn from, ascending
    int classesCovered = 0;               ///< that have a sample, or an object in one
    int classesTotal = 0;                 ///< 0 where the samples are not labelled
    int alsoInValidation = 0;             ///< by content; 0 when no validation set was given
    std::vector<base::Message> warnings;  ///< see drawCalibrationSet()
};

/// Draws up to `count` samples, the same number from each class as far as each class lasts (counts differ by
/// at most one between classes that last); ascending. The same seed gives the same samples on every platform.
/// Samples without a label count as a class of their own. Where samples have objects, each is drawn for the
/// class that the fewest of those drawn before show, images that show nothing being one.
[[nodiscard]] std::vector<std::size_t> drawBalanced(const Manifest& source, int count, std::uint64_t seed);

/// Draws with drawBalanced() and looks at what was drawn. `validation` (optional) is compared by file content
/// for leakage: by size first, then by SHA-256. When `source` is itself the validation set, say so with
/// `fromValidation`: then all drawn samples count as `alsoInValidation`, and nothing is compared.
/// Warnings: dataset.calibration_few (`count`, `recommended`; fewer than 100),
/// dataset.calibration_classes_missing (`missing`, `total`, `first`), dataset.calibration_leak (`count`,
/// `total`), dataset.calibration_from_validation (`count`).
/// Errors (BadInput): dataset.calibration_empty.
[[nodiscard]] base::Result<CalibrationSet> drawCalibrationSet(const Manifest& source, int count,
                                                              std::uint64_t seed, const Manifest* validation,
                                                              bool fromValidation);

}  // namespace pwb::dataset
