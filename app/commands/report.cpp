// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "app/commands/commands.h"
#include "app/commands/values.h"
#include "app/console.h"
#include "core/base/files.h"
#include "core/report/writers.h"
#include "core/run/pipeline.h"

namespace pwb::app {
namespace {

struct ReportArguments {
    std::filesystem::path run, out;
    std::optional<report::Format> format;
};

report::Format formatFromId(const std::string& id) {
    if (id == "json") return report::Format::Json;
    if (id == "html") return report::Format::Html;
    if (id == "md") return report::Format::Markdown;
    if (id == "csv") return report::Format::Csv;
    wrongValue("--format", id, "one of json, html, md, csv");
}

int writeReports(const ReportArguments& arguments) {
    const auto document = run::openRun(arguments.run);
    if (!document) return fail(document.error());
    const std::filesystem::path folder = arguments.out.empty() ? arguments.run : arguments.out;
    if (const auto status = base::ensureWritableFolder(folder); !status) return fail(status.error());
    std::vector<report::Format> formats(report::kAllFormats.begin(), report::kAllFormats.end());
    if (arguments.format) formats = {*arguments.format};
    for (const report::Format format : formats) {
        if (const auto status = report::write(**document, format, words(), folder); !status)
            return fail(status.error());
        std::printf("%s\n", report::reportFile(folder, format).c_str());
    }
    return kDone;
}

}  // namespace

void addReport(CommandLine& line) {
    auto arguments = std::make_shared<ReportArguments>();
    Command command = line.add("report", "write the reports of a run anew from its store");
    command
        .add("RUN_DIR", "folder of the run", "",
             [arguments](const std::string& path) { arguments->run = path; })
        .required();
    command.add("--format", "only this one (default: all four)", "json|html|md|csv",
                [arguments](const std::string& id) { arguments->format = formatFromId(id); });
    command.add("--out", "folder to write to (default: RUN_DIR)", "DIR",
                [arguments](const std::string& path) { arguments->out = path; });
    command.onChosen([arguments] { return writeReports(*arguments); });
}

}  // namespace pwb::app
