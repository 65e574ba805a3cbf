// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <QMap>
#include <optional>

#include "ui/jobs/layers_job.h"
#include "ui/jobs/run_controller.h"
#include "ui/jobs/run_state.h"
#include "ui/models/settings.h"

class QLabel;
class QStackedWidget;

namespace pwb::ui {

class AppMenu;
class Banner;
class HeaderBar;
class HistoryPage;
class LayersPage;
class OverviewPage;
class Page;
class Rail;
class ReportPage;
class SetupPage;

/// The window: hands documents and run states to its pages, and what people ask for to the jobs.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] SetupPage* setup() const { return m_setup; }
    [[nodiscard]] RunController* controller() { return &m_run; }
    [[nodiscard]] LayersJob* layersJob() { return &m_layersJob; }
    [[nodiscard]] Document document() const { return m_document; }
    [[nodiscard]] QStringList pageIds() const { return m_pages.keys(); }
    [[nodiscard]] QString currentPage() const;
    [[nodiscard]] bool isOpening() const { return m_opening; }
    /// Starts the run as soon as Setup has read model and data.
    void runWhenReady();

public slots:
    void showPage(const QString& id, const QString& filter = {});
    void openRun(const QString& folder);
    void startRun();
    void cancelRun();
    void setLanguage(const QString& language);
    void setTheme(pwb::ui::ThemeChoice choice);

signals:
    void runOpened(bool success);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    void build();
    void buildMenu();
    void addPage(Page* page, bool startsGroup);
    void addPages();
    void connectRun();
    void setDocument(const Document& document);
    void showRunState();
    void showSubject();
    void showStatus(const QString& note = {});
    void showFailure(const base::Error& error);
    void showAbout();
    void browseRun();
    void accept(const QStringList& paths);
    [[nodiscard]] bool resumable() const;
    [[nodiscard]] RunState runState() const;

    RunController m_run;
    LayersJob m_layersJob;
    Document m_document;
    QString m_runFolder;
    std::optional<run::RunPlan> m_resume;  ///< how to go on with the shown run, which was stopped
    std::optional<QString> m_language;     ///< chosen in this window, kept when it closes
    std::optional<ThemeChoice> m_theme;
    bool m_opening = false, m_runWhenReady = false;

    HeaderBar* m_header = nullptr;
    AppMenu* m_menu = nullptr;
    Rail* m_rail = nullptr;
    QStackedWidget* m_stack = nullptr;
    Banner* m_banner = nullptr;
    QLabel *m_statusLeft = nullptr, *m_statusRight = nullptr;
    SetupPage* m_setup = nullptr;
    OverviewPage* m_overview = nullptr;
    HistoryPage* m_history = nullptr;
    LayersPage* m_layers = nullptr;
    ReportPage* m_report = nullptr;
    QMap<QString, Page*> m_pages;
};

}  // namespace pwb::ui
