// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_options.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>
#include <QRegularExpression>
#include <string>
#include <vector>

namespace pwb::app {
namespace {

ParsedOptions wrong(const QString& what) {
    return {std::nullopt, what};
}

std::optional<QSize> sizeOf(const QString& text) {
    static const QRegularExpression pattern(QStringLiteral("^(\\d{3,5})x(\\d{3,5})$"));
    const auto match = pattern.match(text);
    if (!match.hasMatch()) return std::nullopt;
    return QSize(match.captured(1).toInt(), match.captured(2).toInt());
}

/// What is wrong with values, or with options that need each other.
QString contradiction(const GuiOptions& options) {
    const auto among = [](const QString& value, const QStringList& known) {
        return value.isEmpty() || known.contains(value);
    };
    const bool exports = !options.exportFormat.isEmpty();
    if (!among(options.exportFormat, {"pdf", "html", "json", "md", "csv"}))
        return QStringLiteral("--export knows pdf, html, json, md and csv");
    if (exports && options.run.isEmpty()) return QStringLiteral("--export needs RUN_DIR");
    if (!exports && !options.out.isEmpty()) return QStringLiteral("--out belongs to --export");
    if (!among(options.theme, {"light", "dark"})) return QStringLiteral("--theme knows light and dark");
    if (!among(options.language, {"en", "zh_CN"})) return QStringLiteral("--lang knows en and zh_CN");
    return {};
}

}  // namespace

QString helpText() {
    return QStringLiteral(
        "Usage: precision-workbench [RUN_DIR]\n"
        "       precision-workbench --model M --data D [--calibration C] [--run]\n"
        "       precision-workbench --export FORMAT RUN_DIR [--out FILE]\n"
        "\n"
        "  RUN_DIR                opens the run of this folder\n"
        "  --model FILE           the ONNX model for a new run\n"
        "  --data PATH            its labelled data: a folder per class, a CSV list, or an .npz file\n"
        "  --calibration PATH     calibration data of its own\n"
        "  --run                  starts the run as soon as both are read\n"
        "  --export FORMAT        writes pdf, html, json, md or csv and exits; needs no display\n"
        "  --out FILE             where to (default: report.FORMAT or predictions.csv in RUN_DIR)\n"
        "  --lang en|zh_CN        the language of the window or of the export\n"
        "  --theme light|dark     instead of the remembered one\n"
        "  --help, --version\n"
        "\n"
        "For developers:\n"
        "  --screenshot PAGE FILE.png [--size 1440x900] [RUN_DIR]\n"
        "                         or with --model, --data and --run [--seconds N] instead of RUN_DIR: a run "
        "in\n"
        "                         progress, N seconds after its first figures;\n"
        "                         saves a picture of a page (setup, overview, ...) and exits\n"
        "\n"
        "Exit codes: 0 done, 2 wrong arguments, 3 a run that cannot be opened, 4 a file that cannot be "
        "written.\n");
}

ParsedOptions parseOptions(const QStringList& arguments) {
    GuiOptions options;
    QString size, seconds;
    CLI::App app;
    app.set_help_flag();  // ours are shown without the window's libraries
    app.allow_extras();
    const auto add = [&app](const char* name, QString& into) {
        app.add_option_function<std::string>(
               name, [&into](const std::string& value) { into = QString::fromStdString(value); })
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    };
    app.add_flag("--help,-h", options.help);
    app.add_flag("--version", options.version);
    app.add_flag("--run", options.start);
    add("--model", options.model);
    add("--data", options.data);
    add("--calibration", options.calibration);
    add("--export", options.exportFormat);
    add("--out", options.out);
    add("--lang", options.language);
    add("--theme", options.theme);
    add("--size", size);
    add("--seconds", seconds);
    add("RUN_DIR", options.run);
    std::vector<std::string> picture;  // page and file
    app.add_option("--screenshot", picture)
        ->expected(2)
        ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);

    std::vector<std::string> reversed;  // as CLI11 takes them
    for (qsizetype i = arguments.size() - 1; i > 0; --i) reversed.push_back(arguments[i].toStdString());
    try {
        app.parse(std::move(reversed));
    } catch (const CLI::ParseError& error) {
        // "--model: 1 required TEXT missing": nothing else can go wrong with texts.
        const QString name = QString::fromStdString(error.what()).section(':', 0, 0);
        return wrong(QStringLiteral("%1 lacks its value").arg(name));
    }
    if (picture.size() == 1) return wrong(QStringLiteral("--screenshot lacks its value"));
    for (const std::string& extra : app.remaining())
        return wrong(extra.starts_with('-')
                         ? QStringLiteral("unknown option %1").arg(QString::fromStdString(extra))
                         : QStringLiteral("one run folder at most"));
    if (!picture.empty()) {
        options.screenshotPage = QString::fromStdString(picture[0]);
        options.screenshotFile = QString::fromStdString(picture[1]);
    }
    if (!seconds.isNull()) options.seconds = seconds.toInt();
    if (!size.isNull()) {
        const auto parsed = sizeOf(size);
        if (!parsed) return wrong(QStringLiteral("--size wants WIDTHxHEIGHT, such as 1280x800"));
        options.size = *parsed;
    }
    if (const QString problem = contradiction(options); !problem.isEmpty()) return wrong(problem);
    return {options, {}};
}

}  // namespace pwb::app
