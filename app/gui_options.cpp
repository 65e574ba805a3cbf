// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_options.h"

#include <QRegularExpression>

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
    for (qsizetype i = 1; i < arguments.size(); ++i) {
        const QString& name = arguments[i];
        const auto value = [&](QString& into) {
            if (i + 1 >= arguments.size()) return false;
            into = arguments[++i];
            return true;
        };
        bool complete = true;
        QString text;
        if (name == QLatin1String("--help") || name == QLatin1String("-h"))
            options.help = true;
        else if (name == QLatin1String("--version"))
            options.version = true;
        else if (name == QLatin1String("--run"))
            options.start = true;
        else if (name == QLatin1String("--model"))
            complete = value(options.model);
        else if (name == QLatin1String("--data"))
            complete = value(options.data);
        else if (name == QLatin1String("--calibration"))
            complete = value(options.calibration);
        else if (name == QLatin1String("--export"))
            complete = value(options.exportFormat);
        else if (name == QLatin1String("--out"))
            complete = value(options.out);
        else if (name == QLatin1String("--lang"))
            complete = value(options.language);
        else if (name == QLatin1String("--theme"))
            complete = value(options.theme);
        else if (name == QLatin1String("--screenshot"))
            complete = value(options.screenshotPage) && value(options.screenshotFile);
        else if (name == QLatin1String("--size")) {
            complete = value(text);
            const auto size = sizeOf(text);
            if (complete && !size)
                return wrong(QStringLiteral("--size wants WIDTHxHEIGHT, such as 1280x800"));
            if (size) options.size = *size;
        } else if (name == QLatin1String("--seconds")) {
            complete = value(text);
            options.seconds = text.toInt();
        } else if (name.startsWith('-'))
            return wrong(QStringLiteral("unknown option %1").arg(name));
        else if (options.run.isEmpty())
            options.run = name;
        else
            return wrong(QStringLiteral("one run folder at most"));
        if (!complete) return wrong(QStringLiteral("%1 lacks its value").arg(name));
    }
    static const QStringList formats = {"pdf", "html", "json", "md", "csv"};
    if (!options.exportFormat.isEmpty() && !formats.contains(options.exportFormat))
        return wrong(QStringLiteral("--export knows pdf, html, json, md and csv"));
    if (!options.exportFormat.isEmpty() && options.run.isEmpty())
        return wrong(QStringLiteral("--export needs RUN_DIR"));
    if (!options.out.isEmpty() && options.exportFormat.isEmpty())
        return wrong(QStringLiteral("--out belongs to --export"));
    if (!options.theme.isEmpty() && options.theme != QLatin1String("light") &&
        options.theme != QLatin1String("dark"))
        return wrong(QStringLiteral("--theme knows light and dark"));
    if (!options.language.isEmpty() && options.language != QLatin1String("en") &&
        options.language != QLatin1String("zh_CN"))
        return wrong(QStringLiteral("--lang knows en and zh_CN"));
    return {options, {}};
}

}  // namespace pwb::app
