// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QApplication>
#include <QBoxLayout>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QToolBar>

#include "ui/about.h"
#include "ui/app_menu.h"
#include "ui/header_bar.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/page_stack.h"
#include "ui/pages/history_page.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup/setup_cards.h"
#include "ui/pages/setup_page.h"
#include "ui/status_line.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/rail.h"

namespace pwb::ui {
namespace {

bool isRun(const QFileInfo& info) {
    return info.isDir() && QFileInfo::exists(info.filePath() + QStringLiteral("/run.sqlite"));
}

QStringList localPaths(const QMimeData* mime) {
    QStringList paths;
    for (const QUrl& url : mime->urls())
        if (url.isLocalFile()) paths << url.toLocalFile();
    return paths;
}

}  // namespace

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Precision Workbench"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/logo.svg")));
    setAcceptDrops(true);
    resize(1440, 900);
    connectSession();
    build();
    const Settings settings;
    restoreGeometry(settings.geometry());
    restorePlan(settings);
    showPage(settings.page().isEmpty() ? QStringLiteral("setup") : settings.page());
}

MainWindow::~MainWindow() = default;

void MainWindow::restorePlan(const Settings& settings) {
    if (settings.options().isEmpty()) return;
    auto plan = run::planFromJson(settings.options().toStdString());
    if (!plan) return;
    plan->runFolder.clear();
    for (std::filesystem::path* path : {&plan->model, &plan->data, &plan->calibration}) {
        std::error_code error;
        if (!std::filesystem::exists(*path, error)) path->clear();
    }
    setup()->setPlan(*plan);
}

void MainWindow::build() {
    const bool again = m_pages != nullptr;
    const run::RunPlan plan = again ? setup()->plan() : run::RunPlan();
    const QString page = again ? currentPage() : QString();
    for (QToolBar* old : findChildren<QToolBar*>()) delete old;
    for (QAction* old : actions()) removeAction(old);
    delete m_menu;
    delete centralWidget();  // where it is: taken out first, all of it would be polished anew
    // Widgets that are made under a style sheet are gone through several times; put on at the end, once.
    const QString sheet = qApp->styleSheet();
    qApp->setStyleSheet({});
    buildHeader();
    buildCentre();
    m_status = new StatusLine;
    setStatusBar(m_status);
    buildMenu();
    // What falls on a field is meant for the window too, not for the field's text.
    for (QLineEdit* field : findChildren<QLineEdit*>()) field->setAcceptDrops(false);
    qApp->setStyleSheet(sheet);
    if (again) {
        setup()->setPlan(plan);
        showPage(page);
    }
    connectPages();  // now: it is the same plan as before, and the run may still be gone on with
    showDocument();
    m_pages->focusRail();
}

void MainWindow::buildHeader() {
    auto* bar = new QToolBar;
    bar->setObjectName(QStringLiteral("toolBar"));
    bar->setMovable(false);
    bar->setContextMenuPolicy(Qt::PreventContextMenu);
    bar->toggleViewAction()->setEnabled(false);
    m_header = new HeaderBar;
    m_header->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    bar->addWidget(m_header);
    addToolBar(bar);
    connect(m_header, &HeaderBar::runClicked, this, &MainWindow::startRun);
    connect(m_header, &HeaderBar::cancelClicked, this, &MainWindow::cancelRun);
}

