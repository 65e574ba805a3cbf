// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui_tools.h"

#include <QApplication>
#include <QElapsedTimer>
#include <QFileInfo>
#include <cstdio>

#include "ui/main_window.h"
#include "ui/models/format.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup_page.h"

namespace pwb::app {
namespace {

void say(const QString& text) {
    std::fprintf(stderr, "precision-workbench: %s\n", qPrintable(text));
}

/// Lets the window work until `done`, at most `seconds`.
template <class Done>
bool workUntil(Done done, int seconds) {
    QElapsedTimer timer;
    timer.start();
    while (!done() && timer.elapsed() < seconds * 1000)
        QCoreApplication::processEvents(QEventLoop::AllEvents, 50);
    return done();
}

void settle(int milliseconds) {
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < milliseconds) QCoreApplication::processEvents(QEventLoop::AllEvents, 20);
}

}  // namespace

int exportRun(const GuiOptions& options) {
    const auto document = run::openRun(options.run.toStdString());
    if (!document) {
        say(ui::coreText(document.error()));
        return 3;
    }
    const QString file =
        options.out.isEmpty() ? ui::reportFileName(**document, options.exportFormat) : options.out;
    if (const auto status = ui::writeReport(**document, options.exportFormat, file); !status) {
        say(ui::coreText(status.error()));
        return 4;
    }
    std::printf("%s\n", qPrintable(file));
    return 0;
}

int takeScreenshot(const GuiOptions& options) {
    ui::MainWindow window;
    window.resize(options.size);
    window.show();
    if (!options.model.isEmpty()) window.setup()->setModel(options.model);
    if (!options.data.isEmpty()) window.setup()->setData(options.data);
    if (!options.calibration.isEmpty()) window.setup()->setCalibration(options.calibration);
    if (!options.run.isEmpty()) {
        window.openRun(options.run);
        workUntil([&window] { return !window.isOpening(); }, 60);
        if (!window.document()) {
            say(QStringLiteral("%1 cannot be opened").arg(options.run));
            return 3;
        }
    }
    if (!window.pageIds().contains(options.screenshotPage)) {
        say(QStringLiteral("no page %1; there are %2")
                .arg(options.screenshotPage, window.pageIds().join(' ')));
        return 2;
    }
    window.showPage(options.screenshotPage);
    window.resize(options.size);
    settle(200);
    workUntil([&window] { return window.setup()->plan().model.empty() || window.setup()->facts()->checked; },
              60);
    if (const auto* report = window.findChild<ui::ReportPage*>())
        workUntil([report] { return !report->isRendering(); }, 60);
    if (options.start) {  // a picture of a run in progress
        window.runWhenReady();
        workUntil([&window] { return window.document() != nullptr; }, 60);
        settle(options.seconds * 1000);
        window.showPage(options.screenshotPage);
    }
    settle(1200);  // thumbnails and other late arrivals
    if (window.grab().save(options.screenshotFile)) return 0;
    say(QStringLiteral("%1 cannot be written").arg(options.screenshotFile));
    return 4;
}

}  // namespace pwb::app
