// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDir>
#include <QPixmap>
#include <QTest>

#include "ui/theme/theme.h"

namespace pwb::test {

/// Saves a picture of a page in light and in dark when PWB_TEST_GRABS names a folder, for looking at.
inline void grab(QWidget& widget, const QString& name) {
    const QString folder = qEnvironmentVariable("PWB_TEST_GRABS");
    if (folder.isEmpty()) return;
    for (const bool dark : {false, true}) {
        ui::applyTheme(dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
        QTest::qWait(150);
        QPixmap picture(widget.size());
        picture.fill(ui::Theme::current().window);
        widget.render(&picture);
        QVERIFY(picture.save(QDir(folder).filePath(name + (dark ? "-dark.png" : ".png"))));
    }
    ui::applyTheme(ui::ThemeChoice::Light);
}

}  // namespace pwb::test
