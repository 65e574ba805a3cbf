// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QImage>
#include <QList>

#include "ui/pages/page.h"

class QPushButton;
class QScrollArea;

namespace pwb::ui {

class Banner;
class PaperView;

/// Shows the printed report's pages and exports the run in every format.
class ReportPage : public Page {
    Q_OBJECT

public:
    explicit ReportPage(QWidget* parent = nullptr);
    /// Asks for a file name and writes "pdf", "html", "json", "md" or "csv" in the background.
    void exportAs(const QString& format);
    /// The same without asking.
    void exportTo(const QString& format, const QString& file);
    [[nodiscard]] bool isRendering() const { return m_rendering; }

protected:
    void refresh() override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void render();

    Banner* m_banner;
    PaperView* m_view;
    QScrollArea* m_scroll;
    class QLabel* m_empty;
    QList<QPushButton*> m_exports;
    quint64 m_job = 0;
    bool m_rendering = false;
};

/// Where a format goes by default: report.FORMAT or predictions.csv in the run's folder.
[[nodiscard]] QString reportFileName(const result::RunResult& document, const QString& format);
/// Writes one format in the window's language; touches files: not for the GUI thread.
[[nodiscard]] base::Status writeReport(const result::RunResult& document, const QString& format,
                                       const QString& file);

}  // namespace pwb::ui
