// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <filesystem>
#include <string>

#include "core/base/words.h"
#include "core/result/run_result.h"

namespace pwb::report {

/// report.json, schema 1 (docs/report-schema.md). A figure that was not measured has no key.
[[nodiscard]] std::string writeJson(const result::RunResult& document, const base::Words& words);
/// One self-contained page: inline SVG and CSS, light and dark by the reader's preference, prints well,
/// loads nothing from anywhere.
[[nodiscard]] std::string writeHtml(const result::RunResult& document, const base::Words& words);
[[nodiscard]] std::string writeMarkdown(const result::RunResult& document, const base::Words& words);
/// predictions.csv: `sample,label,fp32,fp32_confidence,…`, RFC 4180, class indices, paths relative to the
/// data. Of a detector: a row per detection that counts, `sample,engine,class,confidence,x,y,width,height`,
/// in pixels of the original image.
[[nodiscard]] std::string writePredictionsCsv(const result::RunResult& document);

enum class Format { Json, Html, Markdown, Csv };
inline constexpr std::array<Format, 4> kAllFormats = {Format::Json, Format::Html, Format::Markdown,
                                                      Format::Csv};

/// report.json, report.html, report.md or predictions.csv in `folder`.
[[nodiscard]] std::filesystem::path reportFile(const std::filesystem::path& folder, Format format);
/// One of them, under its name only when complete. The folder must exist.
[[nodiscard]] base::Status write(const result::RunResult& document, Format format, const base::Words& words,
                                 const std::filesystem::path& folder);

/// All four into the run's folder, each under its name only when complete.
[[nodiscard]] base::Status writeAll(const result::RunResult& document, const base::Words& words,
                                    const std::filesystem::path& folder);

}  // namespace pwb::report
