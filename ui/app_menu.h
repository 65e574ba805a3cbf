// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMenu>

#include "ui/theme/theme.h"

class QAction;
class QActionGroup;

namespace pwb::ui {

/// The application menu; its actions also carry the window's shortcuts.
class AppMenu : public QMenu {
    Q_OBJECT

public:
    /// `language` and `theme` are those that were chosen last.
    AppMenu(QWidget* window, const QString& language, ThemeChoice theme);

    /// Enables what needs a run.
    void setHasDocument(bool has);
    /// Fills `menu` with the recent runs.
    void fillRecent(QMenu* menu);

signals:
    void openModel();
    void openData();
    void openRun();
    void openRecent(const QString& folder);
    void exportRequested(const QString& format);  ///< "pdf", "html", "json", "md", "csv"
    void languageChosen(const QString& language);
    void themeChosen(pwb::ui::ThemeChoice choice);
    void runRequested();
    void cancelRequested();
    void pageStep(int step);
    void aboutRequested();
    void quitRequested();

private:
    QAction* add(QMenu* menu, const QString& text, const QKeySequence& keys, const QString& name);
    void addExport();
    void addLanguage(const QString& chosen);
    void addTheme(ThemeChoice chosen);
    QWidget* m_window;
    QList<QAction*> m_needDocument;
};

}  // namespace pwb::ui
