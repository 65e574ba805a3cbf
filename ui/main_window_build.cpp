// SPDX-License-Identifier: GPL-3.0-or-later
// How the window is put together, also anew when the language changes.
#include <QApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QStackedWidget>
#include <QStatusBar>
#include <QToolBar>
#include <algorithm>

#include "ui/app_menu.h"
#include "ui/header_bar.h"
#include "ui/main_window.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/label.h"
#include "ui/widgets/rail.h"

namespace pwb::ui {

void MainWindow::build() {
    const run::RunPlan plan = m_setup ? m_setup->plan() : run::RunPlan();
    const bool again = m_setup != nullptr;
    const std::optional<run::RunPlan> resume = m_resume;
    const QString page = again ? currentPage() : QString();
    for (QToolBar* old : findChildren<QToolBar*>()) delete old;
    for (QAction* old : actions()) removeAction(old);
    delete m_menu;
    delete centralWidget();  // where it is: taken out first, all of it would be polished anew
    m_pages.clear();
    // Widgets that are made under a style sheet are gone through several times; put on at the end, once.
    const QString sheet = qApp->styleSheet();
    qApp->setStyleSheet({});

    auto* bar = new QToolBar;
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->toggleViewAction()->setEnabled(false);
    m_header = new HeaderBar;
    m_header->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    bar->addWidget(m_header);
    addToolBar(bar);

    auto* central = new QWidget;
    auto* row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_rail = new Rail;
    row->addWidget(m_rail);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    auto* bannerBox = new QVBoxLayout;
    bannerBox->setContentsMargins(16, 0, 16, 0);
    m_banner = new Banner;
    m_banner->setObjectName(QStringLiteral("windowBanner"));
    m_banner->setTopGap(kGrid);
    bannerBox->addWidget(m_banner);
    column->addLayout(bannerBox);
    m_stack = new QStackedWidget;
    column->addWidget(m_stack, 1);
    row->addLayout(column, 1);
    setCentralWidget(central);

    auto* status = new QStatusBar;
    status->setSizeGripEnabled(false);
    status->setFixedHeight(std::max(24, scaled(24)));
    m_statusLeft = label({}, TextRole::Caption);
    m_statusRight = label({}, TextRole::Caption);
    m_statusLeft->setContentsMargins(10, 0, 0, 0);
    m_statusRight->setContentsMargins(0, 0, 14, 0);
    status->addWidget(m_statusLeft, 1);
    status->addPermanentWidget(m_statusRight);
    setStatusBar(status);

    buildMenu();
    addPages();
    // What falls on a field is meant for the window too, not for the field's text.
    for (QLineEdit* field : findChildren<QLineEdit*>()) field->setAcceptDrops(false);
    connect(m_rail, &Rail::pageSelected, this, [this](const QString& id) { showPage(id); });
    connect(m_header, &HeaderBar::runClicked, this, &MainWindow::startRun);
    connect(m_header, &HeaderBar::cancelClicked, this, &MainWindow::cancelRun);
    qApp->setStyleSheet(sheet);
    if (again) {
        m_setup->setPlan(plan);
        showPage(page);
    }
    m_resume = resume;
    setDocument(m_document);
    m_rail->setFocus();
}

void MainWindow::buildMenu() {
    m_menu =
        new AppMenu(this, m_language.value_or(Settings().language()), m_theme.value_or(Settings().theme()));
    m_header->setMenu(m_menu);
    auto* runs = new QMenu(m_header);
    connect(runs, &QMenu::aboutToShow, this, [this, runs] { m_menu->fillRecent(runs); });
    m_header->setRunMenu(runs);
    connect(m_menu, &AppMenu::openModel, this, [this] {
        showPage(QStringLiteral("setup"));
        m_setup->browseModel();
    });
    connect(m_menu, &AppMenu::openData, this, [this] {
        showPage(QStringLiteral("setup"));
        m_setup->browseData();
    });
    connect(m_menu, &AppMenu::openRun, this, &MainWindow::browseRun);
    connect(m_menu, &AppMenu::openRecent, this, &MainWindow::openRun);
    connect(m_menu, &AppMenu::exportRequested, this,
            [this](const QString& format) { m_report->exportAs(format); });
    connect(m_menu, &AppMenu::languageChosen, this, &MainWindow::setLanguage, Qt::QueuedConnection);
    connect(m_menu, &AppMenu::themeChosen, this, &MainWindow::setTheme);
    connect(m_menu, &AppMenu::runRequested, this, &MainWindow::startRun);
    connect(m_menu, &AppMenu::cancelRequested, this, &MainWindow::cancelRun);
    connect(m_menu, &AppMenu::pageStep, this, [this](int step) { showPage(m_rail->neighbour(step)); });
    connect(m_menu, &AppMenu::aboutRequested, this, &MainWindow::showAbout);
    connect(m_menu, &AppMenu::quitRequested, this, &QWidget::close);
}

}  // namespace pwb::ui
