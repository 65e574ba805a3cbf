// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "core/base/error.h"

namespace pwb::quantize {

/// TensorRT's calibration cache: a scale for each tensor, for signed symmetric codes.
struct CalibrationTable {
    std::string
        title;  ///< the first line: TensorRT's version and the calibrator, "TRT-8601-EntropyCalibration2"
    std::map<std::string, float> scales;  ///< by tensor; finite, not below 0
};

/// The largest code: a tensor's values span ±scale·127.
inline constexpr float kTableCodes = 127;

/// Reads what TensorRT (to version 10) writes: the title, then "tensor: XXXXXXXX" line by line, where the
/// eight digits are the scale's IEEE 754 bits, the most significant first. A tensor's name may hold ": ".
/// Errors (BadInput): those of base::readFile(); quantize.table_title (the first line is not TensorRT's),
/// quantize.table_line {line} (not of this form, or a scale that is negative, NaN or infinite),
/// quantize.table_twice {line, tensor}, quantize.table_empty.
[[nodiscard]] base::Result<CalibrationTable> readCalibrationTable(const std::filesystem::path& file);
/// Errors: those of base::writeFileAtomically(); quantize.table_name {tensor} (a name with a line break).
[[nodiscard]] base::Status writeCalibrationTable(const CalibrationTable& table,
                                                 const std::filesystem::path& file);

}  // namespace pwb::quantize
