// SPDX-License-Identifier: GPL-3.0-or-later
// Internal to core/dataset.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/error.h"

namespace pwb::dataset {

struct CsvRow {
    int line = 0;  ///< where the row begins, from 1
    std::vector<std::string> cells;
};

/// Reads separated values after RFC 4180: quoted cells may hold the separator, doubled quotes and line ends;
/// LF, CRLF and a byte order mark are accepted. Blanks around unquoted cells are dropped, blank lines too.
/// `take` is given each row; what it fails with ends the reading. Errors (BadInput, about `file`):
/// dataset.csv_quote (argument `line`).
[[nodiscard]] base::Status readCsv(std::string_view text, char separator, const std::string& file,
                                   const std::function<base::Status(const CsvRow&)>& take);
/// All rows at once.
[[nodiscard]] base::Result<std::vector<CsvRow>> parseCsv(std::string_view text, char separator,
                                                         const std::string& file);

}  // namespace pwb::dataset
