// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/run_controller.h"

#include <mutex>

namespace pwb::ui {

/// Written by the run's threads, emptied by the GUI thread.
struct RunController::Mailbox {
    std::mutex mutex;
    QMap<base::EngineId, run::EngineProgress> progress;
    Document document;
    bool progressNew = false, documentNew = false;
};

RunController::RunController(QObject* parent) : QObject(parent) {
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &RunController::collect);
}

RunController::~RunController() {
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

bool RunController::start(const run::RunPlan& plan, bool resume) {
    if (m_running) return false;
    if (m_thread.joinable()) m_thread.join();
    m_plan = plan;
    m_running = true;
    m_stopping = false;
    m_progress.clear();
    auto mailbox = std::make_shared<Mailbox>();
    m_mailbox = mailbox;
    m_thread = std::jthread([this, plan, resume, mailbox](std::stop_token stop) {
        run::Observer observer;
        observer.progress = [mailbox](const run::EngineProgress& progress) {
            const std::lock_guard lock(mailbox->mutex);
            mailbox->progress[progress.engine] = progress;
            mailbox->progressNew = true;
        };
        observer.snapshot = [mailbox](Document document) {
            const std::lock_guard lock(mailbox->mutex);
            mailbox->document.swap(document);  // the older one is let go of without the lock
            mailbox->documentNew = true;
        };
        auto result = run::execute(plan, resume, observer, stop);
        QMetaObject::invokeMethod(
            this, [this, mailbox, result = std::move(result)]() mutable { end(mailbox, std::move(result)); },
            Qt::QueuedConnection);
    });
    m_clock.start();
    m_timer.start();
    emit started();
    return true;
}

void RunController::cancel() {
    if (!m_running) return;
    m_stopping = true;
    m_thread.request_stop();
    emit progressChanged();
}

void RunController::collect() {
    if (!m_mailbox) return;
    Document document;
    bool progressNew = false;
    {
        const std::lock_guard lock(m_mailbox->mutex);
        progressNew = std::exchange(m_mailbox->progressNew, false);
        if (progressNew) m_progress = m_mailbox->progress;
        if (std::exchange(m_mailbox->documentNew, false)) document = m_mailbox->document;
    }
    if (progressNew) emit progressChanged();
    if (!document) return;
    m_document = document;
    emit documentChanged(document);
}

void RunController::end(const std::shared_ptr<Mailbox>& mailbox, base::Result<Document> result) {
    if (mailbox != m_mailbox) return;
    collect();
    m_timer.stop();
    m_mailbox.reset();
    m_running = false;
    m_stopping = false;
    if (result) {
        m_document = *result;
        emit documentChanged(m_document);
        emit finished(m_document);
    } else if (base::isCancelled(result.error())) {
        emit cancelled();
    } else {
        emit failed(result.error());
    }
}

}  // namespace pwb::ui
