// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMap>
#include <QStackedWidget>

#include "ui/jobs/run_state.h"
#include "ui/pages/page.h"

namespace pwb::ui {

class HistoryPage;
class LayersJob;
class LayersPage;
class OverviewPage;
class Rail;
class ReportPage;
class SetupPage;

/// The pages of the window, of which one is shown, and the rail that chooses it.
class PageStack : public QStackedWidget {
    Q_OBJECT

public:
    /// Both outlive it.
    PageStack(Rail* rail, LayersJob* layersJob, QWidget* parent = nullptr);

    [[nodiscard]] SetupPage* setup() const { return m_setup; }
    [[nodiscard]] ReportPage* report() const { return m_report; }
    [[nodiscard]] HistoryPage* history() const { return m_history; }
    [[nodiscard]] QStringList ids() const { return m_pages.keys(); }
    [[nodiscard]] QString currentId() const;

    void focusRail();
    void setDocument(const Document& document, const RunState& state);
    void setRunState(const RunState& state);

public slots:
    /// An unknown id shows Setup. `filter`, where there is one, as the page understands it.
    void showPage(const QString& id, const QString& filter = {});
    /// The page that stands `step` places further in the rail.
    void showNeighbour(int step);

signals:
    void notice(const QString& text);

private:
    void addPages();
    void addPage(Page* page, bool startsGroup);

    Rail* m_rail;
    SetupPage* m_setup;
    OverviewPage* m_overview;
    LayersPage* m_layers;
    ReportPage* m_report;
    HistoryPage* m_history;
    QMap<QString, Page*> m_pages;
};

}  // namespace pwb::ui
