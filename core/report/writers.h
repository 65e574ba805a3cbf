// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>

#include "core/base/words.h"
#include "core/report/document.h"

namespace pwb::report {

/// report.json, schema 1 (docs/report-schema.md). A figure that was not measured has no key.
[[nodiscard]] std::string writeJson(const ReportDocument& document, const base::Words& words);
/// One self-contained page: inline SVG and CSS, light and dark by the reader's preference, prints well,
/// loads nothing from anywhere.
[[nodiscard]] std::string writeHtml(const ReportDocument& document, const base::Words& words);
[[nodiscard]] std::string writeMarkdown(const ReportDocument& document, const base::Words& words);
/// predictions.csv: `sample,label,fp32,fp32_confidence,…`, RFC 4180, class indices, paths relative to the data.
[[nodiscard]] std::string writePredictionsCsv(const ReportDocument& document);

/// All four into the run's folder, each under its name only when complete.
[[nodiscard]] base::Status writeAll(const ReportDocument& document, const base::Words& words,
                                    const std::filesystem::path& folder);

}  // namespace pwb::report
