// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSize>
#include <QString>
#include <QStringList>
#include <optional>

namespace pwb::app {

/// The command line of precision-workbench.
struct GuiOptions {
    QString run;  ///< a run's folder to open
    QString model, data, calibration;
    bool start = false;  ///< --run
    QString exportFormat, out;
    QString screenshotPage, screenshotFile;
    QSize size = {1440, 900};
    int seconds = 4;  ///< after the first snapshot of a run that --screenshot --run starts
    QString theme, language;
    bool help = false, version = false;
};

/// The options, or what is wrong with the arguments.
struct ParsedOptions {
    std::optional<GuiOptions> options;
    QString error;
};
[[nodiscard]] ParsedOptions parseOptions(const QStringList& arguments);
[[nodiscard]] QString helpText();

}  // namespace pwb::app
