// SPDX-License-Identifier: GPL-3.0-or-later
#include <QApplication>
#include <QDir>
#include <QFontInfo>
#include <QStandardPaths>
#include <cstdio>

#include "app/gui_options.h"
#include "app/gui_tools.h"
#include "ui/main_window.h"
#include "ui/models/language.h"
#include "ui/models/settings.h"
#include "ui/pages/setup_page.h"

namespace {

using pwb::app::GuiOptions;

/// Exporting and taking pictures work on a machine without a display.
void chooseDisplay(const GuiOptions& options) {
    const bool tool = !options.exportFormat.isEmpty() || !options.screenshotFile.isEmpty();
    const bool none =
        qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY");
    if (tool && none && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
}

/// Pictures look the same on every machine and leave no trace in anybody's settings.
void prepareScreenshot() {
    QCoreApplication::setApplicationName(QStringLiteral("precision-workbench-screenshot"));
    QStandardPaths::setTestModeEnabled(true);
    QSettings().clear();
    pwb::ui::Settings().setRunsFolder(QDir::tempPath() + QStringLiteral("/precision-workbench-screenshots"));
    QFont font = QApplication::font();
    font.setPixelSize(13);
    QApplication::setFont(font);
}

pwb::ui::ThemeChoice themeOf(const GuiOptions& options) {
    if (options.theme == QLatin1String("light")) return pwb::ui::ThemeChoice::Light;
    if (options.theme == QLatin1String("dark")) return pwb::ui::ThemeChoice::Dark;
    return pwb::ui::Settings().theme();
}

int runWindow(const GuiOptions& options) {
    pwb::ui::MainWindow window;
    window.show();
    if (!options.model.isEmpty()) window.setup()->setModel(options.model);
    if (!options.data.isEmpty()) window.setup()->setData(options.data);
    if (!options.calibration.isEmpty()) window.setup()->setCalibration(options.calibration);
    if (!options.run.isEmpty()) window.openRun(options.run);
    if (options.start) window.runWhenReady();
    return QApplication::exec();
}

}  // namespace

int main(int argc, char** argv) {
    QStringList arguments;
    for (int i = 0; i < argc; ++i) arguments << QString::fromLocal8Bit(argv[i]);
    const pwb::app::ParsedOptions parsed = pwb::app::parseOptions(arguments);
    if (!parsed.options) {
        std::fprintf(stderr, "precision-workbench: %s\n\n%s", qPrintable(parsed.error),
                     qPrintable(pwb::app::helpText()));
        return 2;
    }
    const GuiOptions& options = *parsed.options;
    if (options.help) return std::fputs(qPrintable(pwb::app::helpText()), stdout) < 0;
    if (options.version) return std::puts("precision-workbench " PWB_VERSION) < 0;

    chooseDisplay(options);
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("precision-workbench"));
    QCoreApplication::setApplicationName(QStringLiteral("precision-workbench"));
    QCoreApplication::setApplicationVersion(QStringLiteral(PWB_VERSION));
    pwb::ui::prepareApplication();
    if (!options.screenshotFile.isEmpty()) prepareScreenshot();
    pwb::ui::applyLanguage(options.language.isEmpty() ? pwb::ui::Settings().language() : options.language);
    if (!options.exportFormat.isEmpty()) return pwb::app::exportRun(options);
    pwb::ui::applyTheme(themeOf(options));
    return options.screenshotFile.isEmpty() ? runWindow(options) : pwb::app::takeScreenshot(options);
}
