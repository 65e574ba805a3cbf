// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/try.h"
#include "core/report/writers.h"

namespace pwb::report {

std::filesystem::path reportFile(const std::filesystem::path& folder, Format format) {
    switch (format) {
        case Format::Json:
            return folder / std::filesystem::path("report").replace_extension("json");
        case Format::Html:
            return folder / std::filesystem::path("report").replace_extension("html");
        case Format::Markdown:
            return folder / std::filesystem::path("report").replace_extension("md");
        case Format::Csv:
            break;
    }
    return folder / "predictions.csv";
}

base::Status write(const result::RunResult& document, Format format, const base::Words& words,
                   const std::filesystem::path& folder) {
    const std::filesystem::path file = reportFile(folder, format);
    switch (format) {
        case Format::Json:
            return base::writeFileAtomically(file, writeJson(document, words));
        case Format::Html:
            return base::writeFileAtomically(file, writeHtml(document, words));
        case Format::Markdown:
            return base::writeFileAtomically(file, writeMarkdown(document, words));
        case Format::Csv:
            break;
    }
    return base::writeFileAtomically(file, writePredictionsCsv(document));
}

base::Status writeAll(const result::RunResult& document, const base::Words& words,
                      const std::filesystem::path& folder) {
    PWB_CHECK(base::ensureWritableFolder(folder));
    for (const Format format : kAllFormats) PWB_CHECK(write(document, format, words, folder));
    return {};
}

}  // namespace pwb::report
