// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

#include "ui/jobs/preprocess_job.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace pwb::ui {

class DataTable;

/// Tries ways of preprocessing on labelled samples and ranks them; what is chosen is taken with one click.
class PreprocessDialog : public QDialog {
    Q_OBJECT

public:
    explicit PreprocessDialog(const run::RunPlan& plan, QWidget* parent = nullptr);
    /// What was taken; all of it as if given by hand.
    [[nodiscard]] const dataset::PreprocessOptions& taken() const { return m_taken; }
    /// Closes at once and deletes itself as soon as the search has stopped.
    void done(int result) override;

private:
    void showProgress(double fraction, double secondsLeft);
    void showRanking(const run::PreprocessRanking& ranking);
    void showFailure(const base::Error& error);
    void offer(int row);
    void take();

    QLabel* m_text;
    QProgressBar* m_progress;
    DataTable* m_table;
    QPushButton *m_take, *m_close;
    run::PreprocessRanking m_ranking;
    dataset::PreprocessOptions m_taken;
    PreprocessJob m_job;
};

/// The ranking as the dialog shows it; texts are in the window's language.
[[nodiscard]] QString trialName(const run::PreprocessTrial& trial);
/// What the first of the ranking means for a run, a sentence or two.
[[nodiscard]] QString rankingText(const run::PreprocessRanking& ranking);

}  // namespace pwb::ui
