// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <optional>

#include "ui/jobs/layers_job.h"
#include "ui/jobs/run_controller.h"
#include "ui/jobs/run_state.h"

namespace pwb::ui {

/// The run that the window shows: started here, gone on with, or opened from its folder.
class RunSession : public QObject {
    Q_OBJECT

public:
    explicit RunSession(QObject* parent = nullptr);

    [[nodiscard]] RunController* controller() { return &m_run; }
    [[nodiscard]] LayersJob* layersJob() { return &m_layersJob; }
    [[nodiscard]] const Document& document() const { return m_document; }
    [[nodiscard]] const QString& folder() const { return m_folder; }  ///< empty: no run yet
    [[nodiscard]] bool isRunning() const { return m_run.running(); }
    /// A run or a job on its layers is in progress.
    [[nodiscard]] bool isBusy() const { return m_run.running() || m_layersJob.running(); }
    [[nodiscard]] bool isOpening() const { return m_opening; }
    /// The run that is shown was stopped and can be gone on with.
    [[nodiscard]] bool isResumable() const { return m_resume && !m_run.running(); }
    [[nodiscard]] RunState state() const;

    /// Starts a run in a fresh folder below the one of the settings.
    void start(run::RunPlan plan);
    void resume();
    /// Another run was asked for: there is nothing to resume then.
    void forgetResume() { m_resume.reset(); }
    /// Opens a run's folder in the background; opened() or openFailed() follows. Not while one is in
    /// progress.
    void open(const QString& folder);
    /// Stops all that is in progress; it stays in the list of runs.
    void stopAll();

public slots:
    void cancel();

signals:
    void started();
    void stateChanged();
    /// Null: a run begins.
    void documentChanged(const pwb::ui::Document& document);
    void stopped();
    void failed(const pwb::base::Error& error);
    void opened();
    void openFailed(const pwb::base::Error& error);
    void runsChanged();  ///< the list of runs has another one, or one of them changed

private:
    void connectRun();
    void connectLayersJob();
    void setDocument(const Document& document);

    RunController m_run;
    LayersJob m_layersJob;
    Document m_document;
    QString m_folder;
    std::optional<run::RunPlan> m_resume;
    bool m_opening = false;
};

}  // namespace pwb::ui
