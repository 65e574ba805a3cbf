// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of report.md, for markdown_writer.cpp.
#pragma once

#include <string>
#include <vector>

#include "core/base/words.h"
#include "core/result/run_result.h"

namespace pwb::report {

/// Text that Markdown shows as it is: marks of emphasis, links, tables and HTML escaped, on one line.
[[nodiscard]] std::string plainText(const std::string& text);
/// A row of a table.
[[nodiscard]] std::string tableLine(const std::vector<std::string>& cells);
/// Its first row and the rule below: the first column to the left, the others to the right.
[[nodiscard]] std::string tableHead(const std::vector<std::string>& cells);

/// What only a detector's run has, with headings; empty for another.
[[nodiscard]] std::string detectionMarkdown(const result::RunResult& document, const base::Words& words);

}  // namespace pwb::report