void MainWindow::buildCentre() {
    auto* central = new QWidget;
    auto* row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    auto* rail = new Rail;
    row->addWidget(rail);
    auto* column = new QVBoxLayout;
    column->setSpacing(0);
    auto* bannerBox = new QVBoxLayout;
    bannerBox->setContentsMargins(16, 0, 16, 0);
    m_banner = new Banner;
    m_banner->setObjectName(QStringLiteral("windowBanner"));
    m_banner->setTopGap(kGrid);
    bannerBox->addWidget(m_banner);
    column->addLayout(bannerBox);
    m_pages = new PageStack(rail, m_session.layersJob());
    column->addWidget(m_pages, 1);
    row->addLayout(column, 1);
    setCentralWidget(central);
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
        setup()->browseModel();
    });
    connect(m_menu, &AppMenu::openData, this, [this] {
        showPage(QStringLiteral("setup"));
        setup()->browseData();
    });
    connect(m_menu, &AppMenu::openRun, this, &MainWindow::browseRun);
    connect(m_menu, &AppMenu::openRecent, this, &MainWindow::openRun);
    connect(m_menu, &AppMenu::exportRequested, this,
            [this](const QString& format) { m_pages->report()->exportAs(format); });
    connect(m_menu, &AppMenu::languageChosen, this, &MainWindow::setLanguage, Qt::QueuedConnection);
    connect(m_menu, &AppMenu::themeChosen, this, &MainWindow::setTheme);
    connect(m_menu, &AppMenu::runRequested, this, &MainWindow::startRun);
    connect(m_menu, &AppMenu::cancelRequested, this, &MainWindow::cancelRun);
    connect(m_menu, &AppMenu::pageStep, m_pages, &PageStack::showNeighbour);
    connect(m_menu, &AppMenu::aboutRequested, this, [this] { showAbout(this); });
    connect(m_menu, &AppMenu::quitRequested, this, &QWidget::close);
}

void MainWindow::connectPages() {
    connect(m_pages, &PageStack::notice, this, &MainWindow::showStatus);
    connect(m_pages->history(), &HistoryPage::openRequested, this, &MainWindow::openRun);
    const auto readyChanged = [this] {
        if (m_runWhenReady && setup()->ready()) return runWhenReady();
        showRunState();
    };
    // Queued: the page tells of it in the middle of showing what it read.
    connect(setup(), &SetupPage::readyChanged, this, readyChanged, Qt::QueuedConnection);
    connect(setup(), &SetupPage::planChanged, &m_session, &RunSession::forgetResume);
}

void MainWindow::connectSession() {
    connect(&m_session, &RunSession::started, this, [this] { showPage(QStringLiteral("overview")); });
    connect(&m_session, &RunSession::stateChanged, this, &MainWindow::showRunState);
    connect(&m_session, &RunSession::documentChanged, this, &MainWindow::showDocument);
    connect(&m_session, &RunSession::stopped, this,
            [this] { showStatus(tr("Stopped. Everything done so far is kept; Resume continues.")); });
    connect(&m_session, &RunSession::failed, this, &MainWindow::showFailure);
    connect(&m_session, &RunSession::opened, this, &MainWindow::showOpened);
    connect(&m_session, &RunSession::openFailed, this, [this](const base::Error& error) {
        m_banner->show(Banner::Kind::Error, coreText(error));
        showStatus();
        emit runOpened(false);
    });
    connect(&m_session, &RunSession::runsChanged, this, [this] { m_pages->history()->reload(); });
}

SetupPage* MainWindow::setup() const {
    return m_pages->setup();
}

QStringList MainWindow::pageIds() const {
    return m_pages->ids();
}

QString MainWindow::currentPage() const {
    return m_pages->currentId();
}

void MainWindow::showPage(const QString& id, const QString& filter) {
    m_pages->showPage(id, filter);
}

void MainWindow::showDocument() {
    m_menu->setHasDocument(document() != nullptr);
    m_pages->setDocument(document(), m_session.state());
    showRunState();
    showStatus();
}

void MainWindow::showRunState() {
    const RunState state = m_session.state();
    const bool free = !m_session.layersJob()->running();
    m_header->setRunState(state, document(), free && setup()->ready(), free && m_session.isResumable());
    m_pages->setRunState(state);
    showSubject();
}

void MainWindow::showSubject() {
    if (const Document shown = document()) {
        const QString samples =
            shown->data.samples > 0 ? tr(", %1 samples").arg(formatCount(shown->data.samples)) : QString();
        m_header->setSubject(QString::fromStdString(shown->name),
                             QString::fromStdString(shown->model.path.filename().string()) +
                                 QStringLiteral("  ·  ") + shortPath(shown->data.path) + samples);
        return;
    }
    const run::RunPlan& plan = setup()->plan();
    const QString name =
        plan.model.empty() ? tr("New run") : QString::fromStdString(plan.model.stem().string());
    QStringList parts;
    if (!plan.model.empty()) parts << QString::fromStdString(plan.model.filename().string());
    if (!plan.data.empty()) parts << shortPath(plan.data);
    m_header->setSubject(
        name, parts.isEmpty() ? tr("drop a model and labelled data") : parts.join(QStringLiteral("  ·  ")));
}

