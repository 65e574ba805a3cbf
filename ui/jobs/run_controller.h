// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QMap>
#include <QObject>
#include <QTimer>
#include <filesystem>
#include <memory>
#include <thread>

#include "core/run/pipeline.h"

namespace pwb::ui {

using Document = std::shared_ptr<const result::RunResult>;

/// Runs the pipeline on a thread of its own and tells the window about it on the GUI thread: the latest
/// progress and the latest snapshot at most ten times a second, whatever the pipeline sends.
class RunController : public QObject {
    Q_OBJECT

public:
    explicit RunController(QObject* parent = nullptr);
    ~RunController() override;

    /// Refused (false) while a run is in progress, also one that is still stopping.
    bool start(const run::RunPlan& plan, bool resume);
    /// Asks the run to stop and returns at once; cancelled() follows.
    void cancel();
    /// Drops the progress of the last run, when another one is shown.
    void forget() { m_progress.clear(); }
    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] double secondsSoFar() const {
        return m_running ? static_cast<double>(m_clock.elapsed()) / 1000 : 0;
    }
    [[nodiscard]] bool stopping() const { return m_stopping; }
    [[nodiscard]] Document document() const { return m_document; }
    [[nodiscard]] const run::RunPlan& plan() const { return m_plan; }
    [[nodiscard]] const QMap<base::EngineId, run::EngineProgress>& progress() const { return m_progress; }

signals:
    void started();
    void progressChanged();
    void documentChanged(const pwb::ui::Document& document);
    void finished(const pwb::ui::Document& document);
    void cancelled();
    void failed(const pwb::base::Error& error);

private:
    struct Mailbox;
    void collect();
    void end(const std::shared_ptr<Mailbox>& mailbox, base::Result<Document> result);

    std::shared_ptr<Mailbox> m_mailbox;  ///< one per run: what an earlier run still sends is never read
    QTimer m_timer;
    QElapsedTimer m_clock;
    run::RunPlan m_plan;
    QMap<base::EngineId, run::EngineProgress> m_progress;
    Document m_document;
    bool m_running = false, m_stopping = false;
    std::jthread m_thread;
};

}  // namespace pwb::ui
