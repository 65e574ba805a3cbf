// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/layers_job.h"

#include <mutex>

#include "ui/jobs/run_state.h"

namespace pwb::ui {

/// Written by the job's threads, emptied by the GUI thread.
struct LayersJob::Mailbox {
    std::mutex mutex;
    QMap<base::EngineId, run::EngineProgress> progress;
    base::EngineId last;
};

LayersJob::LayersJob(QObject* parent) : QObject(parent), m_mailbox(std::make_shared<Mailbox>()) {
    m_timer.setInterval(100);
    connect(&m_timer, &QTimer::timeout, this, &LayersJob::collect);
}

LayersJob::~LayersJob() {
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

bool LayersJob::measure(const std::filesystem::path& runFolder, bool withSensitivity) {
    return start(withSensitivity ? tr("Measuring sensitivity") : tr("Measuring layers"),
                 [=](const run::Observer& observer, std::stop_token stop) {
                     return run::profileLayers(runFolder, withSensitivity, observer, std::move(stop));
                 });
}

bool LayersJob::rebuild(const std::filesystem::path& runFolder, const std::vector<std::string>& keepFloat) {
    return start(tr("Rebuilding INT8"), [=](const run::Observer& observer, std::stop_token stop) {
        return run::rebuildInt8(runFolder, keepFloat, observer, std::move(stop));
    });
}

bool LayersJob::start(const QString& title, Work work) {
    if (m_running) return false;
    if (m_thread.joinable()) m_thread.join();
    m_title = title;
    m_running = true;
    m_stopping = false;
    m_progress.clear();
    m_mailbox = std::make_shared<Mailbox>();
    m_thread = std::jthread([this, work = std::move(work), mailbox = m_mailbox](std::stop_token stop) {
        run::Observer observer;
        observer.progress = [mailbox](const run::EngineProgress& progress) {
            const std::lock_guard lock(mailbox->mutex);
            mailbox->last = progress.engine;
            mailbox->progress[progress.engine] = progress;
        };
        observer.snapshot = [](const Document&) {};  // the page shows the run as it was until all is done
        auto result = work(observer, std::move(stop));
        QMetaObject::invokeMethod(
            this, [this, result = std::move(result)]() mutable { end(std::move(result)); },
            Qt::QueuedConnection);
    });
    m_timer.start();
    emit progressChanged();
    return true;
}

void LayersJob::cancel() {
    if (!m_running) return;
    m_stopping = true;
    m_thread.request_stop();
    emit progressChanged();
}

void LayersJob::collect() {
    {
        const std::lock_guard lock(m_mailbox->mutex);
        m_progress = m_mailbox->progress;
        m_last = m_mailbox->last;
    }
    emit progressChanged();
}

void LayersJob::end(base::Result<Document> result) {
    m_timer.stop();
    m_running = false;
    m_stopping = false;
    emit progressChanged();
    if (result)
        emit finished(*result);
    else if (base::isCancelled(result.error()))
        emit cancelled();
    else
        emit failed(result.error());
}

QString LayersJob::text() const {
    if (m_stopping) return m_title + QStringLiteral(": ") + tr("stopping");
    const auto last = m_progress.constFind(m_last);
    if (last == m_progress.constEnd()) return m_title;
    const QString engine = QString::fromStdString(result::EngineKind(m_last).name()) + QStringLiteral(", ");
    return m_title + QStringLiteral(": ") + engine + progressText(*last);
}

double LayersJob::fraction() const {
    if (m_progress.isEmpty()) return 0;
    double sum = 0;
    for (const run::EngineProgress& one : m_progress) sum += one.overall;
    return sum / static_cast<double>(m_progress.size());
}

}  // namespace pwb::ui
