// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/dataset/manifest.h"
#include "core/dataset/preprocess.h"
#include "core/dataset/value_ranges.h"

namespace pwb::dataset {

/// How many samples of a class there are: for object detection images that show it.
struct ClassCoverage {
    std::string name;
    int calibration = 0, validation = 0;
    std::int64_t calibrationObjects = 0, validationObjects = 0;  ///< annotated ones, crowds left out
};

/// Two samples that are the same or nearly so; `second` is an earlier sample of the set, or of the validation
/// set.
struct SamplePair {
    std::filesystem::path first, second;
    int distance =
        0;  ///< of 256 bits of what the pictures look like (near_duplicate.h); 0 for equal contents
};

/// What is to be known about a calibration set before it is used. A page can show it as it is.
struct CalibrationCheck {
    int samples = 0;
    std::vector<ClassCoverage> coverage;  ///< in the order of the classes

    // A sample appears once as `first` in each list.
    std::vector<SamplePair> duplicates;      ///< equal contents within the set
    std::vector<SamplePair> nearDuplicates;  ///< pictures that look alike within the set, contents differing
    std::vector<SamplePair> leaks;           ///< equal contents in the validation set
    std::vector<SamplePair> nearLeaks;       ///< pictures that look like one of the validation set
    int comparedValidation = 0;              ///< samples of the validation set that were compared with

    std::optional<ValueRanges> values, validationValues;  ///< after preprocessing
    double seconds = 0;                                   ///< what the check took
    /// dataset.calibration_duplicates, dataset.calibration_near_duplicates, dataset.calibration_near_leak
    /// (each `count`, `total`, `first`, `second`), and those of value_ranges.h. Missing classes, a small size
    /// and files that are in the validation set too are said by drawCalibrationSet(); of rows of a tensor set
    /// dataset.calibration_leak is said here.
    std::vector<base::Message> warnings;
};

struct CheckOptions {
    /// Samples of the validation set to compare contents and looks with, class-balanced; 0: all.
    int validationSamples = 0;
    int valueSamples = 128;  ///< of each set, for the value ranges
    std::uint64_t seed = 1;
    bool nearDuplicates = true;  ///< decodes every compared picture
};
/// Bounded work for checks on the way to something else.
inline constexpr int kQuickValidationSamples = 1000;

/// Looks at the samples of `calibration` (all of them: those that were drawn). `validation` is null where
/// there is none or the set was drawn from it; `preprocess` null where no model is known: then values are
/// left out. Of tensor sets contents and values are compared. Unreadable samples are passed over. Errors:
/// cancelled.
[[nodiscard]] base::Result<CalibrationCheck> checkCalibrationSet(const Manifest& calibration,
                                                                 const Manifest* validation,
                                                                 const Preprocess* preprocess,
                                                                 const CheckOptions& options,
                                                                 std::stop_token stop);

}  // namespace pwb::dataset
