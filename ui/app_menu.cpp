// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/app_menu.h"

#include <QAction>
#include <QActionGroup>
#include <QFileInfo>

#include "ui/models/settings.h"

namespace pwb::ui {

AppMenu::AppMenu(QWidget* window, const QString& language, ThemeChoice theme)
    : QMenu(window), m_window(window) {
    setObjectName(QStringLiteral("appMenu"));
    connect(add(this, tr("Open &model…"), QKeySequence::Open, QStringLiteral("actionOpenModel")),
            &QAction::triggered, this, &AppMenu::openModel);
    connect(add(this, tr("Open &data…"), QKeySequence(tr("Ctrl+D")), QStringLiteral("actionOpenData")),
            &QAction::triggered, this, &AppMenu::openData);
    connect(add(this, tr("Open &run…"), QKeySequence(tr("Ctrl+R")), QStringLiteral("actionOpenRun")),
            &QAction::triggered, this, &AppMenu::openRun);
    QMenu* recent = addMenu(tr("Re&cent runs"));
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecent(recent); });
    addSeparator();
    connect(add(this, tr("&Run"), QKeySequence(Qt::Key_F5), QStringLiteral("actionRun")), &QAction::triggered,
            this, &AppMenu::runRequested);
    connect(add(this, tr("&Cancel"), QKeySequence(Qt::SHIFT | Qt::Key_F5), QStringLiteral("actionCancel")),
            &QAction::triggered, this, &AppMenu::cancelRequested);
    connect(add(this, tr("&Previous page"), QKeySequence(Qt::CTRL | Qt::Key_PageUp),
                QStringLiteral("actionPrevious")),
            &QAction::triggered, this, [this] { emit pageStep(-1); });
    connect(
        add(this, tr("&Next page"), QKeySequence(Qt::CTRL | Qt::Key_PageDown), QStringLiteral("actionNext")),
        &QAction::triggered, this, [this] { emit pageStep(1); });
    addSeparator();
    addExport();
    addLanguage(language);
    addTheme(theme);
    addSeparator();
    connect(add(this, tr("&About Precision Workbench"), {}, QStringLiteral("actionAbout")),
            &QAction::triggered, this, &AppMenu::aboutRequested);
    connect(add(this, tr("&Quit"), QKeySequence::Quit, QStringLiteral("actionQuit")), &QAction::triggered,
            this, &AppMenu::quitRequested);
    setHasDocument(false);
}

QAction* AppMenu::add(QMenu* menu, const QString& text, const QKeySequence& keys, const QString& name) {
    QAction* action = menu->addAction(text);
    action->setObjectName(name);
    action->setShortcut(keys);
    m_window->addAction(action);  // so that the shortcut works while the menu is closed
    return action;
}

void AppMenu::addExport() {
    QMenu* menu = addMenu(tr("&Export"));
    const std::pair<QString, QString> formats[] = {{QStringLiteral("PDF…"), QStringLiteral("pdf")},
                                                   {QStringLiteral("HTML…"), QStringLiteral("html")},
                                                   {QStringLiteral("JSON…"), QStringLiteral("json")},
                                                   {QStringLiteral("Markdown…"), QStringLiteral("md")},
                                                   {tr("CSV (predictions)…"), QStringLiteral("csv")}};
    for (const auto& [text, format] : formats) {
        QAction* action =
            add(menu, text, format == QLatin1String("pdf") ? QKeySequence(tr("Ctrl+E")) : QKeySequence(),
                QStringLiteral("actionExport-") + format);
        m_needDocument << action;
        connect(action, &QAction::triggered, this, [this, id = format] { emit exportRequested(id); });
    }
}

void AppMenu::addLanguage(const QString& chosen) {
    QMenu* menu = addMenu(tr("&Language"));
    auto* group = new QActionGroup(menu);
    const std::pair<QString, QString> languages[] = {{tr("System"), QString()},
                                                     {QStringLiteral("English"), QStringLiteral("en")},
                                                     {QStringLiteral("简体中文"), QStringLiteral("zh_CN")}};
    for (const auto& [text, id] : languages) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(id == chosen);
        action->setObjectName(QStringLiteral("actionLanguage-") + id);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, language = id] { emit languageChosen(language); });
    }
}

void AppMenu::addTheme(ThemeChoice chosen) {
    QMenu* menu = addMenu(tr("&Theme"));
    auto* group = new QActionGroup(menu);
    const std::pair<QString, ThemeChoice> themes[] = {{tr("System"), ThemeChoice::System},
                                                      {tr("Light"), ThemeChoice::Light},
                                                      {tr("Dark"), ThemeChoice::Dark}};
    for (const auto& [text, choice] : themes) {
        QAction* action = menu->addAction(text);
        action->setCheckable(true);
        action->setChecked(choice == chosen);
        group->addAction(action);
        connect(action, &QAction::triggered, this, [this, theme = choice] { emit themeChosen(theme); });
    }
}

void AppMenu::setHasDocument(bool has) {
    for (QAction* action : m_needDocument) action->setEnabled(has);
}

void AppMenu::fillRecent(QMenu* menu) {
    menu->clear();
    const QStringList runs = Settings().recentRuns().mid(0, 12);
    for (const QString& folder : runs) {
        QAction* action = menu->addAction(QFileInfo(folder).fileName());
        action->setToolTip(folder);
        connect(action, &QAction::triggered, this, [this, folder] { emit openRecent(folder); });
    }
    if (runs.isEmpty()) menu->addAction(tr("No runs yet"))->setEnabled(false);
    menu->addSeparator();
    connect(menu->addAction(tr("Open run…")), &QAction::triggered, this, &AppMenu::openRun);
}

}  // namespace pwb::ui
