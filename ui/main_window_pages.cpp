// SPDX-License-Identifier: GPL-3.0-or-later
// Which pages the window has, in the order of the rail.
#include "ui/main_window.h"
#include "ui/pages/accuracy_page.h"
#include "ui/pages/changes_page.h"
#include "ui/pages/confidence_page.h"
#include "ui/pages/decision_page.h"
#include "ui/pages/history_page.h"
#include "ui/pages/layers_page.h"
#include "ui/pages/memory_page.h"
#include "ui/pages/overview_page.h"
#include "ui/pages/performance_page.h"
#include "ui/pages/report_page.h"
#include "ui/pages/setup_page.h"

namespace pwb::ui {

void MainWindow::addPages() {
    m_setup = new SetupPage;
    m_overview = new OverviewPage;
    m_report = new ReportPage;
    m_history = new HistoryPage;
    addPage(m_setup, false);
    addPage(m_overview, true);
    addPage(new AccuracyPage, false);
    addPage(new ConfidencePage, false);
    addPage(new ChangesPage, false);
    addPage(new PerformancePage, true);
    addPage(new MemoryPage, false);
    m_layers = new LayersPage(&m_layersJob);
    addPage(m_layers, false);
    auto* decision = new DecisionPage;
    addPage(decision, true);
    connect(decision, &DecisionPage::requirementsChanged, m_setup, &SetupPage::setRequirements);
    addPage(m_report, false);
    addPage(m_history, true);
    const auto readyChanged = [this] {
        if (m_runWhenReady && m_setup->ready()) return runWhenReady();
        showRunState();
    };
    // Queued: the page tells of it in the middle of showing what it read.
    connect(m_setup, &SetupPage::readyChanged, this, readyChanged, Qt::QueuedConnection);
    // Another plan is another run: there is nothing to resume then.
    connect(m_setup, &SetupPage::planChanged, this, [this] { m_resume.reset(); });
    connect(m_history, &HistoryPage::openRequested, this, &MainWindow::openRun);
}

}  // namespace pwb::ui
