// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/jobs/preprocess_job.h"

namespace pwb::ui {

PreprocessJob::~PreprocessJob() {
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

void PreprocessJob::start(const run::RunPlan& plan, int samples) {
    if (m_running) return;
    if (m_thread.joinable()) m_thread.join();
    m_running = true;
    m_clock.start();
    m_thread = std::jthread([this, plan, samples](std::stop_token stop) {
        const auto progress = [this](double done, double total) {
            QMetaObject::invokeMethod(
                this, [this, done, total] { tell(done, total); }, Qt::QueuedConnection);
        };
        auto ranking = run::rankPreprocessing(plan, samples, progress, std::move(stop));
        QMetaObject::invokeMethod(
            this,
            [this, ranking = std::move(ranking)] {
                m_running = false;
                if (ranking)
                    emit finished(*ranking);
                else
                    emit failed(ranking.error());
            },
            Qt::QueuedConnection);
    });
}

void PreprocessJob::cancel() {
    m_thread.request_stop();
}

void PreprocessJob::tell(double done, double total) {
    if (!m_running || total <= 0) return;
    const double seconds = static_cast<double>(m_clock.elapsed()) / 1000;
    emit progressed(done / total, done > 0 ? seconds * (total - done) / done : -1);
}

}  // namespace pwb::ui
