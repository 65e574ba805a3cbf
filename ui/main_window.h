// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMainWindow>
#include <optional>

#include "ui/jobs/run_session.h"
#include "ui/models/settings.h"

namespace pwb::ui {

class AppMenu;
class Banner;
class HeaderBar;
class PageStack;
class SetupPage;
class StatusLine;

/// The window: hands documents and run states to its pages, and what people ask for to the session.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    explicit MainWindow(QWidget* parent = nullptr);
    ~MainWindow() override;

    [[nodiscard]] SetupPage* setup() const;
    [[nodiscard]] RunController* controller() { return m_session.controller(); }
    [[nodiscard]] LayersJob* layersJob() { return m_session.layersJob(); }
    [[nodiscard]] Document document() const { return m_session.document(); }
    [[nodiscard]] QStringList pageIds() const;
    [[nodiscard]] QString currentPage() const;
    [[nodiscard]] bool isOpening() const { return m_session.isOpening(); }
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
    /// Puts the window together, also anew when the language changes.
    void build();
    void buildHeader();
    void buildCentre();
    void buildMenu();
    void connectPages();
    void connectSession();
    void restorePlan(const Settings& settings);
    void showDocument();
    void showRunState();
    void showSubject();
    void showStatus(const QString& note = {});
    void showFailure(const base::Error& error);
    void showOpened();
    void browseRun();
    void accept(const QStringList& paths);

    RunSession m_session;
    std::optional<QString> m_language;  ///< chosen in this window, kept when it closes
    std::optional<ThemeChoice> m_theme;
    bool m_runWhenReady = false;

    HeaderBar* m_header = nullptr;
    AppMenu* m_menu = nullptr;
    Banner* m_banner = nullptr;
    PageStack* m_pages = nullptr;
    StatusLine* m_status = nullptr;
};

}  // namespace pwb::ui
