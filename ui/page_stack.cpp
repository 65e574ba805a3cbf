// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page_stack.h"

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
#include "ui/widgets/rail.h"

namespace pwb::ui {

PageStack::PageStack(Rail* rail, LayersJob* layersJob, QWidget* parent)
    : QStackedWidget(parent),
      m_rail(rail),
      m_setup(new SetupPage),
      m_overview(new OverviewPage),
      m_layers(new LayersPage(layersJob)),
      m_report(new ReportPage),
      m_history(new HistoryPage) {
    addPages();
    connect(m_rail, &Rail::pageSelected, this, [this](const QString& id) { showPage(id); });
}

// In the order of the rail.
void PageStack::addPages() {
    auto* decision = new DecisionPage;
    connect(decision, &DecisionPage::requirementsChanged, m_setup, &SetupPage::setRequirements);
    addPage(m_setup, false);
    addPage(m_overview, true);
    addPage(new AccuracyPage, false);
    addPage(new ConfidencePage, false);
    addPage(new ChangesPage, false);
    addPage(new PerformancePage, true);
    addPage(new MemoryPage, false);
    addPage(m_layers, false);
    addPage(decision, true);
    addPage(m_report, false);
    addPage(m_history, true);
}

void PageStack::addPage(Page* page, bool startsGroup) {
    m_pages.insert(page->id(), page);
    addWidget(page);
    m_rail->addPage(page->id(), page->title(), startsGroup);
    connect(page, &Page::pageRequested, this, &PageStack::showPage);
    connect(page, &Page::notice, this, &PageStack::notice);
    connect(page, &Page::railCountChanged, this,
            [this, page] { m_rail->setCount(page->id(), page->railCount()); });
}

QString PageStack::currentId() const {
    const auto* page = qobject_cast<const Page*>(currentWidget());
    return page ? page->id() : QString();
}

void PageStack::showPage(const QString& id, const QString& filter) {
    Page* page = m_pages.value(id, m_setup);
    if (m_rail->selected() != page->id()) m_rail->select(page->id());
    setCurrentWidget(page);
    if (!filter.isEmpty()) page->applyFilter(filter);
}

void PageStack::showNeighbour(int step) {
    showPage(m_rail->neighbour(step));
}

void PageStack::focusRail() {
    m_rail->setFocus();
}

void PageStack::setDocument(const Document& document, const RunState& state) {
    // The overview needs to know first whether what it gets still moves.
    m_overview->setRunState(state);
    for (Page* page : m_pages) {
        page->setDocument(document);
        m_rail->setCount(page->id(), page->railCount());
    }
}

void PageStack::setRunState(const RunState& state) {
    m_overview->setRunState(state);
    m_setup->setRunning(state.running);
    m_layers->setRunning(state.running);
}

}  // namespace pwb::ui
