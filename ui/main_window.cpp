// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include <QApplication>
#include <QCloseEvent>
#include <QFileInfo>
#include <QLabel>
#include <QStackedWidget>
#include <QStatusBar>

#include "ui/app_menu.h"
#include "ui/header_bar.h"
#include "ui/jobs/background.h"
#include "ui/models/format.h"
#include "ui/models/language.h"
#include "ui/pages/history_page.h"
#include "ui/pages/layers_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup/setup_cards.h"
#include "ui/pages/setup_page.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/label.h"
#include "ui/widgets/rail.h"

namespace pwb::ui {

MainWindow::MainWindow(QWidget* parent) : QMainWindow(parent) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(QStringLiteral("Precision Workbench"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/logo.svg")));
    setAcceptDrops(true);
    resize(1440, 900);
    connectRun();
    build();
    const Settings settings;
    restoreGeometry(settings.geometry());
    if (!settings.options().isEmpty())
        if (auto plan = run::planFromJson(settings.options().toStdString())) {
            plan->runFolder.clear();
            std::error_code error;
            if (!std::filesystem::exists(plan->model, error)) plan->model.clear();
            if (!std::filesystem::exists(plan->data, error)) plan->data.clear();
            if (!std::filesystem::exists(plan->calibration, error)) plan->calibration.clear();
            m_setup->setPlan(*plan);
        }
    showPage(settings.page().isEmpty() ? QStringLiteral("setup") : settings.page());
}

MainWindow::~MainWindow() = default;

void MainWindow::addPage(Page* page, bool startsGroup) {
    m_pages.insert(page->id(), page);
    m_stack->addWidget(page);
    m_rail->addPage(page->id(), page->title(), startsGroup);
    connect(page, &Page::pageRequested, this, &MainWindow::showPage);
    connect(page, &Page::notice, this, [this](const QString& text) { showStatus(text); });
    connect(page, &Page::railCountChanged, this,
            [this, page] { m_rail->setCount(page->id(), page->railCount()); });
}

void MainWindow::connectRun() {
    connect(&m_run, &RunController::started, this, [this] {
        m_resume.reset();
        m_document.reset();
        setDocument({});
        showPage(QStringLiteral("overview"));
    });
    connect(&m_run, &RunController::progressChanged, this, &MainWindow::showRunState);
    connect(&m_run, &RunController::documentChanged, this, &MainWindow::setDocument);
    connect(&m_run, &RunController::finished, this, [this](const Document& document) {
        Settings().addRun(QString::fromStdString(document->runFolder.string()));
        setDocument(document);
        m_history->reload();
    });
    connect(&m_run, &RunController::cancelled, this, [this] {
        m_resume = m_run.plan();
        Settings().addRun(m_runFolder);
        setDocument(m_document);
        showStatus(tr("Stopped. Everything done so far is kept; Resume continues."));
        m_history->reload();
    });
    connect(&m_run, &RunController::failed, this, &MainWindow::showFailure);
    connect(&m_layersJob, &LayersJob::progressChanged, this, &MainWindow::showRunState);
    connect(&m_layersJob, &LayersJob::finished, this, [this](const Document& document) {
        m_history->reload();
        // Another run may have been opened meanwhile.
        if (m_document && m_document->runFolder == document->runFolder) setDocument(document);
    });
}

QString MainWindow::currentPage() const {
    auto* page = qobject_cast<Page*>(m_stack->currentWidget());
    return page ? page->id() : QString();
}

void MainWindow::showPage(const QString& id, const QString& filter) {
    Page* page = m_pages.value(id, m_setup);
    if (m_rail->selected() != page->id()) m_rail->select(page->id());
    m_stack->setCurrentWidget(page);
    if (!filter.isEmpty()) page->applyFilter(filter);
}

void MainWindow::setDocument(const Document& document) {
    m_document = document;
    if (document) m_runFolder = QString::fromStdString(document->runFolder.string());
    m_menu->setHasDocument(document != nullptr);
    // The overview needs to know first whether what it gets still moves.
    m_overview->setRunState(runState());
    for (Page* page : m_pages) {
        page->setDocument(document);
        m_rail->setCount(page->id(), page->railCount());
    }
    showRunState();
    showStatus();
}

RunState MainWindow::runState() const {
    RunState state;
    state.running = m_run.running();
    state.stopping = m_run.stopping();
    state.secondsSoFar = m_run.secondsSoFar();
    if (state.running || m_resume) state.progress = m_run.progress();
    return state;
}

void MainWindow::showRunState() {
    const RunState state = runState();
    const bool free = !m_layersJob.running();
    m_header->setRunState(state, m_document, free && m_setup->ready(), free && resumable());
    m_overview->setRunState(state);
    m_setup->setRunning(state.running);
    m_layers->setRunning(state.running);
    showSubject();
}

bool MainWindow::resumable() const {
    return m_resume && !m_run.running();
}

void MainWindow::showSubject() {
    if (m_document) {
        const auto& subject = m_document->data;
        const QString samples =
            subject.samples > 0 ? tr(", %1 samples").arg(formatCount(subject.samples)) : QString();
        m_header->setSubject(QString::fromStdString(m_document->name),
                             QString::fromStdString(m_document->model.path.filename().string()) +
                                 QStringLiteral("  ·  ") + shortPath(subject.path) + samples);
        return;
    }
    const run::RunPlan& plan = m_setup->plan();
    const QString name =
        plan.model.empty() ? tr("New run") : QString::fromStdString(plan.model.stem().string());
    QStringList parts;
    if (!plan.model.empty()) parts << QString::fromStdString(plan.model.filename().string());
    if (!plan.data.empty()) parts << shortPath(plan.data);
    m_header->setSubject(
        name, parts.isEmpty() ? tr("drop a model and labelled data") : parts.join(QStringLiteral("  ·  ")));
}

void MainWindow::showStatus(const QString& note) {
    QString left = m_runFolder.isEmpty() ? tr("no run open")
                                         : QFileInfo(m_runFolder).fileName() + QStringLiteral("/run.sqlite");
    const QString state = !note.isEmpty()   ? note
                          : m_run.running() ? tr("stored as it is produced; a cancelled run can be resumed")
                          : !m_document     ? tr("nothing written yet")
                          : m_document->finished ? tr("all figures stored")
                                                 : tr("unfinished; what was done is stored");
    m_statusLeft->setText(left + QStringLiteral("        ") + state);
    m_statusLeft->setToolTip(m_runFolder);
    if (!m_document) return m_statusRight->clear();
    const runtime::Environment& where = m_document->environment;
    m_statusRight->setText(tr("%1 provider, %2, %3")
                               .arg(QString::fromStdString(where.provider).toUpper(),
                                    where.threads == 1 ? tr("1 thread") : tr("%1 threads").arg(where.threads),
                                    QString::fromStdString(where.cpu.name)));
}

void MainWindow::showFailure(const base::Error& error) {
    if (error.kind == base::ErrorKind::BadInput || error.kind == base::ErrorKind::Usage) {
        m_setup->showError(coreText(error));
        showPage(QStringLiteral("setup"));
    } else {
        m_banner->show(Banner::Kind::Error, coreText(error));
    }
    setDocument(m_document);
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
    settings.setOptions(QString::fromStdString(run::toJson(m_setup->plan())));
    if (m_run.running()) {
        Settings().addRun(m_runFolder);
        m_run.cancel();
    }
    m_layersJob.cancel();
    event->accept();
}

}  // namespace pwb::ui
