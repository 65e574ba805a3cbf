// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/settings.h"

#include <QDir>
#include <QStandardPaths>

namespace pwb::ui {

void Settings::prepend(const QString& key, const QString& value, int limit) {
    QStringList values = list(key);
    values.removeAll(value);
    values.prepend(value);
    m_store.setValue(key, values.mid(0, limit));
    if (key == QLatin1String("recentRuns")) {
        QStringList hidden = hiddenRuns();
        if (hidden.removeAll(value) > 0) m_store.setValue("hiddenRuns", hidden);
    }
}

void Settings::removeRun(const QString& folder) {
    QStringList values = recentRuns();
    values.removeAll(folder);
    m_store.setValue("recentRuns", values);
    prepend("hiddenRuns", folder, 500);
    if (baselineRun() == folder) setBaselineRun({});
}

ThemeChoice Settings::theme() const {
    const QString name = text("theme");
    return name == QLatin1String("light")  ? ThemeChoice::Light
           : name == QLatin1String("dark") ? ThemeChoice::Dark
                                           : ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice choice) {
    m_store.setValue("theme", choice == ThemeChoice::Light  ? "light"
                              : choice == ThemeChoice::Dark ? "dark"
                                                            : "system");
}

QString Settings::runsFolder() const {
    const QString kept = text("runsFolder");
    if (!kept.isEmpty()) return kept;
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return (documents.isEmpty() ? QDir::homePath() : documents) + QStringLiteral("/PrecisionWorkbench/runs");
}

}  // namespace pwb::ui
