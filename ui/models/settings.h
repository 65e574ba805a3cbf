// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QSettings>
#include <QStringList>

#include "ui/theme/theme.h"

namespace pwb::ui {

/// What the window remembers between starts.
class Settings {
public:
    [[nodiscard]] QStringList recentRuns() const { return list("recentRuns"); }
    [[nodiscard]] QStringList recentModels() const { return list("recentModels"); }
    [[nodiscard]] QStringList recentData() const { return list("recentData"); }
    void addRun(const QString& folder) { prepend("recentRuns", folder, 200); }
    void removeRun(const QString& folder);
    void addModel(const QString& path) { prepend("recentModels", path, 10); }
    void addData(const QString& path) { prepend("recentData", path, 10); }
    /// Runs that were taken off the list although their folder is still there.
    [[nodiscard]] QStringList hiddenRuns() const { return list("hiddenRuns"); }

    [[nodiscard]] QString baselineRun() const { return text("baselineRun"); }
    void setBaselineRun(const QString& folder) { m_store.setValue("baselineRun", folder); }

    [[nodiscard]] QString language() const { return text("language"); }  ///< empty: the system's
    void setLanguage(const QString& language) { m_store.setValue("language", language); }
    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice choice);

    [[nodiscard]] QString page() const { return text("page"); }
    void setPage(const QString& id) { m_store.setValue("page", id); }
    [[nodiscard]] QByteArray geometry() const { return m_store.value("geometry").toByteArray(); }
    void setGeometry(const QByteArray& geometry) { m_store.setValue("geometry", geometry); }

    /// Where a file dialog for `what` ("model", "data", …) was last.
    [[nodiscard]] QString folder(const QString& what) const { return text("folders/" + what); }
    void setFolder(const QString& what, const QString& folder) {
        m_store.setValue("folders/" + what, folder);
    }
    /// Below which new runs are made.
    [[nodiscard]] QString runsFolder() const;
    void setRunsFolder(const QString& folder) { m_store.setValue("runsFolder", folder); }

    /// The choices of the last run as JSON of a RunPlan; empty before the first.
    [[nodiscard]] QString options() const { return text("options"); }
    void setOptions(const QString& json) { m_store.setValue("options", json); }

private:
    [[nodiscard]] QString text(const QString& key) const { return m_store.value(key).toString(); }
    [[nodiscard]] QStringList list(const QString& key) const { return m_store.value(key).toStringList(); }
    void prepend(const QString& key, const QString& value, int limit);
    QSettings m_store;
};

}  // namespace pwb::ui