void MainWindow::showStatus(const QString& note) {
    m_status->showRun(m_session.folder(), document(), m_session.isRunning(), note);
}

void MainWindow::showFailure(const base::Error& error) {
    if (error.kind == base::ErrorKind::BadInput || error.kind == base::ErrorKind::Usage) {
        setup()->showError(coreText(error));
        showPage(QStringLiteral("setup"));
    } else {
        m_banner->show(Banner::Kind::Error, coreText(error));
    }
}

void MainWindow::startRun() {
    if (m_session.isBusy()) return;
    if (m_session.isResumable()) return m_session.resume();
    if (!setup()->ready()) {
        showPage(QStringLiteral("setup"));
        m_banner->show(Banner::Kind::Info, tr("This cannot run yet: %1.").arg(setup()->whyNotReady()));
        return;
    }
    run::RunPlan plan = setup()->plan();
    Settings settings;
    settings.setOptions(QString::fromStdString(run::toJson(plan)));
    settings.addModel(QString::fromStdString(plan.model.string()));
    settings.addData(QString::fromStdString(plan.data.string()));
    m_banner->hide();
    plan.language = currentLanguage().toStdString();
    m_session.start(plan);
}

void MainWindow::cancelRun() {
    m_session.cancel();
}

void MainWindow::runWhenReady() {
    m_runWhenReady = true;
    if (!setup()->ready()) return;
    m_runWhenReady = false;
    startRun();
}

void MainWindow::browseRun() {
    const QString folder = QFileDialog::getExistingDirectory(this, tr("Open a run's folder"),
                                                             Settings().folder(QStringLiteral("run")));
    if (folder.isEmpty()) return;
    Settings().setFolder(QStringLiteral("run"), QFileInfo(folder).absolutePath());
    openRun(folder);
}

void MainWindow::openRun(const QString& folder) {
    if (m_session.isRunning()) {
        m_banner->show(Banner::Kind::Info,
                       tr("A run is in progress. Cancel it first, then open another one."));
        return;
    }
    showStatus(tr("opening %1 …").arg(folder));
    m_session.open(folder);
}

void MainWindow::showOpened() {
    m_banner->hide();
    if (currentPage() == QLatin1String("setup") || currentPage() == QLatin1String("history"))
        showPage(QStringLiteral("overview"));
    emit runOpened(true);
}

void MainWindow::accept(const QStringList& paths) {
    QString refused;
    for (const QString& path : paths) {
        const QFileInfo info(path);
        const QString suffix = info.suffix().toLower();
        if (suffix == QLatin1String("onnx")) {
            setup()->setModel(path);
            showPage(QStringLiteral("setup"));
        } else if (isRun(info)) {
            openRun(path);
        } else if (info.isDir() || dataSuffixes().contains(suffix)) {
            setup()->setData(path);
            showPage(QStringLiteral("setup"));
        } else if (info.fileName() == QLatin1String("run.sqlite")) {
            openRun(info.absolutePath());
        } else {
            refused = info.fileName();
        }
    }
    if (refused.isEmpty()) return m_banner->hide();
    m_banner->show(Banner::Kind::Warning,
                   tr("“%1” is not something this window can use. Drop an ONNX model, a folder of images per "
                      "class or with annotations (COCO, YOLO, CSV), a tensor file (.npz, .npy), a video, or "
                      "the folder of an earlier run.")
                       .arg(refused));
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!localPaths(event->mimeData()).isEmpty()) event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
    accept(localPaths(event->mimeData()));
    event->acceptProposedAction();
}

void MainWindow::setLanguage(const QString& language) {
    m_language = language;
    applyLanguage(language);
    build();
}

void MainWindow::setTheme(ThemeChoice choice) {
    m_theme = choice;
    applyTheme(choice);
}

void MainWindow::closeEvent(QCloseEvent* event) {
    Settings settings;
    settings.setGeometry(saveGeometry());
    // Not when they change: settings wait for the disk.
    settings.setPage(currentPage());
    if (m_language) settings.setLanguage(*m_language);
    if (m_theme) settings.setTheme(*m_theme);
    settings.setOptions(QString::fromStdString(run::toJson(setup()->plan())));
    m_session.stopAll();
    event->accept();
}

}  // namespace pwb::ui
