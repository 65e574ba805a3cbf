// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/jobs/run_summary.h"
#include "ui/pages/page.h"

class QPushButton;

namespace pwb::ui {

class Banner;
class Card;
class DataTable;

/// Earlier runs: open one, pin a baseline, compare two, take one off the list.
class HistoryPage : public Page {
    Q_OBJECT

public:
    explicit HistoryPage(QWidget* parent = nullptr);
    [[nodiscard]] QString railCount() const override;
    [[nodiscard]] const QList<RunSummary>& runs() const { return m_runs; }
    /// Looks at the folders again, in the background.
    void reload();

signals:
    void openRequested(const QString& folder);

protected:
    void refresh() override;
    void showEvent(QShowEvent* event) override;

private:
    void showRuns(QList<RunSummary> runs);
    void showButtons();
    [[nodiscard]] QStringList selectedFolders() const;
    void pin();
    void compare();
    void removeSelected();
    void showDifference(const Document& baseline, const Document& other);

    QList<RunSummary> m_runs;
    Banner* m_banner;
    Card *m_listCard, *m_differenceCard;
    DataTable *m_table, *m_difference;
    QPushButton *m_open, *m_pin, *m_compare, *m_remove;
};

}  // namespace pwb::ui
